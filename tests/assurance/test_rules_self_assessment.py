"""Scores added up, what stands in the way of finishing, references in texts, words compared."""

import pytest

from assurance.frameworks_loader import shipped_scoring_methods
from assurance.rules.references import Kind, Reference, inserted, misspelt, pieces, references
from assurance.rules.self_assessment import (
    Written,
    blockers,
    difference_in_words,
    standing,
    what_if,
    with_published,
)
from assurance.rules.wording import MOST_WORDS, changes
from assurance.self_assessments.standing import NO_RATING, S50, tell, told_of

B = shipped_scoring_methods()["b"]
CODES = [f"QS{n}" for n in range(1, 10)]
FIGURE, VOICE = Reference(Kind.FIGURE, 12), Reference(Kind.VOICE, 3)
WORDS = {"inadequate", "requires improvement", "good", "outstanding"}


def told(*scores, published=None):
    return told_of(dict(zip(("QS6", "QS7"), scores, strict=True)), published or {}, B)


def test_theme_3_has_points_and_no_rating_word():
    for first in (1, 2, 3, 4):
        for second in (1, 2, 3, 4):
            found = told(first, second)
            assert found.points.startswith(f"{first + second} of 8 points")
            assert (found.rating, found.next_band, found.note) == ("", "", NO_RATING)
    assert told(2, 3).points == "5 of 8 points (62.5%)"
    assert told(3, 3).points == "6 of 8 points (75%)"


def test_theme_3_among_cqc_s_own_scores_says_how_far_the_next_band_is_without_a_word():
    published = dict.fromkeys(CODES, 2)
    found = told(3, 3, published=published)
    assert found.next_band.startswith("With CQC's own scores for the other statements, 20 of 36")
    assert "3 more points would reach the next band" in found.next_band
    assert not any(word in found.next_band.casefold() for word in WORDS)
    assert told(3, None, published={}).next_band == ""


def test_all_nine_have_the_word_and_one_less_has_not():
    nine = dict.fromkeys(CODES, 3)
    found = tell(standing(nine, B))
    assert found.rating.endswith("Good")
    assert found.next_band == "5 more points would reach the next band, Outstanding"
    assert tell(standing({**nine, "QS9": None}, B)).rating == ""
    assert tell(standing(dict.fromkeys(CODES, 4), B)).next_band == "This is the highest band"


def test_a_one_raises_the_note_whatever_the_rest():
    assert told(1, 4).alert == S50
    assert told(1, 4).alert_codes == ("QS6",)
    assert told(2, 4).alert == ""


def test_nothing_scored_is_said():
    found = told(None, None)
    assert (found.points, found.unscored, found.note) == (
        "No statement is scored yet",
        "QS6, QS7",
        "",
    )


def test_what_if_changes_nothing_of_what_is_given():
    scores = {"QS6": 2, "QS7": 2}
    assert what_if(scores, {"QS7": 3}, B).position.total == 5
    assert scores == {"QS6": 2, "QS7": 2}
    assert with_published(scores, {"QS1": 3}, B) is None


def test_blockers_name_the_statement_the_box_and_the_post():
    ready = Written("QS6", "Pathways", (), is_scored=True, is_confirmed=True)
    late = Written(
        "QS7", "Safeguarding", ("Plans",), False, False, ("[[figure:x]] is no reference",)
    )
    found = blockers([ready, late], ["Director"])
    assert [(each.code, each.text) for each in found] == [
        ("QS7", "Safeguarding: “Plans” is empty"),
        ("QS7", "Safeguarding: no score is given"),
        ("QS7", "Safeguarding: carried over from an earlier version, and not confirmed"),
        ("QS7", "Safeguarding: [[figure:x]] is no reference"),
        ("", "Not signed: Director"),
    ]
    assert blockers([ready], []) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (3, 3, "The same"),
        (3, 2, "We scored ourselves one point higher than CQC"),
        (1, 3, "We scored ourselves 2 points lower than CQC"),
        (None, 3, "We have not scored ourselves"),
        (3, None, "CQC has published no score"),
        (None, None, "Neither has given a score"),
    ],
)
def test_the_difference_is_told_in_words(ours, theirs, words):
    assert difference_in_words(ours, theirs) == words


def test_references_are_found_in_order_and_once():
    text = "We see [[figure:12]], and [[voice:3]] says so: [[figure:12]]."
    assert references([text, "[[voice:3]]"]) == [FIGURE, VOICE]
    assert list(pieces(text)) == [
        "We see ",
        FIGURE,
        ", and ",
        VOICE,
        " says so: ",
        FIGURE,
        ".",
    ]
    assert "".join(p if isinstance(p, str) else p.token for p in pieces(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "[[figur:12]]",
        "[[figure:]]",
        "[[figure:x]]",
        "[[figure:0]]",
        "[[figure:12 ]]",
        "[[]]",
        "[[figure:1234567890123456789]]",
    ],
)
def test_what_only_looks_like_a_reference_is_told(text):
    assert references([text]) == []
    assert misspelt(f"before {text} after") == [text]


def test_plain_brackets_are_words():
    assert misspelt("in [2025] and [[figure:12]]") == []


def test_a_reference_is_put_at_the_end_and_nothing_is_lost():
    assert inserted("", FIGURE) == "[[figure:12]]"
    assert inserted("Words.\n", FIGURE) == "Words.\n\n[[figure:12]]"


def test_a_comparison_holds_every_word_of_both():
    old, new = "We do well in the north.", "We do very well in all areas."
    found = changes(old, new)
    assert "".join(p.text for p in found if p.kind != "in") == old
    assert "".join(p.text for p in found if p.kind != "out") == new
    assert changes(old, old)[0].kind == "same"
    assert changes("", "") == ()


def test_a_long_text_is_compared_by_lines():
    old = "word " * MOST_WORDS + "\nlast"
    found = changes(old, old + "\nmore")
    assert "".join(p.text for p in found if p.kind != "out") == old + "\nmore"
