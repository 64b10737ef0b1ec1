"""The pages of comparison: what they show, what they never show, and bad input."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assurance.models import ChartRebase, LocalTarget, PublishedRelease, StatisticalNeighbour
from core.models import ExportEvent, Team
from core.roles import Role
from safeguard.models import PolicyChange, RegisterSettings
from tests.assurance.test_comparators import HEADING, RISK, line, publish
from tests.factories import (
    ChartRebaseFactory,
    ConcernFactory,
    ConcernRiskTypeFactory,
    EnquiryFactory,
    LocalTargetFactory,
    PublishedReleaseFactory,
    PublishedValueFactory,
    StatisticalNeighbourFactory,
)

YEAR = {"start": "01/04/2024", "end": "31/03/2025"}
BUDGET = 12
# What the pages say so that nobody takes the figure for more than it is.
DENIALS = (
    "has no target and is not ranked",
    "never has a target",
    "it is not a target",
    "neither higher nor lower is better",
    "no best and no worst",
)
JUDGING = re.compile(
    r"\b(?:targets?|rag|rank\w*|league|quartiles?|best|worst|better|worse|red|amber|green)\b"
)
PAGES = ("conversion", "time-to-conclude", "published-figures")


def address(name: str, *args) -> str:
    return reverse(f"assurance:{name}", args=args)


def text_of(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


@pytest.fixture
def two_teams(council):
    """A year of concerns in two teams, some of which became enquiries; a few are concluded."""
    RegisterSettings.objects.create(
        council=council, data_cut_on=date(2025, 6, 30), counting_rule="Every call is a concern."
    )
    PolicyChange.objects.create(council=council, on=date(2024, 10, 1), title="New front door")
    teams = [Team.objects.create(organisation=council, name=name) for name in ("North", "South")]
    for at in range(36):
        on = date(2024, 4 + at % 9, 5)
        concern = ConcernFactory(
            adult__council=council,
            received_on=on,
            s42=at % 3 == 0,
            team=teams[at % 2],
            referrer="police" if at % 4 else "family",
        )
        ConcernRiskTypeFactory(concern=concern, risk_type="NEG")
        if at % 3 == 0:
            EnquiryFactory(
                concern=concern,
                commenced_on=concern.decided_on,
                concluded=at % 2 == 0,
                team=teams[at % 2],
            )
    return council


@pytest.fixture
def published(council):
    release = PublishedReleaseFactory(year="2024-25", source="The publication")
    for name in ("Zealcombe", "Ambermoor", "Mosswick"):
        publish(release, name, RISK)
    publish(release, "Hidden Vale", RISK, marks=("Risk removed",))
    StatisticalNeighbourFactory(council=council, code="AMB", name="Ambermoor")
    return release


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_council_has_every_page(signed_in, council, name):
    page = signed_in(Role.SAB_CHAIR).get(address(name))
    assert page.status_code == 200
    assert b"NaN" not in page.content


@pytest.mark.parametrize("name", PAGES)
def test_one_case_and_thirty_years(signed_in, council, name, django_assert_max_num_queries):
    concern = ConcernFactory(adult__council=council, received_on=date(2024, 6, 1), s42=True)
    EnquiryFactory(concern=concern, commenced_on=concern.decided_on)
    client = signed_in(Role.SAB_CHAIR)
    for query in (YEAR, {"start": "1/4/1995", "end": "31/3/2025"}):
        with django_assert_max_num_queries(BUDGET):
            assert client.get(address(name), query).status_code == 200


@pytest.mark.parametrize("name", PAGES[:2])
def test_no_page_asks_more_when_it_holds_more(signed_in, two_teams, name):
    client = signed_in(Role.SAB_CHAIR)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(address(name), YEAR)
        counts.append(len(asked))
        for at in range(20):
            concern = ConcernFactory(
                adult__council=two_teams, received_on=date(2024, 5, 2), s42=at % 2 == 0
            )
            if at % 2 == 0:
                EnquiryFactory(concern=concern, commenced_on=concern.decided_on)
    assert counts[0] == counts[1] <= BUDGET


def test_conversion_shows_both_definitions_both_counts_and_the_rule(signed_in, two_teams):
    page = signed_in(Role.DIRECTOR).get(address("conversion"), YEAR)
    words = text_of(page)
    assert "Every call is a concern." in words
    assert "1 October 2024: New front door" in words
    assert "12: Section 42 and other enquiries commenced in the period." in words
    assert "36: Concerns raised in the period." in words
    assert "12: Decided as a section 42 or other enquiry." in words
    assert "A Oct 2024: New front door" in words
    rows = {row[0]: row[1:4] for row in page.context["source_rows"]}
    assert rows["Police"][0] + rows["Family or friend"][0] == 36
    assert (
        dict((row[0], row[1]) for row in page.context["type_rows"])["Neglect and Acts of Omission"]
        == 36
    )
    assert "640,240" in words


def test_conversion_has_no_target_no_rag_no_rank_and_no_flag(signed_in, two_teams):
    """Walk the page: its text, its tags, its drawings and the order of its tables."""
    # Neither of these may come through, though the database could hold them.
    LocalTargetFactory(council=two_teams, measure="conversion_rate_pct")
    publish(PublishedReleaseFactory(year="2024-25"), "Ambermoor", RISK)
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    for found in (
        client.get(address("conversion"), YEAR),
        client.get(address("measure-detail", "conversion_rate_pct"), YEAR),
        client.get(address("measure-compare", "conversion_rate_pct"), YEAR),
        client.get(address("measure-settings", "conversion_rate_pct")),
    ):
        html, words = found.content.decode(), text_of(found).lower()
        for allowed in DENIALS:
            words = words.replace(allowed, "")
        assert not JUDGING.findall(words)
        assert "govuk-tag" not in html
        assert "app-spc--pass" not in html
        assert "app-spc--fail" not in html
        assert "app-spc--better" not in html
        assert "app-spc--worse" not in html
        assert "further from the average" not in words
        for panel in found.context.get("panels", ()):
            names = {trace["name"] for trace in panel.figure["data"]}
            assert not names & {"Local target", "Better than usual", "Worse than usual"}
            assert not any("limits" in name.lower() and "%" in name for name in names)


def test_conversion_of_other_councils_stands_by_name(signed_in, two_teams):
    release = PublishedReleaseFactory(year="2024-25")
    rows = {
        "Total Number of Safeguarding Concerns": 1000,
        "Total Number of Section 42 Safeguarding Enquiries": 300,
        "Total Number of Other Safeguarding Enquiries": 20,
    }
    for at, name in enumerate(("Zealcombe", "Ambermoor")):
        for category, value in rows.items():
            PublishedValueFactory(
                release=release, code=f"c{at}", name=name, category=category, value=value * (at + 1)
            )
    page = signed_in(Role.DIRECTOR).get(address("measure-compare", "conversion_rate_pct"), YEAR)
    assert [row[0] for row in page.context["council_rows"]] == ["Ambermoor", "Zealcombe"]
    assert page.context["council_rows"][0][2:] == ("640", "2,000", "32.0%")


def test_teams_and_councils_are_compared(
    signed_in, two_teams, published, django_assert_max_num_queries
):
    client = signed_in(Role.QA_LEAD)
    with django_assert_max_num_queries(BUDGET):
        page = client.get(address("measure-compare", "risk_reduced_or_removed_pct"), YEAR)
    words = text_of(page)
    assert "Over 3 councils together it is 90.0% (270 of 300)." in words
    assert "Hidden Vale: hidden in the publication ([c])" in words
    assert "The publication, 2024-25" in words
    assert [row[0] for row in page.context["council_panel"].rows] == [
        "Ambermoor",
        "Mosswick",
        "Zealcombe",
    ]
    assert "(1 of them in this publication)" in words
    decided = client.get(address("measure-compare", "decided_within_5_working_days_pct"), YEAR)
    assert [row[0] for row in decided.context["team_panel"].rows] == ["North", "South"]
    total = sum(int(row[1]) for row in decided.context["team_panel"].rows)
    assert (
        total
        == decided.context["teams"].chart.points[0].n + decided.context["teams"].chart.points[1].n
    )


def test_a_count_is_not_compared_between_teams(signed_in, two_teams):
    page = signed_in(Role.QA_LEAD).get(address("measure-compare", "concerns_raised"), YEAR)
    assert "Only a share of cases can be compared" in text_of(page)
    assert page.context["england"][0]["own"] == "36"


def test_each_chart_has_its_numbers_as_csv_and_each_file_is_in_the_ledger(signed_in, two_teams):
    client = signed_in(Role.QA_LEAD)
    page = client.get(address("conversion"), YEAR)
    for panel in page.context["panels"]:
        assert f"csv={panel.key}" in panel.csv_url
        found = client.get(address("conversion") + panel.csv_url)
        assert found["Content-Type"] == "text/csv; charset=utf-8"
        assert "internal-true-counts.csv" in found["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert ExportEvent.objects.filter(kind="chart", rows=len(rows) - 1).exists()
    assert ExportEvent.objects.count() == len(page.context["panels"]) == 4
    assert client.get(address("conversion"), {**YEAR, "csv": "nonsense"}).status_code == 404


def test_the_rules_of_a_chart_are_chosen_in_the_address(signed_in, two_teams):
    client, path = signed_in(Role.QA_LEAD), address("measure-detail", "concerns_raised")
    usual = text_of(client.get(path, YEAR))
    assert "are left out of the limits" in usual
    other = client.get(path, {**YEAR, "screening": "off", "two_of_three": "package"})
    assert "Outlying moving ranges are kept in the limits" in text_of(other)
    assert "screening=off" in other.context["panels"][0].csv_url
    wrong = text_of(client.get(path, {**YEAR, "screening": "perhaps"}))
    assert "are left out of the limits" in wrong


def test_a_target_is_set_from_its_page_and_bad_answers_are_named(signed_in, two_teams):
    client = signed_in(Role.ANALYST)
    path = address("target-set", "asked_pct")
    for answers, message in (
        (
            {"value": "101", "effective_from": "1/4/2025", "reason": "x"},
            "Target must be 100 or less",
        ),
        ({"value": "-1", "effective_from": "1/4/2025", "reason": "x"}, "Target"),
        ({"value": "many", "effective_from": "1/4/2025", "reason": "x"}, "Target"),
        ({"value": "80", "effective_from": "31/2/2025", "reason": "x"}, "From"),
        ({"value": "80", "effective_from": "1/4/2025", "reason": ""}, "Why"),
    ):
        page = client.post(path, answers)
        assert page.status_code == 200
        assert "There is a problem" in text_of(page)
        assert message in text_of(page)
    good = {"value": "80", "effective_from": "1/4/2025", "reason": "The board agreed"}
    assert client.post(path, good)["Location"] == address("measure-settings", "asked_pct")
    assert LocalTarget.objects.get().value == Decimal(80)
    again = client.post(path, good)
    assert "There is a target from this day already" in text_of(again)
    page = text_of(
        client.get(
            address("measure-detail", "asked_pct"), {"start": "1/4/2025", "end": "30/6/2025"}
        )
    )
    assert "Local target since 1 April 2025: 80%. The board agreed" in page
    assert client.get(address("target-set", "conversion_rate_pct")).status_code == 404
    assert client.get(address("target-set", "concerns_raised")).status_code == 404
    assert client.get(address("rebase-add", "s42_open_at_cut")).status_code == 404


def test_a_rebase_says_why_it_is_refused_and_its_removal_is_kept(signed_in, two_teams):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    path = address("rebase-add", "concerns_raised")
    page = client.post(path, {"on": "1/8/2024", "reason": "A new desk"})
    assert "There are 4 months since the first one: there must be 12 before it" in text_of(page)
    assert "A new desk" in page.content.decode()
    made = ChartRebaseFactory(council=two_teams, measure="concerns_raised")
    gone = client.post(
        address("rebase-remove", "concerns_raised", made.pk), {"reason": "It did not last"}
    )
    assert gone.status_code == 302
    assert "It did not last" in text_of(client.get(address("measure-settings", "concerns_raised")))
    assert ChartRebase.objects.get().removed_at is not None
    assert client.get(address("rebase-remove", "concerns_raised", made.pk)).status_code == 404


def test_another_councils_rows_are_not_found(signed_in, council, other_council):
    client = signed_in(Role.ANALYST)
    target = LocalTargetFactory(council=other_council)
    made = ChartRebaseFactory(council=other_council)
    assert client.get(address("target-remove", "asked_pct", target.pk)).status_code == 404
    assert client.get(address("rebase-remove", "asked_pct", made.pk)).status_code == 404
    assert "Agreed by the board" not in text_of(
        client.get(address("measure-settings", "asked_pct"))
    )


def test_neighbours_are_saved_and_a_bad_line_is_named(signed_in, council):
    client = signed_in(Role.ANALYST)
    page = client.post(address("neighbours"), {"neighbours": "Ambermoor"})
    assert "Line 1: write a code, a comma and a name" in text_of(page)
    assert "Ambermoor" in page.content.decode()
    client.post(address("neighbours"), {"neighbours": "AMB, Ambermoor"})
    assert StatisticalNeighbour.objects.get().name == "Ambermoor"
    assert "AMB, Ambermoor" in client.get(address("neighbours")).content.decode()
    client.post(address("neighbours"), {"neighbours": ""})
    assert not StatisticalNeighbour.objects.exists()


def upload(content: str, **given):
    file = SimpleUploadedFile("sac.csv", content.encode(), content_type="text/csv")
    return {"year": "2024-25", "source": "The publication", "file": file, **given}


def test_a_publication_is_loaded_by_page_and_its_faults_are_named(signed_in, council):
    client, path = signed_in(Role.ADMINISTRATOR), address("published-load")
    bad = client.post(path, upload(f"{HEADING}\n{line(value='many')}\n{line(name='')}\n"))
    words = text_of(bad)
    assert "sac.csv, line 2, column VALUE: 'many' is not a count, [c] or [x]" in words
    assert "sac.csv, line 3, column LA_NAME: there is nothing here" in words
    assert "is not one year" in text_of(client.post(path, upload("x", year="2024-26")))
    assert not PublishedRelease.objects.exists()
    good = f"{HEADING}\n{line()}\n"
    assert "1 councils, 1 cells are loaded" in text_of(client.post(path, upload(good), follow=True))
    again = client.post(path, upload(good), follow=True)
    assert "Nothing has changed" in text_of(again)
    assert PublishedRelease.objects.get().loaded_by is not None


def test_england_stands_beside_the_same_year_of_ours_or_nothing(signed_in, two_teams):
    client = signed_in(Role.QA_LEAD)
    path = address("measure-compare", "concerns_raised")
    assert client.get(path).context["england"][0]["own"] == "36"
    held = RegisterSettings.objects.filter(council=two_teams)
    held.update(data_cut_on=date(2025, 3, 30))
    assert client.get(path).context["england"][0]["own"] == "the data end on 30 March 2025"
    held.update(data_cut_on=date(2025, 6, 30))
    other = client.get(address("measure-compare", "other_commenced"))
    assert other.context["england"][0]["own"] == "none on record"
