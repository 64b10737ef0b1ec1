"""Worked examples: what a tool's author says an audit comes to, compared with what it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.rules.scoring import Result, Scored, UnansweredError, UnknownAnswerError, score

MAIN = "overall"
CHECKED = (
    "suggested",
    "capped",
    "caps_fired",
    "results",
    "sections",
    "scores",
    "recording_gaps",
    "unanswered",
)
PLACES = 3


def differences(document: Mapping[str, Any], example: Mapping[str, Any]) -> list[str]:
    """Return how an example comes out otherwise than it says, in words; none where it is exact."""
    expect = example.get("expect")
    if not isinstance(expect, Mapping) or not expect:
        return ["says nothing to expect"]
    unknown = [name for name in expect if name not in CHECKED]
    if unknown:
        return [f"expects {name}, which is not known" for name in unknown]
    try:
        scored = score(
            document,
            answers=_answers(example),
            facts=example.get("facts") or {},
            strand=example.get("strand"),
            skipped=example.get("skip_sections") or (),
        )
    except UnansweredError as error:
        wanted = sorted(expect.get("unanswered") or ())
        return [] if wanted == sorted(error.codes) else [str(error)]
    except (UnknownAnswerError, ValueError, KeyError) as error:
        return [f"cannot be scored: {error}"]
    return list(_compare(expect, scored))


def _answers(example: Mapping[str, Any]) -> Mapping[str, Any]:
    answers = example.get("answers") or {}
    return {str(code): value for code, value in answers.items() if value is not None}


def _main(scored: Scored) -> Result | None:
    return scored.results.get(MAIN) or next(iter(scored.results.values()), None)


def _compare(expect: Mapping[str, Any], scored: Scored) -> Iterator[str]:
    for name in {"suggested", "capped"} & set(expect):
        yield from _unlike(name, expect[name], getattr(_main(scored), name, None))
    for key, grade in (expect.get("results") or {}).items():
        yield from _unlike(key, grade, getattr(scored.results.get(key), "capped", None))
    for name, parts in (("score", scored.results), ("section", scored.sections)):
        for key, value in (expect.get(f"{name}s") or {}).items():
            found = getattr(parts.get(key), "score", None)
            yield from _unlike(f"{name} {key}", _rounded(value), _rounded(found))
    for name, codes in (("caps_fired", scored.caps_fired), ("recording_gaps", scored.gaps)):
        wanted = expect.get(name, codes)
        yield from _unlike(name, sorted(wanted or ()), sorted(codes))
    yield from _unlike("unanswered", sorted(expect.get("unanswered") or ()), [])


def _rounded(value: Any) -> float | None:
    return None if value is None else round(float(value), PLACES)


def _unlike(name: str, expected: Any, found: Any) -> Iterator[str]:
    if expected != found:
        yield f"{name} is {found}, expected {expected}"
