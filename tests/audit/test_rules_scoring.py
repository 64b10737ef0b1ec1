"""Scores come out as the rules at the top of the tool format say."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.rules.examples import differences
from audit.rules.scoring import UnansweredError, UnknownAnswerError, score
from tests.audit.documents import document_of, question, section

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
ANSWERS = {"met": "yes", "partly": "partly", "not": "no", "na": "na"}


def scored(document, facts=None, **answers):
    return score(document, answers=answers, facts=facts or {})


def golden(required):
    lines = (GOLDEN / "audit_scoring.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    sections = {}
    for row in rows:
        weight = int(row["section_weight"])
        held = sections.setdefault(row["section"], section(row["section"], weight=weight))
        item = question(row["item"], weight=int(row["item_weight"]), required=required)
        held["questions"].append(item)
    answers = {row["item"]: ANSWERS.get(row["answer"]) for row in rows}
    return document_of(*sections.values()), answers


def test_the_golden_audit():
    document, answers = golden(required=False)
    expected = json.loads((GOLDEN / "audit_scoring.expected.json").read_text(encoding="utf-8"))
    found = score(document, answers=answers, facts={})
    assert float(found.results["overall"].score) * 100 == pytest.approx(
        expected["overall_weighted_percent"], abs=1e-9
    )
    for name, wanted in expected["sections"].items():
        value = found.sections[name].score
        percent = None if value is None else float(value) * 100
        assert percent == wanted["score_percent"], name


def test_a_required_question_left_blank_gives_no_score():
    document, answers = golden(required=True)
    with pytest.raises(UnansweredError) as refused:
        score(document, answers=answers, facts={})
    assert refused.value.codes == ("R3",)


A_B = document_of(section("S", question("A"), question("B", weight=3)))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"A": "yes", "B": "no"}, Fraction(1, 4), id="weights count"),
        pytest.param({"A": "na", "B": "partly"}, Fraction(1, 2), id="na leaves both sides"),
        pytest.param({"A": "gap", "B": "yes"}, Fraction(3, 4), id="a gap scores nothing"),
        pytest.param({"A": "yes", "B": "na"}, None, id="a quarter of the weight is too little"),
        pytest.param({"A": "na", "B": "na"}, None, id="nothing applied"),
    ],
)
def test_a_section(answers, expected):
    assert scored(A_B, **answers).sections["S"].score == expected


def test_exactly_the_least_share_is_enough():
    document = document_of(section("S", question("A", weight=2), question("B", weight=3)))
    assert scored(document, A="yes", B="na").sections["S"].score == 1


def test_a_gap_is_reported_on_its_own_line():
    found = scored(A_B, A="gap", B="yes")
    assert (found.gaps, found.sections["S"].gaps) == (("A",), ("A",))


def test_an_unlisted_answer_is_refused():
    with pytest.raises(UnknownAnswerError, match="A: 'perhaps'"):
        scored(A_B, A="perhaps", B="yes")


def test_hidden_is_not_asked_and_not_counted():
    hidden = question("B", weight=3, show_if={"fact": "enquiry.concluded", "eq": True})
    document = document_of(section("S", question("A"), hidden))
    found = scored(document, A="yes", B="no")
    assert (found.sections["S"].score, found.sections["S"].asked) == (1, 1)


def test_hiding_a_question_hides_what_waits_for_it():
    document = document_of(
        section(
            "S",
            question("A"),
            question("B", show_if={"q": "A", "eq": "no"}),
            question("C", show_if={"q": "B", "eq": "no"}),
        )
    )
    assert scored(document, A="yes", B="no", C="no").sections["S"].asked == 1


CRITICAL = {"when": ["no"], "cap_overall": "bad", "cap_section": "bad"}
EXCUSED = {**CRITICAL, "unless": {"answered": "B", "in": ["yes"]}}


@pytest.mark.parametrize(
    ("critical", "answers", "grades"),
    [
        (CRITICAL, {"A": "yes", "B": "yes"}, ("fine", "fine", [])),
        (CRITICAL, {"A": "no", "B": "yes"}, ("fair", "bad", ["A"])),
        (EXCUSED, {"A": "no", "B": "yes"}, ("fair", "fair", [])),
        (EXCUSED, {"A": "no", "B": "no"}, ("bad", "bad", ["A"])),
    ],
)
def test_a_cap_and_its_excuse(critical, answers, grades):
    document = document_of(section("S", question("A", critical=critical), question("B")))
    found = scored(document, **answers)
    overall = found.results["overall"]
    assert (overall.suggested, overall.capped, found.caps_fired) == grades


def test_the_lowest_cap_wins_and_every_one_is_listed():
    document = document_of(
        section(
            "S",
            question("A", critical={"when": ["no"], "cap_overall": "fair"}, weight=0.1),
            question("B", critical={"when": ["no"], "cap_overall": "bad"}, weight=0.1),
            question("C", weight=100),
        )
    )
    found = scored(document, A="no", B="no", C="yes")
    assert found.results["overall"].suggested == "fine"
    assert (found.results["overall"].capped, found.caps_fired) == ("bad", ["A", "B"])


def test_several_results_each_with_its_own_sections_and_caps():
    capped = question("B", critical={"when": ["no"], "cap_result": {"second": "bad"}}, weight=0.1)
    document = document_of(
        section("S", question("A")),
        section("T", capped, question("C", weight=9)),
        results=[
            {"key": "first", "method": "sections", "sections": ["S"]},
            {"key": "second", "method": "sections", "sections": ["T"]},
        ],
    )
    found = scored(document, A="partly", B="no", C="yes").results
    assert {key: (r.suggested, r.capped) for key, r in found.items()} == {
        "first": ("fair", "fair"),
        "second": ("fine", "bad"),
    }


def test_an_answer_may_stop_its_section():
    document = document_of(
        section("S", question("A")),
        section("T", question("B", scored=False, blocks_section_when=["no"]), question("C")),
    )
    assert set(scored(document, A="yes", B="no").sections) == {"S"}


@pytest.mark.parametrize(("held", "points"), [(12, 1), (9, Fraction(1, 2)), (8, 0)])
def test_so_many_out_of_so_many(held, points):
    bands = [{"at_least": 0.9, "score": 1}, {"at_least": 0.7, "score": 0.5}]
    document = document_of(section("S", question("A", type="ratio", score_bands=bands)))
    assert scored(document, A={"ratio": [held, 12]}).sections["S"].score == points


def test_nothing_due_is_nothing_to_score():
    document = document_of(section("S", question("A", type="ratio", score_bands=[])))
    assert scored(document, A={"ratio": [0, 0]}).sections["S"].score is None


CODES = ["A", "B", "C", "D"]
OPTION = st.sampled_from(["yes", "partly", "no", "gap", "na"])
WEIGHT = st.integers(1, 9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WEIGHT, OPTION), min_size=4, max_size=4), st.permutations(CODES))
def test_order_does_not_matter(parts, order):
    by_code = dict(zip(CODES, parts, strict=True))
    answers = {code: option for code, (_, option) in by_code.items()}
    found = [
        score(
            document_of(section("S", *(question(c, weight=by_code[c][0]) for c in codes))),
            answers=answers,
            facts={},
        ).sections["S"]
        for codes in (CODES, order)
    ]
    assert found[0].score == found[1].score
    assert sorted(found[0].gaps) == sorted(found[1].gaps)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WEIGHT, OPTION), min_size=1, max_size=4))
def test_what_does_not_apply_changes_no_score_that_there_is(parts):
    questions = [question(f"Q{n}", weight=w) for n, (w, _) in enumerate(parts)]
    answers = {f"Q{n}": option for n, (_, option) in enumerate(parts)}
    before = score(document_of(section("S", *questions)), answers=answers, facts={})
    more = document_of(section("S", *questions, question("NA", weight=0.001)))
    after = score(more, answers={**answers, "NA": "na"}, facts={})
    was, now = before.sections["S"].score, after.sections["S"].score
    assert now in (was, None)


@settings(max_examples=60, deadline=None)
@given(st.lists(OPTION, min_size=3, max_size=3), st.sampled_from(["bad", "fair", "fine"]))
def test_a_cap_never_raises_a_grade(options, grade):
    order = ["bad", "fair", "fine"]
    critical = {"when": ["no", "partly"], "cap_overall": grade}
    document = document_of(section("S", *(question(c, critical=critical) for c in "ABC")))
    result = score(document, answers=dict(zip("ABC", options, strict=True)), facts={})
    overall = result.results["overall"]
    if overall.suggested is None:
        assert overall.capped is None
    else:
        assert order.index(overall.capped) <= order.index(overall.suggested)


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"suggested": "fine", "capped": "fine", "caps_fired": []}, []),
        ({"suggested": "fair"}, ["suggested is fine, expected fair"]),
        ({"caps_fired": ["A"]}, ["caps_fired is [], expected ['A']"]),
        ({"results": {"other": "fine"}}, ["other is None, expected fine"]),
        ({"sections": {"S": 0.5}}, ["section S is 1.0, expected 0.5"]),
        ({"colour": "red"}, ["expects colour, which is not known"]),
        ({}, ["says nothing to expect"]),
    ],
)
def test_a_worked_example(expect, said):
    answers = {"A": "yes", "B": "yes"}
    assert differences(A_B, {"answers": answers, "expect": expect}) == said
