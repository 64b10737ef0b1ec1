"""The pure rules of doing an audit: what is read of a page, who reads whom, what may be judged."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.rules.answers import read, value_of
from audit.rules.answers_shown import as_sent, in_words
from audit.rules.completeness import problems
from audit.rules.judging import ceiling, is_above
from audit.rules.prefill import differs, filled
from audit.rules.scoring import Cap
from audit.rules.strands import Part, judged_in, may_read, waits_for
from tests.audit.documents import GRADES, document_of, question, section, six
from tests.audit.doing import any_answer

TODAY = date(2025, 6, 2)
SIX = six()
TOOL = document_of(section("A", question("A1")))


def typed(kind, **rest):
    return {"code": "X", "text": "X?", "type": kind, **rest}


@pytest.mark.parametrize(
    ("asked", "sent", "value"),
    [
        (typed("number", min=1, max=100), {"answer": ["1,0"]}, 10),
        (typed("number"), {"answer": ["4.5"]}, 4.5),
        (typed("date"), {"answer": ["1/5/2025"]}, "2025-05-01"),
        (typed("date"), {"answer": ["1 May 2025"]}, "2025-05-01"),
        (typed("datetime"), {"answer": ["1/5/2025 9:05"]}, "2025-05-01T09:05"),
        (typed("ratio"), {"held": ["10"], "due": ["12"]}, {"ratio": [10, 12]}),
        (typed("multi_choice", options=["a", "b"]), {"answer": ["b"]}, ["b"]),
        (
            typed("multi_choice", options=["a"], other_allowed=True),
            {"answer": ["a"], "other": ["Time"]},
            ["a", "other:Time"],
        ),
        (typed("long_text"), {"answer": [" Words\r\nmore "]}, "Words\nmore"),
        (typed("long_text"), {"answer": ["nul\0l"]}, "null"),
        (typed("long_text"), {"answer": ["  "]}, None),
        (
            typed("repeat_group", fields=[typed("short_text"), typed("date", code="Y")]),
            {"2-0": ["Who"], "2-1": ["1/5/2025"], "3-0": [""]},
            [{"X": "Who", "Y": "2025-05-01"}],
        ),
    ],
)
def test_what_is_typed_is_kept_and_shown_again_as_typed(asked, sent, value):
    said = read(TOOL, asked, sent)
    assert not said.faults
    assert value_of(asked, said) == value
    assert read(TOOL, asked, as_sent(TOOL, asked, said)) == said


@pytest.mark.parametrize(
    ("asked", "sent", "field", "words"),
    [
        (typed("number", min=1, max=100), {"answer": ["0"]}, "answer", "between 1 and 100"),
        (typed("number"), {"answer": ["ten"]}, "answer", "Give a number"),
        (typed("number"), {"answer": ["NaN"]}, "answer", "Give a number"),
        (typed("date"), {"answer": ["31/2/2025"]}, "answer", "real date"),
        (typed("ratio"), {"held": ["-1"], "due": ["2"]}, "held", "whole numbers"),
        (question("X"), {"answer": ["maybe"]}, "answer", "answers listed"),
        (question("X"), {"comment": ["Words"]}, "answer", "kept with its answer"),
        (typed("multi_choice", options=["a"]), {"answer": ["z"]}, "answer", "listed"),
    ],
)
def test_what_cannot_be_kept_is_said_plainly(asked, sent, field, words):
    [(where, said)] = read(TOOL, asked, sent).faults
    assert where == field
    assert words in said


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["answer", "comment", "held", "1-0"]), st.lists(st.text())))
def test_nothing_that_is_sent_breaks_the_reading(sent):
    kinds = ("number", "date", "datetime", "ratio", "long_text", "scale", "prefilled")
    for kind in kinds:
        asked = {**question("X"), "type": kind}
        said = read(TOOL, asked, sent)
        assert said.faults or read(TOOL, asked, as_sent(TOOL, asked, said)) == said


def test_every_question_of_the_model_tools_takes_an_answer_and_gives_it_back():
    from audit.rules.documents import documents_of

    for document in documents_of(SIX):
        for held in document["sections"]:
            for asked in held["questions"]:
                if asked["type"] == "grade":
                    continue
                said = read(document, asked, any_answer(document, asked))
                assert not said.faults
                assert read(document, asked, as_sent(document, asked, said)) == said
                assert in_words(document, asked, said)


def missing(asked, **sent):
    document = document_of(section("A", asked))
    asked = document["sections"][0]["questions"][0]
    said = read(document, asked, {k: [v] for k, v in sent.items()})
    shown = [(document["sections"][0], [asked])]
    found = problems(document, shown, {asked["code"]: said}, record={}, today=TODAY)
    return [each.field for each in found]


@pytest.mark.parametrize(
    ("asked", "sent", "fields"),
    [
        (question("X"), {}, ["answer"]),
        (question("X", required=False), {}, []),
        (question("X", comment={"required_when": ["no"]}), {"answer": "no"}, ["comment"]),
        (question("X", comment={"required_when": ["no"]}), {"answer": "yes"}, []),
        (question("X", evidence={"required_when": ["yes"]}), {"answer": "yes"}, ["evidence"]),
        (typed("long_text", max_words=2, required=True), {"answer": "one two three"}, ["answer"]),
        (typed("date", not_after="today", required=True), {"answer": "3/6/2025"}, ["answer"]),
        (
            typed("repeat_group", min=2, required=True, fields=[typed("short_text")]),
            {"1-0": "One"},
            ["1-0"],
        ),
        (typed("repeat_group", min=0, required=True, fields=[typed("short_text")]), {}, []),
    ],
)
def test_what_is_still_to_be_said(asked, sent, fields):
    assert missing(asked, **sent) == fields


def test_an_answer_that_stops_a_section_asks_for_nothing_more():
    stop = question("A1", blocks_section_when=["no"])
    document = document_of(section("A", stop, question("A2")))
    shown = [(document["sections"][0], document["sections"][0]["questions"])]
    said = {"A1": read(document, stop, {"answer": ["no"]})}
    assert problems(document, shown, said, record={}, today=TODAY) == []


def test_a_fact_fills_in_an_answer_and_a_difference_is_seen():
    asked = question("X", prefill={"fact": "f", "map": {"asked": "yes"}})
    document = document_of(section("A", asked))
    said = filled(document, asked, {"f": "asked"})
    assert said is not None
    assert not differs(document, asked, said, "asked")
    assert differs(document, asked, read(document, asked, {"answer": ["no"]}), "asked")
    assert filled(document, asked, {}) is None
    assert filled(document, asked, {"f": "something unlisted"}) is None


def tool(number):
    from audit.rules.documents import documents_of

    return documents_of(SIX)[number]


OPEN, IN, WAITING = "open", "submitted", "waiting"


@pytest.mark.parametrize(
    ("number", "reader", "other", "allowed"),
    [
        pytest.param(0, ("auditor", OPEN), ("self_audit", OPEN), False, id="not before it is in"),
        pytest.param(0, ("auditor", OPEN), ("self_audit", IN), True, id="once it is in"),
        pytest.param(0, ("self_audit", OPEN), ("auditor", IN), False, id="not the practitioner"),
        pytest.param(2, ("second", OPEN), ("first", IN), False, id="a blind second reader"),
        pytest.param(2, ("first", OPEN), ("second", IN), True, id="the first reads the second"),
        pytest.param(3, ("council", IN), ("police", IN), False, id="agencies not before the panel"),
        pytest.param(3, ("panel", OPEN), ("police", IN), True, id="the panel sees all"),
        pytest.param(5, ("challenge", OPEN), ("self", IN), True, id="beside the own rating"),
        pytest.param(1, ("practitioner", IN), ("person", IN), False, id="not what a person said"),
    ],
)
def test_who_may_read_whom_and_when(number, reader, other, allowed):
    me, them = Part(reader[0], 1, reader[1], True), Part(other[0], 1, other[1], True)
    parts = [me, them, Part("panel", 1, WAITING, True)] if me.key != "panel" else [me, them]
    assert may_read(tool(number), reader=me, other=them, parts=parts) is allowed


def test_agencies_read_one_another_when_the_panel_has_begun():
    me, them = Part("council", 1, IN, True), Part("police", 1, IN, False)
    panel = Part("panel", 1, OPEN, True)
    assert may_read(tool(3), reader=me, other=them, parts=[me, them, panel])


def test_a_part_that_judges_the_whole_waits_for_those_that_count_in_it():
    parts = [Part("file", 1, OPEN, True), Part("conversation", 1, OPEN, True)]
    assert [p.key for p in waits_for(tool(4), "conversation", parts)] == ["file"]
    assert waits_for(tool(4), "file", parts) == []
    assert [r["key"] for r in judged_in(tool(4), "conversation")] == ["overall"]


def test_only_a_moderator_goes_above_a_cap_and_a_panel_is_tied_to_the_lowest():
    result = {"key": "overall", "method": "weighted_sections"}
    limit = ceiling(GRADES, result, [Cap("A1", "no", "overall", "fair")])
    assert (limit, is_above(GRADES, "fine", limit), is_above(GRADES, "bad", limit)) == (
        "fair",
        True,
        False,
    )
    joint = {
        "key": "j",
        "method": "panel_judgement",
        "limits": [{"rule": "not_above_lowest_strand_plus", "steps": 1}],
    }
    assert ceiling(GRADES, joint, [], ["bad", "fine"]) == "fair"
    assert ceiling(GRADES, joint, [], ["fine"]) == "fine"
    assert ceiling(GRADES, joint, []) is None
