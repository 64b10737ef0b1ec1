"""When experience is asked about, and how a council's listed answers are read. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from safeguard.choices_work import ExperienceResult
from safeguard.rules.measures import Status, of_met

# By convention: a council that wants its share "felt safer" gives one question this code, and its
# answers these. Other answers are left out, and the measure counts them as not known.
FELT_SAFER = "felt_safer"
SAFER = ("a_lot", "quite_a_bit")
NOT_SAFER = ("a_little", "not_at_all")
CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")


class Listed(NamedTuple):
    """One answer that may be chosen: the code that figures use, and the words that people see."""

    code: str
    label: str


def read_answers(text: str) -> tuple[Listed, ...]:
    """Read listed answers, one on each line: "A lot", or "a_lot = Yes, a lot" with its code.

    A line without a code gets one made from its words.

    Raises:
        ValueError: fewer than two answers, a code that is no code, or the same code twice; the
            message is for the person who typed them.
    """
    found: dict[str, Listed] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        before, mark, after = line.partition("=")
        label = (after if mark else line).strip()
        code = before.strip() if mark else code_of(label)
        if not CODE.fullmatch(code) or not label:
            raise ValueError(
                f"“{line}” cannot be read. Write the answer, or: code = the answer, where a code "
                "is small letters, digits and underscores"
            )
        if code in found:
            raise ValueError(f"Two answers have the code {code}")
        found[code] = Listed(code, label)
    if len(found) < 2:
        raise ValueError("Give at least two answers, one on each line")
    return tuple(found.values())


def code_of(words: str) -> str:
    """Return a code made from words: "Quite a bit" gives "quite_a_bit"."""
    return re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:30].strip("_")


def write_answers(answers: Mapping[str, str]) -> str:
    """Return answers, code to label, as `read_answers` reads them."""
    return "\n".join(f"{code} = {label}" for code, label in answers.items())


def ask_by(concluded_on: date, weeks: int) -> date:
    """Return the last day on which asking is in time: so many weeks after closure, included."""
    return concluded_on + timedelta(weeks=weeks)


def days_late(asked_on: date, concluded_on: date, weeks: int) -> int:
    """Return how many days after the last day somebody was asked; 0 where in time."""
    return max(0, (asked_on - ask_by(concluded_on, weeks)).days)


class ExperienceFact(NamedTuple):
    """A concluded enquiry, and what one kind of respondent said of it.

    `result` is None where nobody of that kind was asked, and answered where any asking was.
    `safer` is the code of the answer to the question `felt_safer`.
    """

    month: str
    kind: str
    result: str | None
    safer: str | None
    n: int = 1


def asked(fact: ExperienceFact) -> Status:
    return of_met(fact.result is not None)


def answered(fact: ExperienceFact) -> Status:
    """Judge, of those asked, whether they answered."""
    if fact.result is None:
        return Status.NOT_APPLICABLE
    return of_met(fact.result == ExperienceResult.ANSWERED)


def felt_safer(fact: ExperienceFact) -> Status:
    """Judge, of those who answered, whether they felt safer: a lot, or quite a bit."""
    if fact.result != ExperienceResult.ANSWERED:
        return Status.NOT_APPLICABLE
    if fact.safer in SAFER:
        return Status.MET
    return Status.NOT_MET if fact.safer in NOT_SAFER else Status.NOT_KNOWN
