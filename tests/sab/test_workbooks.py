"""A return by workbook: sealed, read by its keys, compared, taken in once, and by whom."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.workbooks import read_workbook
from sab.models import WorkbookPack
from sab.services import moderation
from sab.services import workbooks as services
from sab.workbook import content as c
from tests import factories as f
from tests.sab.conftest import lead_of
from tests.sab.filled_workbook import fill_answer, fill_row, opened, row_of, saved
from tests.sab.returns_set import (
    CLOSED_DAY,
    OPEN_DAY,
    answer,
    answer_all,
    standards,
    submit,
    template_of_two,
)
from tests.sab.returns_set import opened as asked

pytestmark = pytest.mark.django_db
MET, PARTLY = "In place and working", "Partly in place"


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY):
        yield


@pytest.fixture
def alms(board):
    """A partner without an account."""
    return f.PartnerFactory(board=board, name="Almshouses", kind="voluntary", organisation=None)


@pytest.fixture
def row(board, unit, alms):
    return asked(board, unit, alms)[0]


@pytest.fixture
def pack(unit, row):
    return opened(services.make_pack(by=unit, assurance_return=row)[1])


def sheets(book):
    return read_workbook("sent.xlsx", saved(book))


def compare(by, row, book):
    return services.compare_workbook(by=by, assurance_return=row, sheets=sheets(book))


def take(by, row, book):
    return services.take_in_workbook(
        by=by, assurance_return=row, sheets=sheets(book), file_sha256="a" * 64
    )


def fill_all(book):
    fill_answer(book, "A1", rating=MET, words="Our board hears it.")
    fill_answer(book, "B1", rating=PARTLY, words="Two of three sites.")
    fill_row(
        book,
        c.EVIDENCE,
        1,
        "A1",
        "Audit result",
        "An audit",
        "It holds.",
        "alms.example/audit",
        date(2025, 5, 1),
    )
    fill_row(book, c.ACTIONS, 1, "b1", "Brief the third site.", "Ada Quill", "1/9/2025")


def test_what_is_filled_in_is_shown_first_and_stored_once(row, unit, pack):
    fill_all(pack)
    found = compare(unit, row, pack)
    assert [(each.code, each.before, each.after) for each in found.changes] == [
        ("A1", "", MET),
        ("B1", "", PARTLY),
    ]
    assert not found.refused
    assert not found.short
    assert not row.answers.exists()
    take(unit, row, pack)
    first, second = row.answers.order_by("standard")
    assert (first.self_rating, first.narrative, second.self_rating) == (2, "Our board hears it.", 1)
    evidence = first.evidence.get()
    assert (evidence.link, evidence.dated_on) == ("https://alms.example/audit", date(2025, 5, 1))
    assert row.improvement_actions.get().due_on == date(2025, 9, 1)
    row.refresh_from_db()
    assert (row.status, row.signed_by, row.submitted_on) == ("in_progress", "", None)
    held = WorkbookPack.objects.get()
    assert (held.taken_by, held.file_sha256) == (unit, "a" * 64)
    assert ActivityEvent.objects.filter(verb="return_workbook_taken_in").count() == 1
    assert ExportEvent.objects.get().kind == services.KIND
    with pytest.raises(RuleViolationError, match="was taken in on 02/06/2025"):
        take(unit, row, pack)


def test_only_what_is_answered_is_open_and_lists_offer_every_choice(pack):
    sheet = pack[c.ANSWERS]
    unlocked = {cell.column for cell in sheet[2] if not cell.protection.locked}
    assert unlocked == {8, 9, 10}
    assert all(each.protection.sheet for each in pack.worksheets)
    assert all(cell.protection.locked for line in pack[c.READ_ME].iter_rows() for cell in line)
    offered = [cell.value for cell in pack[c.LISTS]["A"][1:]]
    assert [each for each in offered if each] == [*c.RATINGS, c.DOES_NOT_APPLY]


def test_rows_in_another_order_are_read_by_their_standard(row, unit, pack):
    fill_all(pack)
    sheet = pack[c.ANSWERS]
    first, second = ([cell.value for cell in sheet[at]] for at in (2, 3))
    for at, cells in ((2, second), (3, first)):
        for place, value in enumerate(cells, 1):
            sheet.cell(at, place).value = value
    assert not compare(unit, row, pack).refused
    take(unit, row, pack)
    ratings = row.answers.order_by("standard").values_list("standard__code", "self_rating")
    assert list(ratings) == [("A1", 2), ("B1", 1)]


def test_what_was_altered_is_named(row, unit, pack):
    sheet = pack[c.ANSWERS]
    sheet.cell(row_of(sheet, "A1"), 3).value = "Something easier."
    sheet.cell(row_of(sheet, "B1"), 5).value = MET
    pack[c.READ_ME].cell(1, 2).value = "Another agency"
    with pytest.raises(RuleViolationError) as refused:
        compare(unit, row, pack)
    words = str(refused.value)
    assert refused.value.code == "altered"
    for part in (
        "A1, “What the standard says” was changed",
        "B1, “Held: rating” was changed",
        "“Agency” was",
    ):
        assert part in words


def test_missing_rows_sheets_and_columns_are_named(row, unit, pack):
    sheet = pack[c.ANSWERS]
    sheet.delete_rows(row_of(sheet, "B1"))
    with pytest.raises(RuleViolationError, match="no row for B1"):
        compare(unit, row, pack)
    sheet.cell(1, 8).value = "Keep?"
    del pack[c.ACTIONS]
    with pytest.raises(RuleViolationError) as refused:
        compare(unit, row, pack)
    assert "the column “Keep what is held?” is missing or was renamed" in str(refused.value)
    assert "The sheet Actions is missing" in str(refused.value)


def test_a_row_twice_or_of_nowhere_is_named(row, unit, pack):
    sheet = pack[c.ANSWERS]
    sheet.cell(4, 1).value, sheet.cell(5, 1).value = "A1", "Z9"
    with pytest.raises(RuleViolationError) as refused:
        compare(unit, row, pack)
    assert "A1 stands twice" in str(refused.value)
    assert "Z9 is not in this return" in str(refused.value)


def test_a_pack_is_sealed_to_its_return_and_the_newest_holds(board, row, unit, alms, pack):
    other = asked(board, unit, alms, template=row.cycle.template, title="Another")[0]
    with pytest.raises(RuleViolationError, match="made for another return"):
        compare(unit, other, pack)
    services.make_pack(by=unit, assurance_return=row)
    with pytest.raises(RuleViolationError, match="A newer workbook was made"):
        compare(unit, row, pack)
    place = next(cells[1] for cells in pack[c.READ_ME].iter_rows() if cells[0].value == c.PACK)
    place.value = place.value[:-1] + ("A" if place.value[-1] != "A" else "B")
    with pytest.raises(RuleViolationError) as refused:
        compare(unit, row, pack)
    assert refused.value.code == "no_pack"


def test_a_stale_workbook_names_what_changed_since(board, unit, police):
    row = asked(board, unit, police)[0]
    lead = lead_of(police)
    pack = opened(services.make_pack(by=lead, assurance_return=row)[1])
    answer(row, lead, standards(row)[1])
    fill_answer(pack, "A1", rating=MET, words="Yes")
    with pytest.raises(RuleViolationError, match=r"changed after this workbook was made \(B1\)"):
        compare(lead, row, pack)


def test_what_was_carried_forward_is_shown_and_kept_or_changed(board, unit, police):
    lead, template = lead_of(police), template_of_two()
    before = asked(board, unit, police, template=template)[0]
    answer_all(before, lead)
    submit(before, lead)
    with time_machine.travel(date(2026, 6, 2)):
        row = asked(board, unit, police, template=template, title="Next", opens=date(2026, 6, 1))[0]
        pack = opened(services.make_pack(by=lead, assurance_return=row)[1])
        sheet = pack[c.ANSWERS]
        shown = [cell.value for cell in sheet[row_of(sheet, "A1")]]
        assert shown[4:7] == [MET, "Our board hears it.", "Audit result: An audit, 01/05/2025"]
        fill_answer(pack, "A1", keep="Yes")
        found = compare(lead, row, pack)
        assert [each.is_same for each in found.changes] == [True]
        assert found.filled.unanswered == ["B1"]
        assert [each.gaps for each in found.short] == [("Carried forward: confirm or change it",)]
        take(lead, row, pack)
        kept = list(row.answers.order_by("standard").values_list("is_confirmed", flat=True))
        row.refresh_from_db()
    assert kept == [True, False]
    assert (row.signed_by, row.signed_on) == ("", None)


def test_faults_name_their_row_and_nothing_is_stored(row, unit, pack):
    fill_answer(pack, "A1", keep="Yes", rating="Splendid", words="x")
    fill_answer(pack, "B1", words="Only words")
    fill_row(pack, c.EVIDENCE, 1, "A1", "A rumour", "T", "", "", "soon")
    fill_row(pack, c.ACTIONS, 1, "Z9", "x", "y", "1/9/2025")
    found = compare(unit, row, pack)
    assert found.refused == [
        "Answers, row 2, A1: it is both kept and changed. Do one of the two",
        "Answers, row 2, A1: “Splendid” is not one of the ratings",
        "Answers, row 3, B1: choose a rating",
        "Evidence, row 2, A1: choose a kind of evidence from the list",
        "Evidence, row 2, A1: give “Date of the evidence” as a day, for example 1/4/2026",
        "Actions, row 2: choose a standard of this return",
    ]
    with pytest.raises(RuleViolationError, match="Nothing was taken in"):
        take(unit, row, pack)
    assert not row.answers.exists()


def test_what_a_page_refuses_a_workbook_is_refused_too(row, unit, pack):
    fill_answer(pack, "A1", rating=MET)
    fill_answer(pack, "B1", rating=PARTLY, words="Two of three.")
    late, past = date(2026, 1, 1), date(2025, 1, 1)
    fill_row(pack, c.EVIDENCE, 1, "B1", "Audit result", "T" * 201, "", "not an address", past)
    fill_row(pack, c.EVIDENCE, 2, "B1", "Audit result", "Later", "", "", late)
    fill_row(pack, c.ACTIONS, 1, "B1", "Do it", "", past)
    words = "\n".join(compare(unit, row, pack).refused)
    for part in (
        "A1: Say what this rests on",
        "row 2, B1: title: Ensure this value has at most 200 characters",
        "row 3, B1: Date of the evidence cannot be in the future",
        "Actions, row 2, B1: Give a day that is still to come",
    ):
        assert part in words
    with pytest.raises(RuleViolationError):
        take(unit, row, pack)
    assert not row.answers.exists()


def test_the_window_holds_for_a_workbook_as_on_screen(row, unit, pack):
    fill_all(pack)
    with time_machine.travel(CLOSED_DAY):
        with pytest.raises(RuleViolationError, match="window for returns has closed"):
            compare(unit, row, pack)
        moderation.give_leave(
            by=unit, assurance_return=row, until=date(2025, 7, 20), reason="Their lead is ill"
        )
        row.refresh_from_db()
        take(unit, row, pack)
    assert row.answers.count() == 2


def test_who_may_write_for_whom(row, unit, police, health, pack, board):
    fill_all(pack)
    with pytest.raises(PermissionDenied):
        compare(lead_of(police), row, pack)
    theirs = asked(board, unit, police, template=row.cycle.template, title="Theirs")[0]
    lead_of(police)
    with pytest.raises(PermissionDenied):
        services.make_pack(by=unit, assurance_return=theirs)
    # The council's own lead answers for the council, and for no other partner.
    council_lead = f.MembershipFactory(
        organisation=board.areas.get().council, role="partner_lead"
    ).person
    with pytest.raises(PermissionDenied):
        answer(row, council_lead, standards(row)[0])


def test_on_the_page_differences_come_before_anything_is_stored(client, row, unit, pack):
    fill_all(pack)
    client.force_login(unit)
    address = reverse("sab:return-workbook", args=[row.pk])
    sent = SimpleUploadedFile("filled.xlsx", saved(pack))
    text = client.post(address, {"file": sent}).content.decode()
    assert "What the workbook changes" in text
    assert "Two of three sites." in text
    assert not row.answers.exists()
    sealed = text.split('name="sealed" value="')[1].split('"')[0]
    address = reverse("sab:return-workbook-take", args=[row.pk])
    assert client.post(address, {"sealed": "made-up"}).status_code == 200
    with time_machine.travel("2025-06-02T05:00Z"):
        client.force_login(unit)
        text = client.post(address, {"sealed": sealed}).content.decode()
        assert "Choose the workbook again" in text
    assert not row.answers.exists()
    client.force_login(unit)
    assert client.post(address, {"sealed": sealed}).status_code == 302
    assert row.answers.count() == 2


def test_what_was_confirmed_is_of_one_person_and_one_return(client, board, unit, police, health):
    mine, theirs = asked(board, unit, police, health)
    lead, other = lead_of(police), lead_of(health)
    pack = opened(services.make_pack(by=lead, assurance_return=mine)[1])
    fill_all(pack)
    client.force_login(lead)
    sent = SimpleUploadedFile("filled.xlsx", saved(pack))
    text = client.post(
        reverse("sab:agency-workbook", args=[mine.pk]), {"file": sent}
    ).content.decode()
    sealed = text.split('name="sealed" value="')[1].split('"')[0]
    client.force_login(other)
    address = reverse("sab:agency-workbook-take", args=[theirs.pk])
    assert "Choose the workbook again" in client.post(address, {"sealed": sealed}).content.decode()
    for name in ("agency-workbook", "agency-workbook-make", "agency-workbook-take"):
        address = reverse(f"sab:{name}", args=[mine.pk])
        assert client.post(address, {"sealed": sealed}).status_code == 404
    sent = SimpleUploadedFile("filled.xlsx", saved(pack))
    text = client.post(
        reverse("sab:agency-workbook", args=[theirs.pk]), {"file": sent}
    ).content.decode()
    assert "made for another return" in text
    assert "Police" not in text
    assert not mine.answers.exists()
    assert not theirs.answers.exists()


def test_a_board_submits_for_an_agency_without_an_account_and_another_judges(
    client, row, unit, pack, person_with
):
    fill_all(pack)
    take(unit, row, pack)
    client.force_login(unit)
    address = reverse("sab:return-submit", args=[row.pk])
    signed = {"signed_by": "Ada", "signed_job_title": "Chair", "signed_on": "2/6/2025"}
    text = client.post(address, signed).content.decode()
    assert "Confirm that the executive lead made this declaration" in text
    assert client.post(address, {**signed, "is_declared": "on"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.submitted_by) == ("submitted", unit)
    with pytest.raises(RuleViolationError, match="Nobody judges"):
        moderation.validate_answer(by=unit, answer=row.answers.first(), rating=2)
    moderation.validate_answer(by=person_with("sab_manager"), answer=row.answers.first(), rating=2)
