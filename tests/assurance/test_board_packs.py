"""Board packs: pinned, never changed, and honest about what counts differently since."""

import re
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from assurance import catalogue
from assurance.measures import Unit
from assurance.models import BoardPack, PackPlan, PackSubscription, SharedRelease
from assurance.packs import contents
from assurance.packs.document import PackView, pack_document
from assurance.packs.pinned import difference, fingerprint, unpin
from assurance.services.board_packs import make_board_pack, save_plan
from assurance.services.pack_files import export_pack, read_pack
from assurance.services.pack_mails import send_pack_mails, set_subscription
from assurance.services.reports import Format
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.periods import Period, parse_quarter
from safeguard.metrics.figures import Figure
from tests.factories import (
    BoardPackFactory,
    ConcernFactory,
    PackPlanFactory,
    PackSubscriptionFactory,
    RegisterSettingsFactory,
)
from tests.factories.packs import pinned

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = Period.financial_year(2025).quarters()


@pytest.fixture
def filled(council):
    """Six concerns in the first quarter, one in the third; the data reach past the third."""
    RegisterSettingsFactory(council=council, data_cut_on=date(2026, 1, 15))
    for day in range(1, 7):
        ConcernFactory(adult__council=council, received_on=date(2025, 4, day))
    ConcernFactory(adult__council=council, received_on=date(2025, 10, 1))
    return council


def make(council, quarter, by=None):
    return make_board_pack(by=by, council=council, quarter=quarter)


def value(pack, key="concerns_raised"):
    return next(held["numerator"] for held in pack.figures if held["key"] == key)


def code_of(refusal):
    return refusal.value.code


def test_a_pack_pins_figures_with_what_they_were_made_from(filled, sab_manager):
    pack = make(filled, Q1, sab_manager)
    assert [held["key"] for held in pack.figures] == [
        m.key for m in catalogue.MEASURES if m.key in contents.DEFAULT_MEASURES
    ]
    assert (value(pack), pack.data_cut_on, pack.made_by) == (6, date(2026, 1, 15), sab_manager)
    assert pack.filters["council"] == "TEST"
    assert pack.sha256 == fingerprint(pack.figures, pack.filters)
    assert ActivityEvent.objects.get(verb="board_pack_made").changes["quarter"][1] == "2025-26 Q1"
    assert (pack.remarks, pack.restated) == ([], [])
    assert str(pack) == "Test Council, 2025-04-01 to 2025-06-30"


def test_what_counts_differently_later_is_listed_and_what_is_pinned_stays(filled):
    first = make(filled, Q1)
    ConcernFactory(adult__council=filled, received_on=date(2025, 5, 1))
    second = make(filled, Q2)
    first.refresh_from_db()
    assert value(first) == 6
    listed = {row["key"]: row for row in second.restated}
    row = listed["concerns_raised"]
    assert (row["quarter"], row["old"]["numerator"], row["new"]["numerator"]) == (
        "2025-26 Q1",
        6,
        7,
    )
    assert first.sha256 == fingerprint(first.figures, first.filters)
    text = str(document(second).blocks)
    assert "As pinned" in text
    assert "+1 case'" in text


def test_what_was_listed_is_listed_again_only_if_it_moved(filled):
    make(filled, Q1)
    late = ConcernFactory(adult__council=filled, received_on=date(2025, 5, 1))
    assert make(filled, Q2).restated
    late.delete()
    rows = {row["key"]: row for row in make(filled, Q3).restated}
    # Back to what was pinned: that is news after the pack before.
    assert rows["concerns_raised"]["new"]["numerator"] == 6
    RegisterSettingsFactory._meta.model.objects.update(data_cut_on=date(2026, 4, 1))
    assert make(filled, Q4).restated == []


def test_what_goes_on_growing_is_not_called_restated(filled):
    PackPlanFactory(council=filled, measures=["concerns_undecided", "s42_open_at_cut"])
    BoardPackFactory(
        council=filled,
        start=Q1.start,
        end=Q1.end,
        figures=[pinned("concerns_undecided", 50), pinned("s42_open_at_cut", 50)],
    )
    assert make(filled, Q2).restated == []


def test_a_missed_quarter_is_said(filled):
    make(filled, Q1)
    assert make(filled, Q3).remarks == [
        "No pack was made for 2025-26 Q2, so figures of earlier quarters have a gap."
    ]
    assert make(filled, Q2).remarks[0] == "This pack was made after that of a later quarter."


def test_an_empty_quarter_is_said_and_pinned_all_the_same(filled):
    pack = make(filled, Q2)
    assert pack.remarks == ["The register holds no case for 2025-26 Q2."]
    assert value(pack) == 0
    assert document(pack).blocks


def test_a_pack_is_made_once(filled):
    make(filled, Q1)
    with pytest.raises(RuleViolationError, match=r"was made on .* Its figures stay") as refusal:
        make(filled, Q1)
    assert code_of(refusal) == "made_already"
    assert BoardPack.objects.count() == 1


@pytest.mark.parametrize(
    ("quarter", "code"),
    [
        pytest.param(Q4, "not_over", id="the data do not hold the whole quarter"),
        pytest.param(Period.financial_year(2024), "not_a_quarter", id="a year"),
        pytest.param(Period.financial_year(2040).quarters()[0], "not_over", id="the future"),
    ],
)
def test_only_a_whole_quarter_that_is_over_is_pinned(quarter, code, filled):
    with pytest.raises(RuleViolationError) as refusal:
        make(filled, quarter)
    assert code_of(refusal) == code


def test_a_measure_that_is_gone_is_said_and_does_not_stop_the_pack(filled):
    PackPlanFactory(council=filled, measures=["concerns_raised", "gone_pct"])
    gone = pinned("concerns_raised", 8, key="lost_count", title="Something counted once")
    BoardPackFactory(council=filled, start=Q1.start, end=Q1.end, figures=[gone])
    pack = make(filled, Q2)
    assert "The measure gone_pct, which the pack is set to hold, is no longer kept." in " ".join(
        pack.remarks
    )
    assert pack.restated[0]["new"] is None
    for mode in Mode:
        assert "Something counted once" in str(document(pack, mode).blocks)
    assert "No longer kept" in str(document(pack).blocks)


def test_a_renamed_measure_is_followed(filled, monkeypatch):
    monkeypatch.setattr(contents, "RENAMED", {"all_concerns": "concerns_raised"})
    PackPlanFactory(council=filled, measures=["all_concerns"])
    old = pinned("concerns_raised", 9, key="all_concerns")
    BoardPackFactory(council=filled, start=Q1.start, end=Q1.end, figures=[old])
    pack = make(filled, Q2)
    assert [held["key"] for held in pack.figures] == ["concerns_raised"]
    assert [row["new"]["numerator"] for row in pack.restated] == [6]
    assert "('Concerns raised', '0', '9')" in str(document(pack).blocks)


@pytest.mark.parametrize("who", ["practitioner", "manager", "sab_chair", "stranger"])
def test_a_pack_is_made_by_those_who_keep_packs(who, filled, request):
    with pytest.raises(PermissionDenied):
        make(filled, Q1, request.getfixturevalue(who))


def test_the_plan_is_kept_in_the_order_of_the_catalogue(filled, sab_manager):
    plan = save_plan(
        by=sab_manager,
        council=filled,
        measures=["asked_pct", "concerns_raised"],
        roles=["director", "sab_chair"],
    )
    assert plan.measures == ["concerns_raised", "asked_pct"]
    assert plan.roles == ["sab_chair", "director"]
    save_plan(by=sab_manager, council=filled, measures=["asked_pct"], roles=[])
    assert PackPlan.objects.get().measures == ["asked_pct"]
    assert str(PackPlan.objects.get()) == "Test Council: 1 measures"
    assert [held["key"] for held in make(filled, Q1).figures] == ["asked_pct"]


@pytest.mark.parametrize(("measures", "code"), [([], "no_measures"), (["nothing"], "unknown")])
def test_a_plan_holds_measures_that_there_are(measures, code, filled, sab_manager):
    with pytest.raises(RuleViolationError) as refusal:
        save_plan(by=sab_manager, council=filled, measures=measures, roles=[])
    assert code_of(refusal) == code


def test_a_plan_is_changed_by_those_who_keep_packs(filled, sab_chair):
    with pytest.raises(PermissionDenied):
        save_plan(by=sab_chair, council=filled, measures=["asked_pct"], roles=[])


# --- mails ------------------------------------------------------------------------------------


def test_who_asked_is_told_with_a_link_and_no_figure(
    filled, sab_chair, director, stranger, django_capture_on_commit_callbacks
):
    set_subscription(by=sab_chair, council=filled, wanted=True)
    set_subscription(by=sab_chair, council=filled, wanted=True)
    PackSubscriptionFactory(council=filled, person=stranger)
    with django_capture_on_commit_callbacks(execute=True):
        pack = make(filled, Q1)
    (sent,) = mail.outbox
    assert sent.to == [sab_chair.email]
    assert f"/board-packs/{pack.public_id}/" in sent.body
    words = sent.body.replace(str(pack.public_id), "").replace("127.0.0.1:8000", "")
    assert re.findall(r"\d+", words.replace("2025-26 Q1", "")) == []


def test_nobody_is_told_who_did_not_ask(filled, sab_chair):
    pack = make(filled, Q1)
    set_subscription(by=sab_chair, council=filled, wanted=False)
    set_subscription(by=sab_chair, council=filled, wanted=True)
    set_subscription(by=sab_chair, council=filled, wanted=False)
    assert send_pack_mails(pack_id=str(pack.public_id)) == 0
    assert not PackSubscription.objects.exists()


def test_only_who_may_see_the_figures_asks_to_be_told(filled, practitioner):
    with pytest.raises(PermissionDenied):
        set_subscription(by=practitioner, council=filled, wanted=True)


# --- files ------------------------------------------------------------------------------------


def document(pack, mode=Mode.INTERNAL):
    earlier = tuple(BoardPack.objects.filter(start__lt=pack.start).order_by("start"))
    return pack_document(PackView(pack, "Test Council", earlier, mode), made_on=pack.end)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("mode", Mode)
def test_a_file_is_in_the_ledgers(fmt, mode, filled, director):
    pack = make(filled, Q1)
    made = export_pack(by=director, pack=pack, fmt=fmt, mode=mode, reason="The board meets")
    assert made.filename.startswith("board-pack-TEST-2025-26-Q1-")
    assert ExportEvent.objects.get().kind == "board_pack"
    assert SharedRelease.objects.count() == (mode is Mode.PUBLICATION)
    again = export_pack(by=director, pack=pack, fmt=fmt, mode=mode, reason="Again")
    assert again.content == made.content


def test_a_pack_for_sharing_holds_no_true_small_count(filled, director):
    ConcernFactory.create_batch(2, adult__council=filled, received_on=date(2025, 7, 1))
    first = make(filled, Q1)
    ConcernFactory(adult__council=filled, received_on=date(2025, 5, 1))
    second = make(filled, Q2)
    shown = read_pack(by=director, pack=second, mode=Mode.PUBLICATION)
    text = str(shown.document.blocks)
    assert shown.document.marking == "Suitable for sharing: small numbers hidden"
    assert "('Concerns raised', '[c]', '5')" in text
    assert "Concerns raised, 2025-26 Q1" in text
    assert "As pinned" not in text
    assert first.sha256 not in text
    assert second.sha256 not in text


def test_a_file_needs_a_reason_and_the_right(filled, director, sab_chair):
    pack = make(filled, Q1)
    wanted = {"pack": pack, "fmt": Format.HTML, "mode": Mode.PUBLICATION}
    with pytest.raises(RuleViolationError) as refusal:
        export_pack(by=director, reason=" ", **wanted)
    assert code_of(refusal) == "no_reason"
    assert not SharedRelease.objects.exists()
    with pytest.raises(PermissionDenied):
        export_pack(by=sab_chair, reason="I want it", **wanted)


# --- the command ------------------------------------------------------------------------------


def command(*, council="TEST", quarter="2025-26-Q1"):
    call_command("make_board_pack", "--council", council, "--quarter", quarter)


def test_the_command_makes_a_pack_and_says_so(filled, capsys):
    make(filled, Q1)
    command(quarter="2025-26-Q3")
    out = capsys.readouterr().out
    assert "Board pack of Test Council for 2025-26 Q3: 12 figures pinned, 0 restated" in out
    assert "Note: No pack was made for 2025-26 Q2" in out
    assert BoardPack.objects.get(start=Q3.start).made_by is None


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"council": "NONE"}, "no council with the code 'NONE'"),
        ({"quarter": "2025-26-Q5"}, "'2025-26-Q5' is not a quarter such as 2024-25 Q1"),
        ({"quarter": "2025-27-Q1"}, "did you mean 2025-26"),
        ({"quarter": "2025-26-Q4"}, "the data reach to 15 January 2026"),
    ],
)
def test_the_command_refuses_in_plain_words(wanted, words, filled):
    with pytest.raises(CommandError, match=words):
        command(**wanted)


@pytest.mark.parametrize("text", ["2025-26-Q2", "2025-26 Q2", " 2025-26 Q2 "])
def test_a_quarter_is_read_as_people_write_it(text):
    assert parse_quarter(text) == Q2


@pytest.mark.parametrize(
    ("old", "new", "unit", "words"),
    [
        (6, 7, Unit.COUNT, "+1 case"),
        (7, 4, Unit.COUNT, "\N{MINUS SIGN}3 cases"),
        (80.0, 78.75, Unit.PERCENT, "\N{MINUS SIGN}1.2 percentage points"),
        (None, 4, Unit.DAYS, "\N{EN DASH}"),
    ],
)
def test_a_difference_in_words(old, new, unit, words):
    assert difference(Figure(old), Figure(new), unit) == words


def test_what_is_pinned_is_read_back_whole():
    held = pinned("concerns_raised", 3)
    assert unpin(held).figure == Figure(3, 3)
