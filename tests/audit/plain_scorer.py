"""The rules at the top of the tool format, written out a second time and as plainly as they go.

It shares nothing with `audit.rules`: a table of points, one loop, and decimals.
"""

from decimal import Decimal
from typing import Any

POINTS = {"yes": Decimal(1), "partly": Decimal("0.5"), "no": Decimal(0), "gap": Decimal(0)}
GRADES = [("fine", Decimal("0.8")), ("fair", Decimal("0.5")), ("bad", Decimal(0))]
WORST_FIRST = ["bad", "fair", "fine"]
ENOUGH = Decimal("0.4")


def is_true(test: dict[str, Any] | None, facts: dict[str, Any], said: dict[str, str]) -> bool:
    if test is None:
        return True
    if "not" in test:
        return not is_true(test["not"], facts, said)
    if "all" in test:
        return all(is_true(each, facts, said) for each in test["all"])
    value = facts.get(test["fact"]) if "fact" in test else said.get(test["q"])
    return value in test["in"] if "in" in test else value == test["eq"]


def worse(a: str, b: str) -> str:
    return min(a, b, key=WORST_FIRST.index)


class Tally:
    """What one pass over the sections finds, in the order asked."""

    def __init__(self) -> None:
        self.scores: dict[str, tuple[Decimal, Decimal]] = {}
        self.caps: list[tuple[str, dict[str, Any]]] = []
        self.gaps: list[str] = []
        self.asked: dict[str, str] = {}


def plain_score(
    sections: list[dict[str, Any]],
    results: list[dict[str, Any]],
    *,
    answers: dict[str, str],
    facts: dict[str, Any],
    strand: str | None = None,
    skipped: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return what a worked example would expect. A condition reads earlier questions only."""
    theirs = [s for s in sections if strand is None or s.get("strand") in (None, strand)]
    codes = {q["code"] for section in theirs for q in section["questions"]}
    # What another strand answered may be read, and is not asked here.
    others = {code: value for code, value in answers.items() if code not in codes}
    tally = Tally()
    for section in theirs:
        known = others | tally.asked
        if section["code"] not in skipped and is_true(section.get("show_if"), facts, known):
            add_section(tally, section, answers, facts, others)
    # An excuse may be a later answer, so caps are weighed at the end.
    caps = [
        (code, cap)
        for code, cap in tally.caps
        if not ("unless" in cap and is_true(cap["unless"], facts, tally.asked))
    ]
    outcomes = {result["key"]: outcome(result, tally.scores, caps) for result in results}
    return {
        "sections": {code: value for code, (value, _) in tally.scores.items()},
        "caps_fired": [code for code, _ in caps],
        "recording_gaps": tally.gaps,
        "results": {key: grade for key, (grade, _) in outcomes.items()},
        "scores": {key: mean for key, (_, mean) in outcomes.items()},
    }


def add_section(
    tally: Tally,
    section: dict[str, Any],
    answers: dict[str, str],
    facts: dict[str, Any],
    others: dict[str, str],
) -> None:
    got = out_of = seen = Decimal(0)
    for q in section["questions"]:
        if not is_true(q.get("show_if"), facts, others | tally.asked):
            continue
        answer = tally.asked[q["code"]] = answers[q["code"]]
        weight = Decimal(str(q["weight"]))
        seen += weight
        tally.gaps += [q["code"]] if answer == "gap" else []
        if answer != "na":
            got, out_of = got + weight * POINTS[answer], out_of + weight
        if answer in q.get("critical", {"when": ()})["when"]:
            tally.caps.append((q["code"], q["critical"]))
    if seen and out_of / seen >= ENOUGH:
        tally.scores[section["code"]] = (got / out_of, Decimal(str(section["weight"])))


def outcome(
    result: dict[str, Any],
    scores: dict[str, tuple[Decimal, Decimal]],
    caps: list[tuple[str, dict[str, Any]]],
) -> tuple[str | None, Decimal | None]:
    """Return the grade that the caps leave, and the score before them."""
    is_whole = result["method"] == "weighted_sections"
    used = [v for code, v in scores.items() if is_whole or code in result["sections"]]
    total = sum(weight for _, weight in used)
    if not total:
        return None, None
    mean = sum(value * weight for value, weight in used) / total
    grade = next(name for name, least in GRADES if mean >= least)
    for _, cap in caps:
        if is_whole and cap.get("cap_overall"):
            grade = worse(grade, cap["cap_overall"])
        grade = worse(grade, cap.get("cap_result", {}).get(result["key"], grade))
    return grade, mean
