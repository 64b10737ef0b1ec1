"""Published figures: what comes with the product, and the publication's CSV as councils load it."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assurance.catalogue import BY_KEY
from assurance.comparators.councils import PAIRS, published_for
from assurance.comparators.england import GRADES, facts, facts_for
from assurance.models import PublishedRelease, PublishedValue
from assurance.sac.cells import build_return
from assurance.sac.spec import specification_for
from assurance.sac.write_csv import COLUMNS, write_csv
from assurance.scopes import open_scope
from core.disclosure import Mode
from core.models import ActivityEvent
from tests.factories import (
    ConcernFactory,
    PublishedReleaseFactory,
    PublishedValueFactory,
    StatisticalNeighbourFactory,
)

HEADING = ",".join(COLUMNS)


def line(code="101", name="Ambermoor", table="SG1f", category="Concerns", value="640", kind=""):
    return f"ENGLAND,,,,,{code},{name},{table},{kind},{category},Count,{value}"


def test_every_fact_of_england_has_its_source_and_grade():
    assert len(facts()) > 50
    for fact in facts():
        assert fact.url.startswith("http")
        assert fact.source
        assert fact.grade in GRADES
        assert fact.measure == "" or fact.measure in BY_KEY
        assert (fact.value is None) != (fact.rate is None)


@pytest.mark.parametrize(
    ("year", "whole_percent"),
    [
        ("2017-18", 38),
        ("2018-19", 39),
        ("2019-20", 37),
        ("2020-21", 34),
        ("2023-24", 31),
        ("2024-25", 31),
    ],
)
def test_conversion_worked_out_of_rounded_counts_rounds_to_what_was_published(year, whole_percent):
    found = {fact.year: fact for fact in facts_for("conversion_rate_pct")}
    assert int(found[year].rate.percent_to(0)) == whole_percent


def test_doubtful_figures_are_left_out():
    assert "2021-22" not in {fact.year for fact in facts_for("s42_commenced")}
    assert facts_for("concerns_raised")[0].words == "640,240"
    fully = next(f for f in facts_for("outcomes_fully_achieved_pct") if f.year == "2020-21")
    assert (fully.words, fully.basis) == ("68.1%", "47,915 of 70,375")
    assert facts_for("nonsense") == []


def test_pairs_name_rows_that_the_return_has():
    specification = specification_for("2024-25")
    for key, pair in PAIRS.items():
        labels = {row.label for row in specification.table(pair.table).rows}
        assert pair.rows <= labels, key


@pytest.fixture
def load(tmp_path):
    def run(*lines: str, year: str = "2024-25", heading: str = HEADING) -> str:
        path = Path(tmp_path) / "sac.csv"
        path.write_text("\n".join((heading, *lines)) + "\n", encoding="utf-8")
        call_command("load_published_sac", str(path), "--year", year)
        return path.name

    return run


@pytest.mark.django_db
def test_a_file_is_loaded_once_and_replaced_by_another(load, capsys):
    load(line(), line(code="", name="", category="Total"), line(code="102", value="[c]"))
    assert "2 councils, 2 cells loaded. 1 lines of regions" in capsys.readouterr().out
    values = dict(PublishedValue.objects.values_list("code", "value"))
    assert values == {"101": 640, "102": None}
    assert PublishedValue.objects.get(code="102").mark == "[c]"
    load(line(), line(code="", name="", category="Total"), line(code="102", value="[c]"))
    assert "loaded already; nothing has changed" in capsys.readouterr().out
    load(line(value='"1,645"'), line(code="103", value="*"), line(code="104", value="[x]"))
    assert "in place of the file held before" in capsys.readouterr().out
    found = PublishedValue.objects.order_by("code").values_list("code", "value", "mark")
    assert list(found) == [("101", 1645, ""), ("103", None, "[c]"), ("104", None, "[x]")]
    assert PublishedRelease.objects.count() == 1
    assert ActivityEvent.objects.filter(verb="published_loaded").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "given", "message"),
    [
        ([], {}, "sac.csv has no line of a council under its heading"),
        ([line()], {"heading": "LA_CODE,VALUE"}, "line 1: there is no column LA_NAME"),
        ([line()], {"heading": f"{HEADING},value"}, "line 1: the column VALUE is there twice"),
        ([line(value="many")], {}, "line 2, column VALUE: 'many' is not a count, [c] or [x]"),
        ([line(value="-5")], {}, "line 2, column VALUE"),
        ([line(value="5.5")], {}, "line 2, column VALUE"),
        ([line(value="12,3")], {}, "line 2: 13 values where the heading has 12"),
        ([line(), line()], {}, "line 3, column CATEGORY: the same cell as on line 2"),
        ([line(name="")], {}, "line 2, column LA_NAME: there is nothing here"),
        ([line(code="1234567890123")], {}, "line 2, column LA_CODE: more than 12 characters"),
        ([line(), "x,y"], {}, "line 3: 2 values where the heading has 12"),
        ([line(), 'x,"y'], {}, "line 3: this is not CSV"),
        ([line(value="?")] * 12, {}, "sac.csv: 13 more faults like these"),
        ([line()], {"year": "2024-26"}, "is not one year"),
        ([line()], {"year": "last"}, "is not a financial year"),
    ],
)
def test_a_bad_file_is_refused_whole_and_each_fault_placed(load, lines, given, message):
    with pytest.raises(CommandError) as refusal:
        load(*lines, **given)
    assert message in str(refusal.value)
    assert not PublishedRelease.objects.exists()


@pytest.mark.django_db
def test_a_bad_file_leaves_the_year_that_is_held(load):
    load(line())
    with pytest.raises(CommandError):
        load(line(value="many"))
    assert PublishedValue.objects.get().value == 640


@pytest.mark.django_db
def test_a_missing_file_and_one_that_is_not_text(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_published_sac", str(tmp_path / "nowhere.csv"), "--year", "2024-25")
    book = tmp_path / "book.csv"
    book.write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(CommandError, match="is really an Excel workbook"):
        call_command("load_published_sac", str(book), "--year", "2024-25")


@pytest.mark.django_db
def test_our_own_long_form_is_read_back_as_it_was_written(council, tmp_path):
    for _ in range(7):
        ConcernFactory(adult__council=council, received_on=date(2024, 6, 1))
    built = build_return(open_scope(by=None, council=council), "2024-25")
    path = tmp_path / "own.csv"
    path.write_bytes(write_csv(built, council, Mode.PUBLICATION))
    call_command("load_published_sac", str(path), "--year", "2024-25")
    assert PublishedValue.objects.count() == len(built.cells)
    raised = PublishedValue.objects.get(category="Total Number of Safeguarding Concerns")
    assert (raised.code, raised.value) == ("TEST", 5)


RISK = {"Risk remained": 10, "Risk reduced": 60, "Risk removed": 30}


def publish(release, name, cells, marks=()):
    for category, value in cells.items():
        hidden = category in marks
        PublishedValueFactory(
            release=release,
            code=name[:3].upper(),
            name=name,
            table="SG2e",
            enquiry_type="Concluded Section 42 Enquiries",
            category=category,
            value=None if hidden else value,
            mark="[c]" if hidden else "",
        )


def test_councils_come_by_name_and_without_what_is_hidden(db, django_assert_num_queries):
    release = PublishedReleaseFactory(year="2024-25")
    publish(release, "Zealcombe", RISK)
    publish(release, "Ambermoor", RISK, marks=("Risk remained",))
    publish(release, "Mosswick", {"Risk removed": 30})
    publish(release, "Fernbarrow", {category: 5 for category in RISK})
    publish(PublishedReleaseFactory(year="1999-00"), "Earlier", RISK)
    neighbour = StatisticalNeighbourFactory(code="ZEA")
    with django_assert_num_queries(1):
        published = published_for("risk_reduced_or_removed_pct", neighbour.council)
    found = published.councils
    assert published.release == release
    assert [council.name for council in found if council.near] == ["Zealcombe"]
    assert [(council.name, council.hidden) for council in found] == [
        ("Ambermoor", "hidden in the publication ([c])"),
        ("Fernbarrow", "fewer than 30 cases"),
        ("Mosswick", "not in the file"),
        ("Zealcombe", ""),
    ]
    assert (found[-1].numerator, found[-1].denominator) == (90, 100)
    assert published_for("concerns_raised", neighbour.council) is None
    assert published_for("asked_pct", neighbour.council) is None
