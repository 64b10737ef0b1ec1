"""One section of an audit as a page shows it: each question with its control, facts and help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from audit.choices import ActionPriority, StrandStatus
from audit.doing.boxes import (
    Asked,
    Box,
    Choice,
    FollowUp,
    Line,
    NotAsked,
    Repeat,
    SectionPage,
    SectionState,
)
from audit.doing.fact_words import beside, condition_words, words_for
from audit.doing.last_time import NEVER, LastTime
from audit.doing.work import NOTHING, Held, Work, part_of
from audit.models import AuditStrand, Question
from audit.rules.answers import MANY, Option, Said, Sent, option_code, options_of, words_of
from audit.rules.answers_shown import as_sent, in_words
from audit.rules.completeness import asks_for, needing_reason
from audit.rules.prefill import fact_of
from audit.rules.strands import may_read

TEXTS = ("long_text",)
WIDE = ("long_text", "short_text", "prefilled")
MOST_STEPS = 11
HINTS = {
    "date": "For example, 22/11/2026",
    "datetime": "For example, 22/11/2026 14:30",
}


def said_hash(said: Said) -> str:
    """Return what tells an answer from another, so that a page knows what was changed on it."""
    return sha256(repr(said).encode()).hexdigest()[:12]


def section_page(
    work: Work,
    strand: AuditStrand,
    section: Asked,
    *,
    typed: Mapping[str, Sent] | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    conflicts: Mapping[str, Held] | None = None,
    last: LastTime = NEVER,
) -> SectionPage:
    """Lay out one section, with what was typed and could not be kept where there is something."""
    shown = {q["code"] for _, questions in work.shown(strand) for q in questions}
    texts = {q["code"]: q["text"] for s in work.document["sections"] for q in s["questions"]}
    is_representative = _is_representative(work, strand, section)
    boxes, hidden = [], []
    for number, asked in enumerate(section["questions"], 1):
        row = work.by_code.get(asked["code"])
        if row is None:
            continue
        box = _box(
            work,
            strand,
            asked,
            row,
            number,
            (typed or {}).get(asked["code"]),
            (errors or {}).get(asked["code"], {}),
        )
        box.is_hidden = asked["code"] not in shown
        box.others = [*box.others, *last.beside(asked["code"])]
        if is_representative and asked.get("text_if_representative"):
            box.text = asked["text_if_representative"]
        conflict = (conflicts or {}).get(asked["code"])
        if conflict is not None:
            box.conflict = in_words(work.document, asked, conflict.said) or ["No answer"]
            box.conflict_at = conflict.saved_at
        boxes.append(box)
        if box.is_hidden:
            condition = asked.get("show_if") or section.get("show_if")
            hidden.append(NotAsked(box.text, condition_words(condition, texts)))
    done, total = progress_of(work, strand, section, shown)
    return SectionPage(
        code=section["code"],
        title=section["title"],
        help=section.get("guidance") or section.get("help") or "",
        is_optional=bool(section.get("optional")),
        is_skipped=section["code"] in work.skipped(strand),
        boxes=boxes,
        not_asked=hidden,
        done=done,
        total=total,
        actions=last.actions,
    )


def section_state(work: Work, strand: AuditStrand, section: Asked) -> SectionState:
    shown = {q["code"] for _, questions in work.shown(strand) for q in questions}
    texts = {q["code"]: q["text"] for s in work.document["sections"] for q in s["questions"]}
    rows = [(q, work.by_code[q["code"]]) for q in section["questions"] if q["code"] in work.by_code]
    hidden = [
        NotAsked(q["text"], condition_words(q.get("show_if") or section.get("show_if"), texts))
        for q, _ in rows
        if q["code"] not in shown
    ]
    done, total = progress_of(work, strand, section, shown)
    return SectionState(
        [f"q{row.pk}" for q, row in rows if q["code"] in shown], hidden, done, total
    )


def progress_of(
    work: Work, strand: AuditStrand, section: Asked, shown: set[str]
) -> tuple[int, int]:
    """Return how many of the questions that are asked in a section have an answer, and of how many.

    A grade is given at the end, and is not one of them.
    """
    held = work.held(strand)
    asked = [q for q in section["questions"] if q["code"] in shown and q["type"] != "grade"]
    # An answer that may be left out counts once it is given.
    counted = [q for q in asked if q.get("required") or held.get(q["code"], NOTHING).said.rows]
    done = [q for q in counted if held.get(q["code"], NOTHING).said.rows or _may_be_empty(q)]
    return len(done), len(counted)


def _may_be_empty(asked: Asked) -> bool:
    return asked["type"] == "repeat_group" and not asked.get("min")


def _is_representative(work: Work, strand: AuditStrand, section: Asked) -> bool:
    """Say whether the first choice of a section, who is answering, is not its first answer."""
    if not any(q.get("text_if_representative") for q in section["questions"]):
        return False
    who = next((q for q in section["questions"] if q["type"] == "choice"), None)
    chosen = work.held(strand).get(who["code"], NOTHING).said.option if who else ""
    return bool(who and chosen and chosen != options_of(work.document, who)[0].code)


def _box(
    work: Work,
    strand: AuditStrand,
    asked: Asked,
    row: Question,
    number: int,
    typed: Sent | None,
    errors: Mapping[str, str],
) -> Box:
    held = work.held(strand).get(row.code, NOTHING)
    sent: Sent = typed if typed is not None else as_sent(work.document, asked, held.said)
    name = f"q{row.pk}"
    box = Box(
        row=row,
        asked=asked,
        id=name,
        number=number,
        text=asked["text"],
        control=control_of(asked),
        is_hidden=False,
        held=held,
        was=said_hash(held.said),
        hint=_hint(asked),
        guidance=asked.get("guidance") or "",
        source=asked.get("guidance_source") or asked.get("source") or "",
        facts=beside(asked, work.audit.facts),
        errors=dict(errors),
        value=_last(sent, "answer"),
    )
    _fill_control(work, box, sent)
    _fill_follow_ups(work, box, sent)
    box.others = others_of(work, strand, asked)
    return box


def control_of(asked: Asked) -> str:
    kind = asked["type"]
    if kind in ("scale", "prefilled_scale", "choice"):
        return "radios"
    if kind == "number_scale" and _steps(asked):
        return "radios"
    if kind in MANY:
        return "checkboxes"
    named = {"matrix": "matrix", "repeat_group": "repeats", "ratio": "ratio", "grade": "grade"}
    return named.get(kind, "textarea" if kind in TEXTS else "text")


def _steps(asked: Asked) -> range | None:
    low, high = asked.get("min"), asked.get("max")
    if not isinstance(low, int) or not isinstance(high, int) or high - low >= MOST_STEPS:
        return None
    return range(low, high + 1)


def _hint(asked: Asked) -> str:
    kind, low, high = asked["type"], asked.get("min"), asked.get("max")
    if asked.get("hint"):
        return str(asked["hint"])
    if asked.get("max_words"):
        return f"Up to {asked['max_words']} words"
    if kind == "number" and None not in (low, high):
        return f"A number from {low} to {high}"
    if kind in MANY:
        return "Choose all that apply"
    return HINTS.get(kind, "")


def _last(sent: Sent, name: str) -> str:
    held = sent.get(name) or ("",)
    return str(held[-1])


def _choices(options: Sequence[Option], name: str, chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=name if index == 0 else f"{name}-{index}",
            code=option.code,
            label=option.label,
            descriptor=option.descriptor,
            checked=option.code in chosen,
        )
        for index, option in enumerate(options)
    )


def _fill_control(work: Work, box: Box, sent: Sent) -> None:
    asked, name = box.asked, f"{box.id}-answer"
    if box.control in ("radios", "checkboxes"):
        steps = _steps(asked) if asked["type"] == "number_scale" else None
        options = _step_options(asked, steps) if steps else options_of(work.document, asked)
        box.choices = _choices(options, name, sent.get("answer") or ())
        if asked.get("other_allowed"):
            other = f"{box.id}-other"
            box.other = Line(other, other, "Something else", _last(sent, "other"))
    elif box.control == "matrix":
        box.lines = tuple(_matrix_lines(work, box, sent))
    elif box.control == "repeats":
        box.repeats = tuple(_repeats(work, box, sent))
    elif box.control == "ratio":
        for part, said in (("held", "numerator_label"), ("due", "denominator_label")):
            label = words_of(str(asked.get(said) or part))
            line = Line(
                f"{box.id}-{part}",
                f"{box.id}-{part}",
                label,
                _last(sent, part),
                error=box.errors.get(part, ""),
            )
            box.lines = (*box.lines, line)


def _step_options(asked: Asked, steps: range) -> list[Option]:
    anchors = {str(key): str(value) for key, value in (asked.get("anchors") or {}).items()}
    return [Option(str(step), str(step), anchors.get(str(step), "")) for step in steps]


def _matrix_lines(work: Work, box: Box, sent: Sent) -> list[Line]:
    options = options_of(work.document, {**box.asked, "type": "scale"})
    found = []
    for index, row in enumerate(box.asked["rows"]):
        name = f"{box.id}-row-{index}"
        has_comment = box.asked.get("comment_per_row")
        found.append(
            Line(
                id=name,
                name=name,
                label=words_of(option_code(row)),
                choices=_choices(options, name, [_last(sent, f"row-{index}")]),
                comment_id=f"{box.id}-rowcomment-{index}" if has_comment else "",
                comment=_last(sent, f"rowcomment-{index}"),
                error=box.errors.get(f"row-{index}", ""),
            )
        )
    return found


def _repeats(work: Work, box: Box, sent: Sent) -> list[Repeat]:
    """Return each repeat that is filled in, and a blank one to add."""
    numbers = sorted(
        {
            int(key.partition("-")[0])
            for key, values in sent.items()
            if key.partition("-")[0].isdigit() and any(values)
        }
    )
    most = int(box.asked.get("max") or 60)
    low = max(int(box.asked.get("min") or 0), 1)
    shown = list(numbers)
    following = (shown[-1] if shown else 0) + 1
    while len(shown) < most and (len(shown) < low or len(shown) == len(numbers)):
        shown.append(following)
        following += 1
    return [
        Repeat(number, tuple(_fields(work, box, number, sent)), number not in numbers)
        for number in shown
    ]


def _fields(work: Work, box: Box, number: int, sent: Sent) -> list[Line]:
    found = []
    for index, asked in enumerate(box.asked["fields"]):
        name = f"{box.id}-{number}-{index}"
        value = _last(sent, f"{number}-{index}")
        options = options_of(work.document, asked)
        found.append(
            Line(
                id=name,
                name=name,
                label=str(asked.get("label") or words_of(asked["code"])),
                value=value,
                choices=_choices(options, name, [value]),
                control="select" if options else "text",
                hint=HINTS.get(asked["type"], ""),
                error=box.errors.get(f"{number}-{index}", ""),
            )
        )
    return found


def _fill_follow_ups(work: Work, box: Box, sent: Sent) -> None:
    asked = box.asked
    chosen = _last(sent, "answer")
    is_listed = asked["type"] in ("scale", "prefilled_scale", "choice")
    labels = {"comment": "Comment", "evidence": "Where in the record"}
    for what, label in labels.items():
        needed = asks_for(asked, what)
        if is_listed or asked.get(what):
            setattr(box, what, _follow_up(box, what, label, needed, chosen, sent))
    reasons = needing_reason(work.document, asked)
    if reasons:
        box.reason = _follow_up(box, "reason", "Why it does not apply", reasons, chosen, sent)
    fact = box.held.fact
    fact = fact_of(asked, work.audit.facts) if fact is None else fact
    if asked.get("prefill") and fact is not None:
        box.fact_words = "; ".join(words_for(fact))
        box.correct = _follow_up(
            box, "correct", "If the record is not right, say why", (), chosen, sent
        )
    _fill_priority(box, chosen, sent)
    if asked.get("consent_to_share"):
        options = [Option("yes", "Yes, it may be shared"), Option("no", "No, keep it here")]
        box.shares = _choices(options, f"{box.id}-share", [_last(sent, "share")])


def _fill_priority(box: Box, chosen: str, sent: Sent) -> None:
    told = box.asked.get("priority")
    if not isinstance(told, Mapping):
        return
    listed = told.get("options") or ActionPriority.values
    options = [Option(str(each), words_of(str(each))) for each in listed]
    box.priorities = _choices(options, f"{box.id}-priority", [_last(sent, "priority")])
    needed = asks_for(box.asked, "priority")
    box.priority_for, box.priority_needed = " ".join(needed), chosen in needed


def _follow_up(
    box: Box, what: str, label: str, needed: Sequence[str], chosen: str, sent: Sent
) -> FollowUp:
    return FollowUp(
        id=f"{box.id}-{what}",
        label=label,
        value=_last(sent, what),
        needed_for=" ".join(needed),
        is_needed=bool(chosen) and chosen in needed,
        error=box.errors.get(what, ""),
    )


def others_of(work: Work, strand: AuditStrand, asked: Asked) -> list[tuple[str, list[str]]]:
    """Return what other strands, which this one may read, said to the same question."""
    found = []
    for other in work.strands:
        if other.pk == strand.pk or other.status != StrandStatus.SUBMITTED:
            continue
        held = work.held(other).get(asked["code"], NOTHING)
        if not held.said.rows or asked.get("confidential"):
            continue
        reader, read = part_of(strand), part_of(other)
        if may_read(work.document, reader=reader, other=read, parts=work.parts):
            found.append((other.label, in_words(work.document, asked, held.said)))
    return found
