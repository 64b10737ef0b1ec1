"""How an enquiry is made: who leads it, what is asked of whom, what is to be done, what waits."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils import timezone

from safeguard.choices_work import ActionKind
from safeguard.enquiry_work.caused import stage
from safeguard.enquiry_work.entries import day, span
from safeguard.enquiry_work.parts import Cell, Link, Row, Section, Work, cells, url
from safeguard.models import Action


def allocation(work: Work) -> Section:
    enquiry = work.enquiry
    links: tuple[Link, ...] = ()
    if work.can_decide:
        label = "Give to somebody else" if enquiry.lead_id else "Allocate to a lead"
        links = (Link(label, url("enquiry-allocate", enquiry.pk)),)
    rows = [
        Row(cells(entry.code, day(entry.first), entry.extra, entry.note))
        for entry in work.entries.of("allocation")
    ]
    # A lead that was loaded has no allocation recorded here.
    loaded = f"{enquiry.lead} leads it. When it was allocated is not recorded."
    return Section(
        key="allocation",
        title="Who leads it",
        empty="Nobody leads this enquiry yet. A safeguarding manager allocates it.",
        columns=("Lead", "Since", "Allocated by", "Note"),
        rows=rows,
        notes=[loaded] if enquiry.lead and not rows else [],
        links=links,
    )


def planning(work: Work) -> Section:
    enquiry = work.enquiry
    planned = enquiry.planned_on is not None or bool(enquiry.plan)
    facts = [
        {"key": "Planned", "value": day(enquiry.planned_on) or "Not recorded"},
        {"key": "How it will be made", "value": enquiry.plan or "Not recorded"},
    ]
    return Section(
        key="planning",
        title="Planning",
        empty="Not planned yet. Say what is to be found out and how the adult takes part.",
        facts=facts if planned else [],
        links=work.adding(
            ("Change the plan" if planned else "Plan the enquiry", "enquiry-plan"),
        ),
    )


def caused(work: Work) -> Section:
    rows = []
    for request in work.enquiry.caused_requests.annotate(chased=Count("chases")):
        at = stage(request)
        rows.append(
            Row(
                cells(
                    Cell(request.to_whom, url=url("caused-detail", request.pk)),
                    day(request.requested_on),
                    day(request.due_on),
                    Cell(at["text"], at["colour"]),
                    Cell(str(request.chased)),
                )
            )
        )
    enquiry = work.enquiry
    notes = []
    if enquiry.caused_to and not rows:
        notes = [f"Caused to be made by {enquiry.caused_to}. No request is recorded here."]
    return Section(
        key="caused",
        title="Asked of other bodies",
        empty="The council makes this enquiry itself. It may ask another body to make it.",
        columns=("Who was asked", "Asked", "Due", "Where it stands", "Chased"),
        rows=rows,
        notes=notes,
        links=work.adding(("Ask another body", "caused-request")),
    )


def actions(
    work: Work, key: str, title: str, kind: ActionKind, actions: Iterable[Action]
) -> Section:
    today = timezone.localdate()
    add = "Add an action" if kind == ActionKind.ENQUIRY else "Add an action to the plan"
    rows = []
    # Open ones first, the earliest due on top; then what was done, newest first.
    mine = [action for action in actions if action.kind == kind]
    still_open = [action for action in mine if action.done_on is None]
    done = sorted((a for a in mine if a.done_on), key=lambda a: (a.done_on, a.pk), reverse=True)
    for action in [*still_open, *done]:
        late = action.due_on is not None and action.due_on < today
        state = Cell("Overdue", "red") if late else Cell("Open", "yellow")
        about = action.what[:60]
        changes = [("Change", "action-change"), ("Remove", "action-remove")]
        links = work.following(action.pk, about, ("Done", "action-done"))
        if action.done_on is not None:
            state, changes, links = Cell(f"Done {day(action.done_on)}", "green"), changes[1:], ()
        rows.append(
            Row(
                cells(
                    action.what,
                    action.owner or action.owner_name,
                    day(action.due_on),
                    state,
                    action.result,
                ),
                (*links, *work.changing(action.pk, about, *changes)),
            )
        )
    return Section(
        key=key,
        title=title,
        empty="No action yet. Say what is to be done, by whom and by when.",
        columns=("What", "Who", "Due", "State", "What came of it"),
        rows=rows,
        links=work.adding((add, "action-add"), query=f"?kind={kind}"),
    )


def holds(work: Work) -> Section:
    rows = []
    for entry in work.entries.of("hold"):
        reason = entry.label
        links = [("Remove", "hold-remove")]
        if entry.last is None:
            links = [("End", "hold-end"), *links]
        rows.append(
            Row(
                cells(reason, day(entry.first), day(entry.last) or "Still on hold", entry.note),
                work.changing(entry.pk, f"the hold since {day(entry.first)}", *links),
            )
        )
    return Section(
        key="holds",
        title="Holds",
        empty="Never on hold. Put it on hold while it waits for somebody else.",
        columns=("Why", "First day", "Last day", "Note"),
        rows=rows,
        links=work.adding(("Put on hold", "hold-begin")),
    )


def processes(work: Work) -> Section:
    rows = [
        Row(
            cells(entry.label, entry.extra, span(entry), entry.note),
            work.changing(
                entry.pk,
                entry.label,
                ("Change", "process-change"),
                ("Remove", "process-remove"),
            ),
        )
        for entry in work.entries.of("process")
    ]
    return Section(
        key="processes",
        title="Other processes",
        empty="No other body's process is recorded beside this enquiry.",
        columns=("Process", "Their reference", "When", "Note"),
        rows=rows,
        links=work.adding(("Add another process", "process-add")),
    )


def reviews(work: Work) -> Section:
    rows = []
    for entry in work.entries.of("review"):
        about = f"the review due {day(entry.first)}"
        links = work.changing(entry.pk, about, ("Remove", "plan-review-remove"))
        if entry.last is None:
            held = work.following(entry.pk, about, ("Record it", "plan-review-hold"))
            links = (*held, *links)
        rows.append(
            Row(
                cells(day(entry.first), day(entry.last) or "Not held", entry.label, entry.note),
                links,
            )
        )
    return Section(
        key="reviews",
        title="Reviews of the safeguarding plan",
        empty="No review is due. Add one if there is a safeguarding plan.",
        columns=("Due", "Held", "What follows", "What it found"),
        rows=rows,
        links=work.adding(("Add a review", "plan-review-add")),
    )
