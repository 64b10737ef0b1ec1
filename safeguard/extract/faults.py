"""Every fault an extract can have: a stable code, and what to say and to do about it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import lru_cache

from safeguard.extract.columns import BY_NAME, Column

VALUE_LENGTH = 200
ITEMS = "\x1f"
SHORT_LIST = 5


class CellFaultError(Exception):
    """A cell is not sound. `detail` is what the message needs besides the cell."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `line` is as an editor or a spreadsheet shows it; `column` "" is the row."""

    file: str
    line: int
    column: str
    code: str
    message: str
    value: str

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Told:
    """What a message is made from."""

    column: Column | None
    value: str
    detail: str


def message_for(file: str, column: str, code: str, value: str, detail: str) -> str:
    """Return the plain English of one fault: what is wrong, then what to do."""
    held = BY_NAME[file].column(column) if column else None
    return MESSAGES[code](Told(held, value, detail))


def column_in_words(column: Column | None) -> str:
    return column.name if column else "row"


def _not_a_date(told: Told) -> str:
    hint = (
        " If all your dates read like this, say so in the mapping (dates: dd/mm/yyyy)."
        if "/" in told.value
        else ""
    )
    return f"“{told.value}” is not a date. Write dates as 2024-03-31.{hint}"


def _not_a_date_time(told: Told) -> str:
    return f"“{told.value}” is not a date and time. Write the time in London as 2024-03-31T14:05."


def _impossible_date(told: Told) -> str:
    if told.detail == "too_early":
        return f"“{told.value}” is too long ago to be right. Correct the year."
    return f"“{told.value}” is a day that does not exist. Correct the date."


def _impossible_time(told: Told) -> str:
    if told.detail == "clocks":
        return f"“{told.value}” never happened: the clocks went forward over it. Correct the time."
    return f"“{told.value}” is a time that does not exist. Correct the time."


def _future_date(told: Told) -> str:
    return (
        f"“{told.value}” is in the future. Correct the date, "
        "or leave the cell empty until it has happened."
    )


ORDERS = {
    "date_of_death": "The death is before the birth",
    "received_at": "The concern was received before the person was born",
    "decided_on": "The decision is before the concern was received",
    "started_on": "The enquiry starts before its concern was received",
    "concluded_on": "The conclusion is before the start",
}


def _out_of_order(told: Told) -> str:
    said = ORDERS[column_in_words(told.column)]
    return f"{said} ({told.detail}). Correct whichever date is wrong."


def _unknown_value(told: Told) -> str:
    items = told.detail.split(ITEMS)
    said = ", ".join(f"“{item[:VALUE_LENGTH]}”" for item in items)
    verb = "are not values" if len(items) > 1 else "is not a value"
    return (
        f"{said} {verb} of {column_in_words(told.column)}.{_advice(told.column, items[0])} "
        "Correct it, or translate it in the mapping."
    )


def _advice(column: Column | None, said: str) -> str:
    if column is None:
        return ""
    if near := suggestions(column, said):
        return f" Did you mean {_either(near)}?"
    return f" Use {_either(list(column.words))}." if len(column.words) <= SHORT_LIST else ""


def _either(words: list[str]) -> str:
    return " or ".join(f"“{word}”" for word in words)


@lru_cache(maxsize=2_000)
def _near(words: tuple[str, ...], said: str) -> tuple[str, ...]:
    folded = {word.casefold(): word for word in words}
    wanted = said.casefold()[:VALUE_LENGTH]
    begins = [word for low, word in folded.items() if len(wanted) > 1 and low.startswith(wanted)]
    close = [folded[low] for low in get_close_matches(wanted, folded, n=3, cutoff=0.6)]
    return tuple(dict.fromkeys([*begins, *close]))[:2]


def suggestions(column: Column, said: str) -> list[str]:
    """Return at most two values of the column that `said` may have meant, likeliest first."""
    return list(_near(tuple(column.words), said))


def _required(told: Told) -> str:
    also = "; use the list's own word for not known" if told.column and _has_not_known(told) else ""
    return f"{column_in_words(told.column)} is empty and is needed. Fill it in{also}."


def _has_not_known(told: Told) -> bool:
    return told.column is not None and any("known" in w.casefold() for w in told.column.words)


PARENTS = {"person_ref": "person", "concern_ref": "concern", "enquiry_ref": "enquiry"}


def _unknown_reference(told: Told) -> str:
    thing = PARENTS[column_in_words(told.column)]
    return (
        f"There is no {thing} “{told.value}” in the extract or in the register. "
        f"Correct the reference, or add the {thing}."
    )


def _duplicate_reference(told: Told) -> str:
    return (
        f"“{told.value}” already stands on line {told.detail}. "
        "Give each row its own reference, or take out the copy."
    )


def _too_long(told: Told) -> str:
    return (
        f"The text has {told.detail} characters. "
        f"Shorten it to at most {told.column.length if told.column else 0}."
    )


def _row_shape(told: Told) -> str:
    found, _, wanted = told.detail.partition("/")
    if found == "quotes":
        return (
            "A quotation mark is opened and not closed, or stands within a cell: everything up to "
            f"line {wanted} was read as this row. Double each quotation mark within a cell, and "
            "put one at each end of the cell."
        )
    return (
        f"The row has {found} cells where the first line has {wanted}. "
        "Look for a missing comma, or a comma in a cell without quotation marks."
    )


MESSAGES: dict[str, Callable[[Told], str]] = {
    "not_a_date": _not_a_date,
    "not_a_date_time": _not_a_date_time,
    "impossible_date": _impossible_date,
    "impossible_time": _impossible_time,
    "future_date": _future_date,
    "out_of_order": _out_of_order,
    "unknown_value": _unknown_value,
    "required": _required,
    "unknown_reference": _unknown_reference,
    "duplicate_reference": _duplicate_reference,
    "decision_without_date": lambda told: (
        "There is a decision without its date. Fill in decided_on, or take out the decision."
    ),
    "date_without_decision": lambda told: (
        "There is a date of decision without a decision. Fill in decision, or take out decided_on."
    ),
    "conclusion_without_result": lambda told: (
        "The enquiry is concluded without a result. "
        "Fill in risk_assessment_result, or take out concluded_on."
    ),
    "result_without_conclusion": lambda told: (
        "There is a result without the day of conclusion. "
        "Fill in concluded_on, or take out risk_assessment_result."
    ),
    "part_not_met": lambda told: (
        "The decision is a section 42 enquiry, yet this part of the test is “no”. "
        "Correct the decision or the part."
    ),
    "outcome_without_risk": lambda told: (
        "There is a risk outcome, yet the result does not say that a risk was identified. "
        "Correct risk_assessment_result, or take out risk_outcome."
    ),
    "support_without_lack": lambda told: (
        "supported is for an adult who lacked capacity. "
        "Correct lacked_capacity, or leave supported empty."
    ),
    "achieved_without_expressed": lambda told: (
        "There is an achievement, yet outcomes_asked does not say that outcomes were expressed. "
        "Correct outcomes_asked, or leave outcomes_achieved empty."
    ),
    "formula": lambda told: (
        "The cell holds a formula, which a spreadsheet would run. Replace it with plain text."
    ),
    "too_long": _too_long,
    "row_shape": _row_shape,
    "recorded_here": lambda told: (
        f"“{told.value}” was recorded or changed here since it was loaded, and this row differs "
        "from it. The extract does not overwrite it. Take the row out, or change the record here."
    ),
}
CODES = tuple(MESSAGES)
TITLES = {
    "not_a_date": "Not a date",
    "not_a_date_time": "Not a date and time",
    "impossible_date": "A day that does not exist",
    "impossible_time": "A time that does not exist",
    "future_date": "A date in the future",
    "out_of_order": "Dates in the wrong order",
    "unknown_value": "A value that is not in the list",
    "required": "A needed value is missing",
    "unknown_reference": "A reference to nothing",
    "duplicate_reference": "The same reference twice",
    "decision_without_date": "A decision without its date",
    "date_without_decision": "A date without a decision",
    "conclusion_without_result": "A conclusion without a result",
    "result_without_conclusion": "A result without a conclusion",
    "part_not_met": "A section 42 enquiry with a part not met",
    "outcome_without_risk": "A risk outcome without a risk",
    "support_without_lack": "Support without a lack of capacity",
    "achieved_without_expressed": "An achievement without expressed outcomes",
    "formula": "A formula",
    "too_long": "A text that is too long",
    "row_shape": "A row with too many or too few cells",
    "recorded_here": "A record that was recorded or changed here",
}
