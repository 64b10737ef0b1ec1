"""Where groups agree and differ, counted as they may be shown; and never as a score."""

import ast
from fractions import Fraction

import pytest

from assurance.choices_checklist import GROUPS, Agreement
from assurance.models import ChecklistAnswer, ChecklistPart, ChecklistRound
from assurance.rules.triangulation import (
    Answer,
    GroupSize,
    least_known_first,
    missing_voices,
    most_different_first,
    protect,
    spread_of_line,
)
from tests.architecture.source import ROOT, imports, sources

A, TA, N, TD, D, DK = Agreement.values


def size(key, people, *, sent=None, asked=None, label=""):
    sent = people if sent is None else sent
    return GroupSize(key, label or f"Group {key}", sent if asked is None else asked, sent, people)


def answers(group, *given):
    return [Answer(group, each) for each in given]


@pytest.mark.parametrize(
    ("people", "shown", "hidden"),
    [
        ((5, 6), ["Group 0", "Group 1"], []),
        ((5, 4), ["Group 0"], ["Group 1"]),
        ((9, 4, 1), ["Group 0", "Small groups together"], []),
        ((9, 3, 1), ["Group 0"], ["Group 1", "Group 2"]),
        ((4,), [], ["Group 0"]),
        ((0, 8), ["Group 1"], []),
    ],
)
def test_a_small_group_is_shown_with_others_or_not_at_all(people, shown, hidden):
    found = protect([size(key, each) for key, each in enumerate(people)])
    assert [each.label for each in found.shown] == shown
    assert [each.label for each in found.hidden] == hidden


def test_a_workshop_counts_its_people_for_protection_and_one_answer_for_the_spread():
    protection = protect([size(1, 8, sent=1), size(2, 5)])
    line = spread_of_line(7, [*answers(1, TD), *answers(2, A, A, TA, TA, TA)], protection)
    workshop, staff = line.spreads
    assert (workshop.counts[TD], workshop.with_a_view, staff.agree) == (1, 1, 5)
    assert line.gap == 1
    assert (line.most.label, line.least.label) == (
        "Group 2",
        "Group 1 (one agreed answer)",
    )


def test_hidden_answers_are_in_no_total():
    protection = protect([size(1, 6), size(2, 2)])
    line = spread_of_line(7, [*answers(1, A, A, A, A, A, DK), *answers(2, D, D)], protection)
    assert line.total(D) == 0
    assert (line.total(A), line.dont_know, line.gap) == (5, 1, None)


def test_dont_know_and_silence_are_apart_from_the_share():
    protection = protect([size(1, 6)])
    (spread,) = spread_of_line(7, answers(1, A, TD, N, DK, DK, ""), protection).spreads
    assert (spread.share, spread.dont_know, spread.silent) == (Fraction(1, 3), 2, 1)
    (nobody,) = spread_of_line(7, answers(1, DK, DK), protection).spreads
    assert nobody.share is None


def test_lines_are_ordered_by_where_groups_differ_then_by_who_disagrees():
    protection = protect([size(1, 5), size(2, 5)])

    def line(key, first, second):
        return spread_of_line(key, [*answers(1, *first), *answers(2, *second)], protection)

    lines = [
        line(1, [A] * 5, [A] * 5),
        line(2, [A] * 5, [D] * 5),
        line(3, [DK] * 5, [A] * 5),
        line(4, [D] * 5, [D] * 5),
    ]
    assert [each.key for each in most_different_first(lines)] == [2, 4, 1, 3]
    assert [each.key for each in least_known_first(lines)] == [3]


def test_missing_voices_are_told_in_words():
    groups = [
        size(1, 0, sent=0, asked=0, label="Unpaid carers"),
        size(2, 0, sent=0, asked=3, label="Managers"),
        size(3, 2, sent=2, asked=5, label="Partners"),
        size(4, 6, label="Frontline staff"),
    ]
    found = missing_voices(groups, GROUPS)
    assert found == [
        "Unpaid carers: nobody has been asked",
        "Managers: asked, and nobody has answered",
        "Partners: 2 of 5 asked have answered",
        "Adults with care and support needs: not a group of this round",
        "Elected members: not a group of this round",
    ]


def test_no_path_leads_from_an_answer_to_a_score():
    """An answer is a word, no column of a checklist is a number of a scale, and no code meets both.

    What reads answers imports nothing of rating, and what rates imports nothing of answers.
    """
    assert all(not each.isdigit() for each in Agreement.values)
    numbers = {"PositiveSmallIntegerField", "IntegerField", "FloatField", "DecimalField"}
    for model in (ChecklistRound, ChecklistPart, ChecklistAnswer):
        found = {f.name for f in model._meta.fields if f.get_internal_type() in numbers}
        assert found <= {"people_present"}
    checklist = {"ChecklistAnswer", "Agreement", "spread_of_line", "found_in"}
    rating = {"overall_rating", "theme_position", "statement_score", "with_published", "what_if"}
    for path in sources("assurance"):
        names = {name.rpartition(".")[2] for name in imports(path)}
        assert not (names & checklist and names & rating), path


def test_the_rules_of_checklists_divide_but_never_average():
    path = ROOT / "assurance" / "rules" / "triangulation.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.id for node in ast.walk(tree) if isinstance(getattr(node, "func", None), ast.Name)
    }
    assert not called & {"mean", "median", "int", "float"}
