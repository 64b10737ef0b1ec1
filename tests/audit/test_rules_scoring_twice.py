"""Invented worked examples of every kind come out as a second, plain scorer says.

Not applicable, cannot tell, hidden by a fact or an answer, too little answered, a section left out,
caps on everything with and without an excuse, two results, strands.
"""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.rules.examples import differences
from audit.rules.tools import document_faults
from tests.audit.documents import document_of, question, section
from tests.audit.plain_scorer import plain_score

ANSWERS = st.sampled_from(["yes", "yes", "partly", "no", "gap", "na", "na"])
WEIGHTS = st.sampled_from([0.5, 1, 1, 2, 3])
GRADES = st.sampled_from(["bad", "fair", "fine"])
STRANDS = [
    {"key": "first", "label": "First", "respondent": "auditor", "required": True},
    {"key": "second", "label": "Second", "respondent": "practitioner", "required": False},
]
RESULTS = [
    {"key": "overall", "label": "Overall", "method": "weighted_sections"},
    {"key": "part", "label": "Part", "method": "sections", "sections": ["S1", "S2"]},
]


@st.composite
def conditions(draw: Any, earlier: list[str]) -> dict[str, Any] | None:
    kind = draw(st.sampled_from(["none", "none", "none", "fact", "answer", "not", "all"]))
    fact = {"fact": "enquiry.concluded", "eq": draw(st.booleans())}
    if kind == "none" or not earlier:
        return fact if kind == "fact" else None
    answer = {"q": draw(st.sampled_from(earlier)), "in": ["no", "partly", "gap"]}
    return {"fact": fact, "answer": answer, "not": {"not": answer}, "all": {"all": [fact, answer]}}[
        kind
    ]


@st.composite
def criticals(draw: Any, codes: list[str]) -> dict[str, Any] | None:
    if not draw(st.sampled_from([True, False, False])):
        return None
    cap: dict[str, Any] = {"when": draw(st.sampled_from([["no"], ["no", "gap"], ["na"]]))}
    cap |= {"cap_overall": draw(GRADES)} if draw(st.booleans()) else {}
    if "cap_overall" not in cap or draw(st.booleans()):
        cap["cap_result"] = {draw(st.sampled_from(["overall", "part"])): draw(GRADES)}
    if draw(st.booleans()):
        cap["unless"] = {
            "q": draw(st.sampled_from(codes)),
            "eq": draw(st.sampled_from(["yes", "na"])),
        }
    return cap


@st.composite
def audits(draw: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Draw a tool's sections, and an example without what it expects."""
    shape = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    codes = [f"Q{s}{n}" for s, count in enumerate(shape) for n in range(count)]
    sections, asked = [], []
    for s, count in enumerate(shape):
        before, rows = list(asked), []
        for n in range(count):
            code = f"Q{s}{n}"
            more = {"show_if": draw(conditions(list(asked))), "critical": draw(criticals(codes))}
            kept = {name: value for name, value in more.items() if value is not None}
            rows.append(question(code, weight=draw(WEIGHTS), **kept))
            asked.append(code)
        rest: dict[str, Any] = {"weight": draw(WEIGHTS), "show_if": draw(conditions(before))}
        rest["strand"] = draw(st.sampled_from([None, None, "first", "second"]))
        kept = {name: value for name, value in rest.items() if value is not None}
        sections.append(section(f"S{s}", *rows, **kept))
    example = {
        "facts": {"enquiry.concluded": draw(st.booleans())},
        "answers": {code: draw(ANSWERS) for code in codes},
        "strand": draw(st.sampled_from([None, None, "first"])),
        "skip_sections": draw(st.sampled_from([[], [], ["S1"]])),
    }
    return sections, example


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(audits())
def test_any_example_comes_out_as_the_plain_scorer_says(drawn):
    sections, example = drawn
    codes = {section["code"] for section in sections}
    counted = {"sections": sorted({"S1", "S2"} & codes)}
    results = [r if r["key"] == "overall" else {**r, **counted} for r in RESULTS]
    document = document_of(*sections, strands=STRANDS, results=results)
    assert document_faults(document) == []
    expect = plain_score(
        sections,
        results,
        answers=example["answers"],
        facts=example["facts"],
        strand=example["strand"],
        skipped=tuple(example["skip_sections"]),
    )
    assert differences(document, {**example, "expect": expect}) == []
