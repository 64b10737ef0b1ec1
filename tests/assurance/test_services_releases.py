"""The ledger of releases: what is entered, what is refused."""

from datetime import date

import pytest

from assurance.models import SharedRelease
from assurance.releases.shared import SharedFigure, from_json
from assurance.services.releases import check_cut, what_to_withhold
from assurance.services.reports import Format, export_theme3_report, make_theme3_report
from assurance.services.return_releases import record_return
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.periods import Period
from tests.factories import ConcernFactory, RegisterSettingsFactory, SharedReleaseFactory

pytestmark = pytest.mark.django_db
YEAR = Period.financial_year(2024)
Q1 = YEAR.quarters()[0]


@pytest.fixture
def filled(council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    for month in (4, 5, 7, 10):
        ConcernFactory.create_batch(3, adult__council=council, received_on=date(2024, month, 3))
    return council


def share(council, by, period=YEAR, mode=Mode.PUBLICATION, fmt=Format.HTML):
    return export_theme3_report(
        by=by,
        council=council,
        start=period.start,
        end=period.end,
        fmt=fmt,
        mode=mode,
        reason="The board",
    )


def raised(release):
    figures = [from_json(held) for held in release.figures]
    return {(f.start, f.end): f.shown for f in figures if f.measure == "concerns_raised"}


def test_a_report_for_sharing_is_entered_and_one_for_inside_is_not(filled, director):
    share(filled, director, mode=Mode.INTERNAL)
    assert not SharedRelease.objects.exists()
    made = share(filled, director)
    release = SharedRelease.objects.get()
    assert (release.title, release.filename) == ("Theme 3 report, 2024-25", made.filename)
    assert release.sha256 == ExportEvent.objects.get(filename=made.filename).sha256
    assert raised(release)[YEAR.start, YEAR.end] == "10"
    assert ActivityEvent.objects.filter(verb="shared").count() == 1


def test_a_command_enters_what_it_shares_as_well(filled):
    make_theme3_report(
        by=None,
        council=filled,
        start=YEAR.start,
        end=YEAR.end,
        fmt=Format.PDF,
        mode=Mode.PUBLICATION,
    )
    assert SharedRelease.objects.get().shared_by is None


def test_the_same_report_can_be_shared_again(filled, director):
    first = share(filled, director)
    assert share(filled, director).content == first.content
    one, two = SharedRelease.objects.order_by("pk")
    assert raised(one) == raised(two)


def test_what_was_hidden_stays_hidden_once_a_case_has_come(filled, director):
    share(filled, director, Q1.quarters()[0])
    quarter = YEAR.quarters()[1]
    share(filled, director, quarter)
    assert raised(SharedRelease.objects.first())[quarter.start, quarter.end] == "[c]"
    ConcernFactory.create_batch(2, adult__council=filled, received_on=date(2024, 8, 1))
    share(filled, director, quarter)
    again = SharedRelease.objects.order_by("-pk").first()
    assert raised(again)[quarter.start, quarter.end] == "[c]"
    because = [w["because_of"] for w in again.withheld if w["measure"] == "concerns_raised"]
    assert any("Theme 3 report, 2024-25 Q2" in title for titles in because for title in titles)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 4, 1), date(2024, 4, 30)),
        (date(2024, 4, 2), date(2025, 3, 31)),
        (date(2024, 4, 1), date(2026, 3, 31)),
        (date(2024, 5, 1), date(2024, 7, 31)),
    ],
)
def test_other_dates_than_years_and_quarters_are_not_shared(start, end, filled, director):
    with pytest.raises(RuleViolationError, match="a whole financial year or a whole quarter"):
        share(filled, director, Period.between(start, end))
    assert not SharedRelease.objects.exists()
    share(filled, director, Period.between(start, end), mode=Mode.INTERNAL)


def test_years_and_quarters_may_be_shared():
    for period in (YEAR, *YEAR.quarters()):
        check_cut(period.start, period.end)


def test_a_document_with_nothing_left_to_show_is_refused_and_says_because_of_what(council):
    one = SharedFigure("concerns_raised", Q1.start, Q1.end, "", ("concerns",), (3,))
    SharedReleaseFactory(council=council, title="Board pack, 2024-25 Q1", figures=[one.as_json()])
    now = SharedFigure("concerns_raised", Q1.start, Q1.end, "", ("concerns",), (6,))
    with pytest.raises(RuleViolationError, match="together with Board pack, 2024-25 Q1"):
        what_to_withhold(council=council, figures=[now], document="This report")


def test_the_releases_of_another_council_do_not_matter(council, other_council):
    one = SharedFigure("concerns_raised", Q1.start, Q1.end, "", ("concerns",), (3,))
    SharedReleaseFactory(council=other_council, figures=[one.as_json()])
    now = SharedFigure("concerns_raised", Q1.start, Q1.end, "", ("concerns",), (6,))
    assert what_to_withhold(council=council, figures=[now], document="This report") == []


def test_a_measure_that_is_gone_is_still_read_from_the_ledger(council):
    gone = SharedFigure("gone", Q1.start, Q1.end, "", ("gone",), (30,))
    SharedReleaseFactory(council=council, figures=[gone.as_json()])
    now = SharedFigure("concerns_raised", Q1.start, Q1.end, "", ("concerns",), (6,))
    assert what_to_withhold(council=council, figures=[now], document="This report") == []


# --- the return -------------------------------------------------------------------------------


def return_of(council, **cells):
    return record_return(
        by=None,
        council=council,
        title="Safeguarding Adults Collection 2024-25",
        period=YEAR,
        cells=cells,
        filename="sac.csv",
        content=b"x",
    )


def test_a_return_is_shared_again_while_its_hidden_cells_are_the_same(council):
    return_of(council, A="[c]", B=10)
    return_of(council, A="[c]", B=15)
    assert SharedRelease.objects.filter(kind="sac_return").count() == 2


@pytest.mark.parametrize(("was", "now"), [("[c]", 5), (5, "[c]"), ("[x]", "[c]")])
def test_a_return_whose_cells_crossed_the_line_is_not_shared(was, now, council):
    return_of(council, A=was, B=10)
    with pytest.raises(RuleViolationError, match="1 would now be") as refusal:
        return_of(council, A=now, B=10)
    assert f"A was {was} and would be {now}" in str(refusal.value)
    assert SharedRelease.objects.count() == 1
