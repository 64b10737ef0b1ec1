"""What somebody says to one question: as it is sent by a page, kept in rows, and counted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from audit.choices import AnswerState

Sent = Mapping[str, Sequence[str]]
LISTED = ("scale", "prefilled_scale", "choice", "grade")
MANY = ("multi_choice", "tags")
OTHER = "other:"
MOST_REPEATS = 60
DAY = "%d/%m/%Y"
DAYS = (DAY, "%d %m %Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d/%m/%y")
TIMES = ("%H:%M", "%H.%M")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen; `is_gap`: the record does not tell."""

    code: str
    label: str
    descriptor: str = ""
    applies: bool = True
    is_gap: bool = False
    needs_reason: bool = False

    @property
    def state(self) -> str:
        if self.is_gap:
            return AnswerState.CANNOT_TELL
        return AnswerState.ANSWERED if self.applies else AnswerState.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Given:
    """One kept row: the answer, or one row of a matrix (`part`), or one repeat from 1."""

    part: str = ""
    repeat: int = 0
    state: str = AnswerState.ANSWERED
    option: str = ""
    value: Any = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything said to one question. `faults`: what was typed and cannot be kept, by field."""

    rows: tuple[Given, ...] = ()
    comment: str = ""
    evidence: str = ""
    reason: str = ""
    corrected_reason: str = ""
    priority: str = ""
    may_share: bool | None = None
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def option(self) -> str:
        return self.rows[0].option if self.rows else ""


def option_code(each: Any) -> str:
    return str(each["code"]) if isinstance(each, Mapping) else str(each)


def words_of(code: str) -> str:
    """Return a code that serves as its own label in words: already_referred, Already referred."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def options_of(document: Mapping[str, Any], question: Mapping[str, Any]) -> tuple[Option, ...]:
    """Return the answers that a question, or a field of a repeating group, lists."""
    kind = question["type"]
    if kind == "tags":
        listed = document.get("taxonomies", {}).get(question.get("taxonomy", ""), ())
        return tuple(Option(str(each), words_of(str(each)).replace("-", " ")) for each in listed)
    if kind == "grade":
        grades = document["grade_set"]
        return tuple(Option(code, grades["labels"][code]) for code in grades["order"])
    if question.get("scale"):
        return tuple(map(_of_scale, document["scales"][question["scale"]]["options"]))
    return tuple(
        Option(
            option_code(each),
            str(each.get("label")) if isinstance(each, Mapping) else words_of(str(each)),
        )
        for each in question.get("options") or ()
    )


def _of_scale(option: Mapping[str, Any]) -> Option:
    gap = bool(option.get("recording_gap"))
    return Option(
        code=option["code"],
        label=option["label"],
        descriptor=option.get("descriptor") or "",
        applies=option.get("score") is not None,
        is_gap=gap,
        needs_reason=bool(option.get("requires_reason")),
    )


def value_of(question: Mapping[str, Any], said: Said | None) -> Any:
    """Return an answer as conditions and scores read it; None where there is none."""
    if said is None or not said.rows:
        return None
    kind = question["type"]
    if kind == "matrix":
        return {row.part: row.option for row in said.rows}
    if kind == "repeat_group":
        return [row.value for row in said.rows]
    return said.rows[0].option or said.rows[0].value


def read(document: Mapping[str, Any], question: Mapping[str, Any], sent: Sent) -> Said:
    """Make of what a page sent what is kept, with a plain sentence for each thing that cannot be.

    `sent` holds, for one question, `answer`, and beside it `row-I`, `rowcomment-I`, `N-F` (field F
    of repeat N), `held`, `due`, `other`, `comment`, `evidence`, `reason`, `correct`, `priority`
    and `share`.
    """
    faults: list[tuple[str, str]] = []
    rows = tuple(_rows(document, question, sent, faults))
    said = Said(
        rows=rows,
        comment=_text(sent, "comment"),
        evidence=_text(sent, "evidence"),
        reason=_text(sent, "reason"),
        corrected_reason=_text(sent, "correct"),
        priority=_text(sent, "priority"),
        may_share={"yes": True, "no": False}.get(_text(sent, "share")),
        faults=tuple(faults),
    )
    if not rows and not faults and (said.comment or said.evidence or said.reason):
        return Said(faults=(("answer", "Answer this as well: a comment is kept with its answer"),))
    return said


def _text(sent: Sent, name: str) -> str:
    held = sent.get(name) or ("",)
    # A null character says nothing, and PostgreSQL cannot store one.
    return str(held[-1]).replace("\0", "").replace("\r\n", "\n").strip()


def _rows(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    sent: Sent,
    faults: list[tuple[str, str]],
) -> Iterable[Given]:
    kind = question["type"]
    if kind == "matrix":
        yield from _matrix(document, question, sent, faults)
    elif kind == "repeat_group":
        yield from _repeats(document, question, sent, faults)
    elif kind in LISTED:
        yield from _listed(document, question, _text(sent, "answer"), faults)
    else:
        value = _valued(document, question, sent, faults)
        if value is not None:
            yield Given(value=value)


def _valued(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    sent: Sent,
    faults: list[tuple[str, str]],
) -> Any:
    if question["type"] in MANY:
        return _many(document, question, sent, faults) or None
    if question["type"] == "ratio":
        return _ratio(sent, faults)
    return _plain(question, _text(sent, "answer"), "answer", faults)


def _listed(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    code: str,
    faults: list[tuple[str, str]],
    *,
    part: str = "",
    comment: str = "",
    field: str = "answer",
) -> Iterable[Given]:
    if not code:
        return
    found = next((o for o in options_of(document, question) if o.code == code), None)
    if found is None:
        faults.append((field, "Choose one of the answers listed"))
        return
    yield Given(part=part, state=found.state, option=code, comment=comment)


def _matrix(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    sent: Sent,
    faults: list[tuple[str, str]],
) -> Iterable[Given]:
    as_scale = {**question, "type": "scale"}
    for index, row in enumerate(question["rows"]):
        comment = _text(sent, f"rowcomment-{index}")
        code = _text(sent, f"row-{index}")
        if comment and not code:
            faults.append((f"row-{index}", f"Mark “{words_of(option_code(row))}” as well"))
        yield from _listed(
            document,
            as_scale,
            code,
            faults,
            part=option_code(row)[:80],
            comment=comment,
            field=f"row-{index}",
        )


def _repeats(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    sent: Sent,
    faults: list[tuple[str, str]],
) -> Iterable[Given]:
    kept = 0
    for number in sorted({int(n[1]) for n in map(REPEAT.fullmatch, sent) if n}):
        fields: dict[str, Any] = {}
        for index, field in enumerate(question["fields"]):
            name = f"{number}-{index}"
            value = _field(document, field, _text(sent, name), name, faults)
            if value is not None:
                fields[field["code"]] = value
        if fields and kept < MOST_REPEATS:
            kept += 1
            yield Given(repeat=kept, value=fields)


REPEAT = re.compile(r"(\d{1,3})-\d{1,3}")


def _field(
    document: Mapping[str, Any],
    field: Mapping[str, Any],
    typed: str,
    name: str,
    faults: list[tuple[str, str]],
) -> Any:
    if field["type"] in LISTED:
        row = next(iter(_listed(document, field, typed, faults, field=name)), None)
        return row.option if row else None
    return _plain(field, typed, name, faults)


def _many(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    sent: Sent,
    faults: list[tuple[str, str]],
) -> list[str]:
    known = {option.code for option in options_of(document, question)}
    chosen = [str(each) for each in sent.get("answer") or () if each]
    if set(chosen) - known:
        faults.append(("answer", "Choose from the answers listed"))
        return []
    other = _text(sent, "other")
    return chosen + ([f"{OTHER}{other}"] if other else [])


def _ratio(sent: Sent, faults: list[tuple[str, str]]) -> dict[str, list[int]] | None:
    typed = [_text(sent, "held"), _text(sent, "due")]
    if not any(typed):
        return None
    if not all(each.isascii() and each.isdigit() and len(each) <= 6 for each in typed):
        faults.append(("held", "Give both as whole numbers, for example 10 and 12"))
        return None
    return {"ratio": [int(each) for each in typed]}


def _plain(
    question: Mapping[str, Any], typed: str, name: str, faults: list[tuple[str, str]]
) -> Any:
    """Return the number, day, or words typed; None where there are none or they will not do."""
    if not typed:
        return None
    kind = question["type"]
    if kind in ("number", "number_scale"):
        return _number(question, typed, name, faults)
    if kind in ("date", "datetime"):
        return _moment(kind, typed, name, faults)
    return typed


def _number(
    question: Mapping[str, Any], typed: str, name: str, faults: list[tuple[str, str]]
) -> int | float | None:
    try:
        number = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > 10**9:
        faults.append((name, "Give a number, for example 45"))
        return None
    low, high = question.get("min"), question.get("max")
    if (low is not None and number < Decimal(str(low))) or (
        high is not None and number > Decimal(str(high))
    ):
        bounds = (
            f"between {low} and {high}"
            if None not in (low, high)
            else (f"of {low} or more" if low is not None else f"of {high} or less")
        )
        faults.append((name, f"Give a number {bounds}"))
        return None
    return int(number) if number == int(number) else float(number)


def _moment(kind: str, typed: str, name: str, faults: list[tuple[str, str]]) -> str | None:
    shapes = DAYS if kind == "date" else (*(f"{d} {t}" for d in DAYS for t in TIMES), *DAYS)
    for shape in shapes:
        try:
            found = datetime.strptime(" ".join(typed.split()), shape)  # noqa: DTZ007
        except ValueError:
            continue
        has_time = "%H" in shape
        return found.strftime("%Y-%m-%dT%H:%M" if has_time else "%Y-%m-%d")
    example = "22/11/2026" if kind == "date" else "22/11/2026 14:30"
    faults.append((name, f"Give a real date, for example {example}"))
    return None


def words_in(text: Any) -> int:
    return len(str(text).split())


def is_after(value: Any, today: date) -> bool:
    return str(value)[:10] > today.isoformat()
