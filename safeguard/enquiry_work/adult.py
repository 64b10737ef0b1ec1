"""What an enquiry holds about the adult: the risks, what they want, capacity, advocacy."""

from safeguard.enquiry_work.entries import day
from safeguard.enquiry_work.parts import Cell, Row, Section, Work, cells
from safeguard.rules.enquiring import advocacy_note


def risks(work: Work) -> Section:
    rows = [
        Row(
            cells(
                risk.get_risk_type_display(),
                risk.get_location_display(),
                risk.get_source_display(),
            ),
            work.changing(
                risk.pk,
                f"{risk}, {risk.get_source_display()}",
                ("Change", "risk-change"),
                ("Remove", "risk-remove"),
            ),
        )
        for risk in work.enquiry.risks.all()
    ]
    return Section(
        key="risks",
        title="Risks found",
        empty="No risk found yet. Add a row for each type, place and source.",
        columns=("Type", "Where", "Source"),
        rows=rows,
        links=work.adding(("Add a risk", "risk-add")),
    )


def outcomes(work: Work) -> Section:
    wanted = list(work.enquiry.desired_outcomes.all())
    replaced = {row.replaces_id for row in wanted}
    rows = []
    for row in wanted:
        now = row.pk not in replaced
        state = Cell("Replaced by a later one", "grey")
        links = [("Change", "outcome-change"), ("Remove", "outcome-remove")] if now else []
        if now:
            state = Cell(row.get_achieved_display() or "Not judged yet")
        rows.append(
            Row(
                cells(row.wanted, day(row.wanted_on), state, row.in_whose_view),
                work.changing(row.pk, f"“{row.wanted[:60]}”", *links),
            )
        )
    return Section(
        key="outcomes",
        title="What the adult wants",
        empty="Nothing recorded yet. Ask the adult, or who represents them, what they want.",
        columns=("What they want", "Said so", "Achieved", "In whose view"),
        rows=rows,
        links=work.adding(("Add what they want", "outcome-add")),
    )


def capacity(work: Work) -> Section:
    rows = [
        Row(
            cells(
                row.decision,
                "Had capacity" if row.had_capacity else "Lacked capacity",
                f"{day(row.assessed_on)}, {row.assessed_by}",
                row.best_interests,
            ),
            work.changing(
                row.pk,
                row.decision[:60],
                ("Change", "capacity-change"),
                ("Remove", "capacity-remove"),
            ),
        )
        for row in work.enquiry.capacity_assessments.all()
    ]
    return Section(
        key="capacity",
        title="Capacity, decision by decision",
        empty="No assessment recorded. Add one for each decision that calls for it.",
        columns=("Decision", "Result", "Assessed", "Best interests decision"),
        rows=rows,
        links=work.adding(("Add an assessment", "capacity-add")),
    )


def advocacy(work: Work) -> Section:
    rows, notes = [], []
    for row in work.enquiry.advocacy.all():
        kind = row.get_kind_display()
        difficulty = {True: "Yes", False: "No", None: "Not judged"}[row.substantial_difficulty]
        note = advocacy_note(work.enquiry.kind, row.substantial_difficulty, row.suitable_person)
        if note and note not in notes and row.appointed_on is None:
            notes.append(note)
        rows.append(
            Row(
                cells(
                    kind,
                    difficulty,
                    row.suitable_person or "Nobody recorded",
                    day(row.requested_on),
                    day(row.appointed_on) or row.get_not_appointed_display(),
                ),
                work.changing(
                    row.pk, kind, ("Change", "advocacy-change"), ("Remove", "advocacy-remove")
                ),
            )
        )
    return Section(
        key="advocacy",
        title="Advocacy",
        empty="Not recorded yet. Say whether the adult has substantial difficulty in taking part.",
        columns=(
            "Kind",
            "Substantial difficulty",
            "Suitable person",
            "Requested",
            "Appointed, or why not",
        ),
        rows=rows,
        notes=notes,
        links=work.adding(("Add advocacy", "advocacy-add")),
    )


def for_the_return(work: Work) -> Section:
    enquiry = work.enquiry
    supported = {True: "Yes", False: "No", None: None}[enquiry.supported]
    answers = {
        "Lacked capacity about the enquiry": enquiry.get_lacked_capacity_display(),
        "Supported by an advocate, family or friend": supported,
        "Asked what they wanted": enquiry.get_outcomes_asked_display(),
    }
    return Section(
        key="return",
        title="Answers for the statutory return",
        facts=[{"key": key, "value": value or "Not answered"} for key, value in answers.items()],
        links=work.adding(("Answer or change these", "enquiry-facts")),
    )
