"""Figures of rounds, trends and teams; by hand where they can be worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.choices import SamplingMethod
from audit.metrics.round_files import files_of
from audit.models import AuditTool
from audit.results.answers import sheets_of
from audit.results.rounds import figures_of
from audit.results.teams import teams_of
from audit.results.trends import choices_of, trend_of
from audit.rules.eras import Asked, Eras
from audit.rules.estimates import Sample, average, share
from core.statistics.intervals import finite_wilson, weighted_wilson
from tests.audit.documents import document_of, question, section
from tests.audit.results_rows import NO, YES, read, round_of, under_way, version_of
from tests.factories import (
    CaseAuditFactory,
    QuotationFactory,
    TeamFactory,
    ThemeFactory,
    ThemeFindingFactory,
)

DAY = date(2025, 7, 15)
CHANCE = Sample(24, 120, by_chance=True)


def figures(audit_round):
    return figures_of(audit_round, audit_round.version.content, on=DAY)


def test_equal_weights_give_the_interval_without_weights():
    wanted = finite_wilson(14, 24, 120)
    assert weighted_wilson(14 / 24, 24, 120, [1.0] * 24) == wanted
    assert share([True] * 14 + [False] * 10, [1.0] * 24, CHANCE).interval == wanted


def test_weights_move_the_share_and_widen_the_interval():
    hits = [True] * 12 + [False] * 12
    weights = [3.0] * 12 + [1.0] * 12
    found = share(hits, weights, CHANCE)
    assert found.value == pytest.approx(0.75)
    plain = weighted_wilson(0.75, 24, 120, [1.0] * 24)
    assert found.interval
    assert plain
    assert found.interval.upper - found.interval.lower > plain.upper - plain.lower


@pytest.mark.parametrize(
    ("sample", "has_value", "has_interval"),
    [
        (CHANCE, True, True),
        (replace(CHANCE, by_chance=False), True, False),
        (replace(CHANCE, population=None), True, False),
    ],
)
def test_an_interval_needs_chance_and_a_population(sample, has_value, has_interval):
    for found in (share([True] * 24, [1.0] * 24, sample), average([0.5] * 24, [1.0] * 24, sample)):
        assert (found.value is not None, found.interval is not None) == (has_value, has_interval)


def test_fewer_than_ten_files_give_no_percentage_and_a_census_no_margin():
    nine = share([True] * 9, [1.0] * 9, Sample(9, 9, by_chance=True))
    assert (nine.n, nine.value, nine.interval) == (9, None, None)
    all_ten = average([0.4, 0.6] * 5, [1.0] * 10, Sample(10, 10, by_chance=True))
    assert all_ten.interval
    assert all_ten.interval.lower == all_ten.interval.upper == all_ten.value


def test_the_interval_of_an_average_is_repeatable_and_narrows_as_more_is_read():
    scores, weights = [0.2, 0.9] * 12, [1.0] * 24
    once, again = (average(scores, weights, CHANCE) for _ in range(2))
    most = average(scores, weights, Sample(24, 26, by_chance=True))
    assert once == again
    assert once.interval
    assert most.interval
    assert most.interval.upper - most.interval.lower < once.interval.upper - once.interval.lower


@pytest.mark.django_db
def test_a_round_with_nothing_done_has_no_figures(council):
    held = round_of(version_of(council), eligible=3)
    under_way(held)
    found = figures(held)
    assert (found.n, found.files.unfinished, found.files.sample.population) == (0, 1, 3)
    assert found.overall is None
    assert [line.estimate.value for line in found.sections] == [None]


@pytest.mark.django_db
def test_counts_grades_gaps_and_shares_of_a_round(council):
    held = round_of(version_of(council), eligible=40)
    for at in range(12):
        read(held, YES if at < 9 else NO)
    found = figures(held)
    assert found.files.sample == Sample(12, 40, by_chance=True)
    assert found.overall == pytest.approx(0.75)
    [result] = found.results
    assert [(grade, count) for grade, count, _ in result.grades] == [
        ("Bad", 3),
        ("Fair", 0),
        ("Fine", 9),
    ]
    by_code = {line.code: line for line in found.questions}
    assert (by_code["A"].met, by_code["A"].not_met, by_code["A"].gaps) == (9, 3, 0)
    assert (by_code["B"].not_met, by_code["B"].gaps) == (3, 3)
    assert by_code["A"].estimate.interval == finite_wilson(9, 12, 40)


@pytest.mark.django_db
def test_all_not_applicable_is_neither_a_score_nor_a_nought(council):
    held = round_of(version_of(council), eligible=30)
    for _ in range(11):
        read(held, {"A": "na", "B": "na"})
    found = figures(held)
    [line] = found.sections
    assert (line.scores, line.estimate.value, line.asked) == ((), None, 11)
    assert found.questions[0].not_applicable == 11
    assert found.overall is None


@pytest.mark.django_db
def test_groups_drawn_at_different_rates_count_by_their_size(council):
    held = round_of(version_of(council), eligible=20, method=SamplingMethod.STRATIFIED)
    entries = list(held.frame.order_by("pk"))
    for entry in entries[:5]:
        entry.stratum = "Small"
        entry.save()
    for at in range(10):
        read(held, YES if at < 5 else NO)
    files = files_of(held)
    # Five of the five small ones were read first, then five of the other fifteen.
    assert sorted(files.weights.values()) == [1.0] * 5 + [3.0] * 5
    assert files.is_weighted
    assert figures(held).sections[0].estimate.value == pytest.approx(0.25)


@pytest.mark.django_db
def test_only_words_with_consent_are_shown_and_at_most_two_of_a_theme(council):
    held = round_of(version_of(council))
    audit = read(held, YES)
    theme = ThemeFactory(council=council, label="Advocacy")
    ThemeFindingFactory(audit=audit, theme=theme)
    shared = {"may_share": True, "is_disguised": True, "consent_on": DAY}
    for at in range(3):
        QuotationFactory(audit=audit, words=f"Words {at}", **shared)
    QuotationFactory(audit=audit, words="Not for others")
    found = figures(held).voices
    assert [len(line.quotes) for line in found.themes] == [2]
    assert (len(found.others), found.kept_back) == (1, 1)


@pytest.mark.django_db
def test_figures_cost_no_more_queries_for_more_audits(council, django_assert_num_queries):
    held = round_of(version_of(council), eligible=30)
    read(held, YES)
    with CaptureQueriesContext(
        connection,
    ) as few:
        figures(held)
    for _ in range(6):
        read(held, NO)
    with django_assert_num_queries(len(few)):
        figures(held)


def test_a_clarified_question_goes_on_and_a_changed_one_breaks():
    rows = [
        Asked(1, None, 7, "A", "one", "new"),
        Asked(2, 1, 7, "A", "two", "clarified"),
        Asked(3, 2, 7, "A1", "two", "same"),
        Asked(4, 3, 7, "A1", "four", "changed"),
    ]
    eras = [Eras(rows).of_question(version, 7) for version in (1, 2, 3, 4)]
    assert eras == ["one", "one", "one", "four"]
    assert Eras(rows).of_question(9, 7) is None


@pytest.fixture
def two_versions(council):
    """Two rounds of a tool whose second version says question A differently and drops B."""
    first = version_of(council)
    content = {**document_of(section("S", question("A", text="Was A there?"))), "version": "2.0.0"}
    second = version_of(content=content, tool=first.tool, number="2.0.0", based_on=first)
    rounds = [
        round_of(version, eligible=40, name=name, starts_on=start, ends_on=end)
        for version, name, start, end in (
            (first, "Spring", date(2025, 4, 1), date(2025, 6, 30)),
            (second, "Summer", date(2025, 7, 1), date(2025, 9, 30)),
        )
    ]
    for held, hits in zip(rounds, (6, 9), strict=True):
        for at in range(12):
            read(held, YES if at < hits else NO, team=None)
    return rounds


@pytest.mark.django_db
def test_a_trend_breaks_where_the_words_changed(council, two_versions):
    tool = AuditTool.objects.get()
    options = dict(choices_of(tool))
    assert [label.endswith("(no longer asked)") for _, label in options["Questions"]] == [
        False,
        True,
    ]
    for what, values in ((options["Questions"][0][0], [0.5, 0.75]), ("section:S", [0.5, 0.75])):
        kind, _, key = what.partition(":")
        trend = trend_of(two_versions, tool, kind, key)
        assert trend
        assert [point.estimate.value for point in trend.points] == pytest.approx(values)
        assert trend.breaks == (1,)
    removed = options["Questions"][1][0].partition(":")[2]
    gone = trend_of(two_versions, tool, "question", removed)
    assert gone
    assert [point.label for point in gone.points] == ["Spring"]
    result = trend_of(two_versions, tool, "result", "overall")
    assert result
    assert result.breaks == (1,)
    assert trend_of(two_versions, tool, "question", "no") is None
    assert trend_of(two_versions, tool, "section", "Z") is None


@pytest.mark.django_db
def test_the_export_of_all_versions_keeps_a_removed_question(council, two_versions):
    tool = AuditTool.objects.get()
    audits = CaseAuditFactory._meta.model.objects.filter(version__tool=tool)
    _, answers, questions = sheets_of(tool, audits)
    asked = {row[3] for row in answers.rows}
    assert asked == {"A", "B"}
    assert [row[-1] for row in questions.rows] == ["yes", "no: removed", "yes"]


@pytest.mark.django_db
def test_teams_stand_in_order_of_name_and_small_ones_have_no_place(council):
    held = round_of(version_of(council), eligible=90)
    for name, hits, files in (("West", 1, 12), ("East", 11, 12), ("North", 6, 12), ("Tiny", 1, 2)):
        team = TeamFactory(organisation=council, name=name)
        for at in range(files):
            read(held, YES if at < hits else NO, team=team)
    found = teams_of([held], "overall")
    assert found.found
    assert [place.unit.key for place in found.found.places] == ["East", "North", "West"]
    assert found.few == (("Tiny", 2),)
    held.method, held.method_reason = SamplingMethod.TARGETED, "Worries"
    held.save()
    picked = teams_of([held], "overall")
    assert (picked.found, picked.left_out) == (None, (held.name,))
