"""Every fault of a tool is found, with where it is."""

import pytest

from audit.rules.documents import differences
from audit.rules.lifecycle import next_number
from audit.rules.tools import file_faults
from audit.rules.visibility import asked, holds
from tests.audit.documents import document_of, file_of, question, section, six


def said(file):
    return [str(fault) for fault in file_faults(file)]


def one(*questions, **rest):
    return file_of(section("S", *questions), **rest)


def test_the_six_model_tools_have_no_fault():
    assert said(six()) == []


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (
            one(
                question("A", show_if={"q": "B", "eq": "no"}),
                question("B", show_if={"q": "A", "eq": "no"}),
            ),
            "small/A: circular condition: A waits for B waits for A",
        ),
        (
            one(question("A", show_if={"not": {"q": "A", "eq": "no"}})),
            "small/A: circular condition: A waits for A",
        ),
        (one(question("A", weight=0)), "small/S/A: weight 0 is not above zero"),
        (one(question("A", weight=-1)), "small/S/A: weight -1 is not above zero"),
        (one(question("A"), question("A")), "small/questions: A is there 2 times"),
        (one(question("A", scale="xyz")), "small/S/A: unknown scale xyz"),
        (one(question("A", type="xyz")), "small/S/A: unknown type xyz"),
        (
            one(question("A", show_if={"q": "Z", "eq": "no"})),
            "small/S/A: depends on a missing question, Z",
        ),
        (
            one(question("A", show_if={"fact": "moon.phase", "eq": 1})),
            "small/S/A: depends on an unknown fact, moon.phase",
        ),
        (
            one(question("A", critical={"when": ["no"], "cap_overall": "awful"})),
            "small/S/A/critical: caps at an unknown grade, awful",
        ),
        (
            one(question("A", critical={"when": ["no"], "cap_result": {"no_such": "bad"}})),
            "small/S/A/critical: caps an unknown result, no_such",
        ),
        (
            one(
                question(
                    "A",
                    critical={
                        "when": ["no"],
                        "cap_overall": "bad",
                        "unless": {"answered": "GONE", "in": ["yes"]},
                    },
                )
            ),
            "small/S/A/unless: depends on a missing question, GONE",
        ),
        (
            one(question("A", comment={"required_when": [False]})),
            "small/S/A/comment: false (an unquoted no? write it in quotes) is not one of its "
            "answers",
        ),
        (
            one(question("A", alert={"when": ["never"]})),
            "small/S/A/alert: never is not one of its answers",
        ),
        (
            one(question("A"), question("B", show_if={"q": "A", "eq": "maybe"})),
            "small/S/B: maybe is not an answer of A",
        ),
        (
            one(question("A"), results=[{"key": "r", "method": "sections", "sections": ["Z"]}]),
            "small/r: counts a missing section, Z",
        ),
        (one(question("A"), grade_set="none_such"), "small: unknown grade set none_such"),
        (one({"bank": "NONE"}), "small/S: unknown bank question NONE"),
        (one(question("A"), version=""), "small: version is missing"),
        (file_of(section("S", question("A"), weight=0)), "small/S: weight 0 is not above zero"),
        (file_of(section("S"), section("S")), "small/sections: S is there 2 times"),
        ({"tools": []}, "tools: is missing: the file holds no tool"),
        ([], "the file: is not a set of named parts"),
        ({"tools": ["x"]}, "tools/1: should be a set of named parts"),
    ],
)
def test_a_fault(file, fault):
    assert fault in said(file)


def test_all_faults_are_listed_at_once():
    file = one(question("A", weight=0), question("B", scale="xyz"), question("C", type="xyz"))
    assert len(said(file)) == 1  # an unknown scale is settled first
    file = one(question("A", weight=0), question("B", type="xyz"))
    assert len(said(file)) == 2


FACTS = {"n": 3, "kind": "s42", "flag": False}
ANSWERS = {"A": "no", "M": ["x", "y"], "R": {"ratio": [1, 2]}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        ({"fact": "kind", "eq": "s42"}, True),
        ({"fact": "flag", "eq": False}, True),
        ({"fact": "unknown", "eq": False}, False),
        ({"fact": "kind", "ne": "s42"}, False),
        ({"fact": "n", "gte": 3}, True),
        ({"fact": "n", "lt": 3}, False),
        ({"fact": "kind", "gte": 3}, False),
        ({"q": "M", "eq": "y"}, True),
        ({"q": "M", "in": ["z"]}, False),
        ({"answered": "A"}, True),
        ({"answered": "Z"}, False),
        ({"not": {"q": "A", "in": ["no"]}}, False),
        ({"all": [{"q": "A", "eq": "no"}, {"fact": "n", "gt": 2}]}, True),
        ({"any": [{"q": "A", "eq": "yes"}, {"fact": "n", "lte": 2}]}, False),
        ({"ratio_below": {"q": "R", "value": 0.6}}, True),
        ({"ratio_below": {"q": "Z", "value": 0.6}}, False),
    ],
)
def test_a_condition(condition, expected):
    assert holds(condition, facts=FACTS, answers=ANSWERS) is expected


def test_a_strand_is_asked_its_own_sections():
    document = document_of(
        section("S", question("A"), strand="each_agency"),
        section("T", question("B"), strand="police"),
        section("U", question("C"), strand="council"),
    )
    shown = asked(document, facts={}, answers={}, strand="police")
    assert [s["code"] for s, _ in shown] == ["S", "T"]


def test_differences_between_versions():
    old = document_of(section("S", question("A"), question("B")))
    new = document_of(
        section("S", question("A", text="Was it there?"), question("C", replaces="B", text="Is B?"))
    )
    found = {(d.where, d.what) for d in differences(old, new)}
    assert found == {
        ("Question A", "text"),
        ("Question B", "code"),
        ("Question C", "text"),
        ("Question C", "replaces"),
    }


@pytest.mark.parametrize(
    ("number", "taken", "following"),
    [("1.0.0", (), "2.0.0"), ("1.2", ("2.0",), "3.0"), ("spring", ("spring-2",), "spring-3")],
)
def test_the_next_number(number, taken, following):
    assert next_number(number, taken) == following


STRAND = {"key": "auditor", "label": "Auditor", "respondent": "auditor", "required": True}
RESULT = {"key": "r", "label": "R", "method": "weighted_sections"}


def plain_question(**rest):
    return {**question("A", scored=False), **rest}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"critical": ["no"]}, "critical: should be a set of named parts"),
        ({"critical": {"cap_overall": "bad"}}, "critical: names no answer"),
        ({"critical": {"when": "no", "cap_overall": "bad"}}, "critical/when: should be a list"),
        ({"alert": "danger"}, "alert: should be a set of named parts"),
        ({"alert": {"text": "Danger"}}, "alert: names no answer"),
        ({"alert": {"when": ["no"]}}, "alert: has no text"),
        ({"alert": {"when": ["no"], "text": "T", "within": {"unit": "hour"}}}, "within needs"),
        ({"show_if": "B = yes"}, "show_if: should be a set of named parts"),
        ({"type": "choice", "options": "x"}, "options: should be a list"),
        ({"type": "choice", "options": [{"label": "x"}]}, "options[1]: needs a code"),
        ({"type": "choice", "options": ["x", "x"]}, "options: x is there 2 times"),
        ({"type": "matrix"}, "has no rows"),
        ({"type": "matrix", "rows": ["x", "x"]}, "rows: x is there 2 times"),
        ({"type": "repeat_group"}, "has no fields"),
        ({"type": "repeat_group", "fields": ["x"]}, "fields[1]: needs a code and a type"),
        ({"type": "repeat_group", "fields": [{"code": "x", "type": "matrix"}]}, "not possible in"),
        (
            {"type": "repeat_group", "fields": [{"code": "x", "type": "scale", "scale": "z"}]},
            "unknown scale z",
        ),
        ({"type": "tags", "taxonomy": "z"}, "no list of themes z"),
        ({"type": "number", "min": 5, "max": 1}, "min 5 is above max 1"),
        ({"type": "number", "min": "a"}, "min is not a number"),
        (
            {"type": "ratio", "score_bands": [{"at_least": "x", "score": 1}]},
            "score_bands[1]: needs",
        ),
        ({"weight": float("inf")}, "weight inf is not above zero"),
        ({"code": "x" * 61}, "longer than 60 characters"),
    ],
)
def test_a_part_without_what_it_needs_is_a_fault(part, said):
    found = [str(fault) for fault in file_faults(file_of(section("S", plain_question(**part))))]
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ({"strands": [{**STRAND, "respondent": "nobody"}]}, "respondent nobody is none of"),
        ({"strands": [STRAND, STRAND]}, "auditor is there 2 times"),
        ({"strands": [{**STRAND, "blind_to": ["z"]}]}, "names a missing strand, z"),
        ({"strands": [{**STRAND, "opens_when": "soon"}]}, "opens_when can only be"),
        ({"results": [{**RESULT, "method": "guess"}]}, "method guess is none of"),
        ({"results": [{**RESULT, "method": "sections"}]}, "names no section"),
        ({"results": [{**RESULT, "per_strand": "z"}]}, "is of a missing strand, z"),
        ({"scoring": {"min_applicable_share": 2}}, "not a number from 0 to 1"),
    ],
)
def test_a_tool_whose_strands_results_or_scoring_do_not_fit_is_at_fault(rest, said):
    found = [str(fault) for fault in file_faults(file_of(section("S", question("A")), **rest))]
    assert any(said in fault for fault in found), found
