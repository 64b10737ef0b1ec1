"""Which questions are asked, given the answers so far and the facts of the record.

A condition is read as the tool format writes it: {fact|q|answered: NAME, eq|ne|in|gte|lte|gt|lt:
VALUE}, {all: [...]}, {any: [...]}, {not: ...}, {ratio_below: {q, value}}. What is not known holds
for no comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Condition = Mapping[str, Any]
Values = Mapping[str, Any]

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gte": lambda value, bound: value >= bound,
    "lte": lambda value, bound: value <= bound,
    "gt": lambda value, bound: value > bound,
    "lt": lambda value, bound: value < bound,
}
NAMES = ("fact", "q", "answered")
JOINING = ("all", "any", "not")
TESTS = ("eq", "ne", "in", *COMPARISONS)


def holds(condition: Condition | None, *, facts: Values, answers: Values) -> bool:
    """Say whether `condition` is true; an absent one is.

    Raises:
        ValueError: it is not a condition.
    """
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(each, facts=facts, answers=answers) for each in condition["all"])
    if "any" in condition:
        return any(holds(each, facts=facts, answers=answers) for each in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], facts=facts, answers=answers)
    if "ratio_below" in condition:
        return _ratio_below(condition["ratio_below"], answers)
    return _compare(condition, facts, answers)


def _ratio_below(wanted: Mapping[str, Any], answers: Values) -> bool:
    ratio = ratio_of(answers.get(wanted["q"]))
    return ratio is not None and ratio < wanted["value"]


def ratio_of(answer: Any) -> float | None:
    """Return the share that an answer {"ratio": [held, due]} gives; None where none was due."""
    parts = answer.get("ratio") if isinstance(answer, Mapping) else None
    if not parts or not parts[1]:
        return None
    return float(parts[0]) / float(parts[1])


def _compare(condition: Condition, facts: Values, answers: Values) -> bool:
    name = next((each for each in NAMES if each in condition), None)
    if name is None:
        raise ValueError(f"not a condition: {dict(condition)}")
    value = (facts if name == "fact" else answers).get(condition[name])
    chosen = value if isinstance(value, list | tuple) else [value]
    if "eq" in condition:
        return condition["eq"] in chosen if value is not None else condition["eq"] is None
    if "ne" in condition:
        return value is not None and condition["ne"] not in chosen
    if "in" in condition:
        return any(each in condition["in"] for each in chosen)
    for test, compare in COMPARISONS.items():
        if test in condition:
            return _ordered(value, condition[test], compare)
    if name == "answered":
        return value is not None
    raise ValueError(f"not a condition: {dict(condition)}")


def _ordered(value: Any, bound: Any, compare: Callable[[Any, Any], bool]) -> bool:
    if value is None or isinstance(value, str) != isinstance(bound, str):
        return False
    return compare(value, bound)


def named(condition: Any, *kinds: str) -> Iterator[str]:
    """Yield the questions ("q", "answered") or facts ("fact") that a condition reads."""
    if isinstance(condition, Mapping):
        for key, value in condition.items():
            if key in kinds and isinstance(value, str):
                yield value
            else:
                yield from named(value, *kinds)
    elif isinstance(condition, list | tuple):
        for each in condition:
            yield from named(each, *kinds)


def circles(reads: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return each ring of questions whose conditions wait for one another, once."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    done: set[str] = set()

    def walk(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            ring = path[path.index(code) :]
            found.setdefault(frozenset(ring), (*ring, code))
            return
        if code in done:
            return
        for other in reads.get(code, ()):
            walk(other, (*path, code))
        done.add(code)

    for code in reads:
        walk(code, ())
    return list(found.values())


def in_strand(section: Mapping[str, Any], strand: str | None) -> bool:
    """Say whether a section is for this strand; None stands for the audit as a whole."""
    return strand is None or section.get("strand") in (None, strand, "each_agency")


def asked(
    document: Mapping[str, Any],
    *,
    facts: Values,
    answers: Values,
    strand: str | None = None,
    skipped: Iterable[str] = (),
) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Return the sections that are asked, each with its questions that are.

    An answer to a question that is not asked any more, or whose section is left out, counts for
    nothing, so conditions read only answers to questions that are asked themselves; and those of
    other strands.
    """
    skipped = frozenset(skipped)
    theirs = [section for section in document["sections"] if in_strand(section, strand)]
    sections = [section for section in theirs if section["code"] not in skipped]
    own = {q["code"] for section in theirs for q in section["questions"]}
    elsewhere = {code: value for code, value in answers.items() if code not in own}
    live = dict(answers)
    shown: list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = []
    # Hiding a question can hide those that wait for it: settled after at most one round for each.
    for _ in range(len(own) + 1):
        shown = list(_shown(sections, facts, live))
        codes = {q["code"] for _, questions in shown for q in questions}
        settled = elsewhere | {code: value for code, value in answers.items() if code in codes}
        if settled == live:
            break
        live = settled
    return shown


def _shown(
    sections: Iterable[Mapping[str, Any]], facts: Values, answers: Values
) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    for section in sections:
        if not holds(section.get("show_if"), facts=facts, answers=answers):
            continue
        yield (
            section,
            [
                q
                for q in section["questions"]
                if holds(q.get("show_if"), facts=facts, answers=answers)
            ],
        )
