"""Briefings: one page or refused, nobody named, editions that stay, use told by agencies."""

from datetime import date
from io import BytesIO

import docx
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from assurance.reports.briefing_sheet import fit, sheet_docx, sheet_pdf
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.services.versions import fingerprint
from sab.models import Briefing, BriefingReceipt
from sab.models.briefing import PARTS
from sab.one_page import Sheet
from sab.services import briefings as services
from tests import factories as f
from tests.factories.sab_business import published_briefing
from tests.sab.conftest import TODAY, lead_of

pytestmark = pytest.mark.django_db
WORDS = dict.fromkeys(PARTS, "Six services saw the risk. Nobody put it together.")
MADE = {"foot": "Edition 1", "made_on": "2 June 2025"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


def refused(code, service, **told):
    with pytest.raises(RuleViolationError) as refusal:
        service(**told)
    assert refusal.value.code == code
    return str(refusal.value)


@pytest.fixture
def about(board, unit, held):
    """A briefing about a review in which a person is named, and whose report is published."""
    f.ReviewPersonFactory(review=held, name="Margery Allthorpe")
    f.PublicationFactory(review=held, published=True)
    row = services.add_briefing(by=unit, board=board, title="Fire at home", review=held)
    return services.write_briefing(by=unit, briefing=row, title="Fire at home", **WORDS)


def test_a_briefing_names_nobody_of_its_review(unit, board, held, about):
    named = {**WORDS, "what_happened": "Margery lived alone."}
    write = {"by": unit, "briefing": about, "title": "Fire at home"}
    assert "Margery" in refused("names_somebody", services.write_briefing, **write, **named)
    services.write_briefing(**write, **named, except_words="Margery")
    add = {"by": unit, "board": board}
    refused("names_somebody", services.add_briefing, title="Allthorpe", review=held, **add)
    other = f.OtherReviewFactory(board=board)
    refused("two_sources", services.add_briefing, title="T", review=held, other_review=other, **add)
    refused("other_board", services.add_briefing, title="T", review=f.ReviewFactory(), **add)


def test_a_published_edition_stays_as_it_is(unit, about):
    publish = {"by": unit, "briefing": about}
    refused("in_future", services.publish_briefing, published_on=date(2025, 7, 1), **publish)
    first = services.publish_briefing(published_on=TODAY, **publish)
    refused("same", services.publish_briefing, published_on=TODAY, **publish)
    changed = {**WORDS, "what_worked": "A housing officer went back."}
    services.write_briefing(by=unit, briefing=about, title="Fire at home", **changed)
    second = services.publish_briefing(published_on=TODAY, **publish)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert (first.parts["what_worked"], second.parts) == (WORDS["what_worked"], changed)
    with pytest.raises(ValidationError):
        empty = {**WORDS, "talk_about_it": " "}
        services.write_briefing(by=unit, briefing=about, title="Fire at home", **empty)


def test_what_must_hold_before_it_is_published(board, unit, held):
    row = services.add_briefing(by=unit, board=board, title="T", review=held)
    publish = {"by": unit, "briefing": row, "published_on": TODAY}
    refused("not_whole", services.publish_briefing, **publish)
    seen = fingerprint(row)
    services.write_briefing(by=unit, briefing=row, title="T", **WORDS)
    refused("changed_meanwhile", services.publish_briefing, version=seen, **publish)
    refused("before_report", services.publish_briefing, **publish)
    services.publish_briefing(before_report="The inquest is years away", **publish)
    assert ActivityEvent.objects.filter(verb="briefing_before_report").exists()


def test_a_briefing_taken_back_is_closed_to_partners_at_once(client, unit, police, about):
    services.publish_briefing(by=unit, briefing=about, published_on=TODAY)
    client.force_login(lead_of(police))
    address = reverse("sab:agency-briefing", args=[about.pk])
    assert client.get(address).status_code == 200
    refused("no_reason", services.withdraw_briefing, by=unit, briefing=about, reason=" ")
    services.withdraw_briefing(by=unit, briefing=about, reason="The family asked")
    assert client.get(address).status_code == 404
    assert about.editions.count() == 1
    refused("not_published", services.withdraw_briefing, by=unit, briefing=about, reason="x")


def test_an_agency_reads_what_is_published_and_tells_its_own_use(client, board, police, health):
    row = published_briefing(board=board, title="Fire at home")
    Briefing.objects.filter(pk=row.pk).update(title="A draft that names Margery")
    lead = lead_of(police)
    client.force_login(lead)
    shown = client.get(reverse("sab:agency-briefings")).content.decode()
    assert "Fire at home" in shown
    assert "Margery" not in shown
    use = reverse("sab:agency-briefing-use", args=[row.pk])
    told = {"team": "North", "used_on": "2/6/2025", "what_we_will_do": "Ask about alarms"}
    assert "How many people took part must be 1 or more" in (
        client.post(use, {**told, "people": "0"}).content.decode()
    )
    client.post(use, {**told, "people": "12"})
    receipt = BriefingReceipt.objects.get()
    assert (receipt.partner, receipt.people, receipt.edition) == (police, 12, 1)
    give = {
        "by": lead,
        "briefing": row,
        "team": "North",
        "used_on": TODAY,
        "people": 1,
        "what_we_will_do": "x",
    }
    with pytest.raises(PermissionDenied):
        services.give_receipt(partner=health, **give)
    refused(
        "in_future", services.give_receipt, partner=police, **{**give, "used_on": date(2026, 1, 1)}
    )
    refused(
        "too_early", services.give_receipt, partner=police, **{**give, "used_on": date(2020, 1, 1)}
    )


def test_partner_a_reaches_nothing_of_partner_b(client, board, police, health):
    row = published_briefing(board=board)
    f.BriefingReceiptFactory(briefing=row, partner=health, team="The team of health")
    asked = f.DatasetIndicatorFactory(board=board)
    asked.partners.set([police, health])
    f.DatasetValueFactory(indicator=asked, partner=health, commentary="Words of health")
    elsewhere = published_briefing(title="Of another board")
    client.force_login(lead_of(police))
    for name, key in (("agency-briefing", row.pk), ("agency-briefings", None)):
        text = client.get(reverse(f"sab:{name}", args=[key] if key else [])).content.decode()
        assert "team of health" not in text
        assert "Of another board" not in text
    own = client.get(reverse("sab:agency-values", args=[police.pk])).content.decode()
    assert "Words of health" not in own
    for name, key in (
        ("sab:agency-values", health.pk),
        ("sab:agency-briefing", elsewhere.pk),
        ("sab:agency-briefing-use", elsewhere.pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404
        assert client.post(reverse(name, args=[key]), {}).status_code in (404, 405)
    file = reverse("assurance:agency-briefing-download", args=[elsewhere.pk])
    assert client.post(file, {"format": "pdf"}).status_code == 404
    own_file = reverse("assurance:agency-briefing-download", args=[row.pk])
    assert client.post(own_file, {"format": "docx"}).status_code == 200
    assert ExportEvent.objects.get().kind == "sab_briefing"
    for name in ("dataset", "risk-list", "briefing-list", "priority-list", "other-review-list"):
        assert client.get(reverse(f"sab:{name}")).status_code == 403


def sheet(words):
    return Sheet("Fire at home", "The board", dict.fromkeys(PARTS, words))


def test_the_pdf_is_one_page_and_says_when_it_would_not_be():
    short, long = sheet("Nobody asked. " * 20), sheet("Nobody asked. " * 120)
    assert fit(short).is_one_page
    assert 0.3 < fit(short).filled < 1
    reader = PdfReader(BytesIO(sheet_pdf(short, **MADE)))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert "7. Talk about it" in text
    assert sheet_pdf(short, **MADE) == sheet_pdf(short, **MADE)
    over = fit(long)
    assert (over.is_one_page, over.lines_over > 5) == (False, True)
    assert "Nothing is cut off" in over.text
    with pytest.raises(ValueError, match="more than one page"):
        sheet_pdf(long, **MADE)


def test_every_word_of_a_full_page_is_in_both_files():
    words = "Nobody asked. "
    count = next(n for n in range(60, 20, -1) if fit(sheet(words * n)).is_one_page)
    assert not fit(sheet(words * (count + 4))).is_one_page
    full = sheet(words * count)
    pdf = PdfReader(BytesIO(sheet_pdf(full, **MADE))).pages[0].extract_text()
    word = docx.Document(BytesIO(sheet_docx(full, **MADE)))
    assert pdf.count("Nobody") == count * len(PARTS)
    assert sum(p.text.count("Nobody") for p in word.paragraphs) == count * len(PARTS)


def test_one_that_is_too_long_is_neither_published_nor_handed_over(client, unit, board):
    parts = dict.fromkeys(PARTS, "Nobody asked. " * 120)
    row = f.BriefingFactory(board=board, **parts)
    client.force_login(unit)
    shown = client.get(reverse("sab:briefing-detail", args=[row.pk])).content.decode()
    assert "lines too many" in shown
    publish = reverse("sab:briefing-publish", args=[row.pk])
    version = f"{fingerprint(row)}:"
    told = {"published_on": "2/6/2025", "version": version}
    assert "lines too many" in client.post(publish, told).content.decode()
    file = reverse("assurance:briefing-download", args=[row.pk])
    assert client.post(file, {"format": "pdf"}, follow=True).redirect_chain
    assert not ExportEvent.objects.exists()
    assert client.post(file, {"format": "exe"}).status_code == 404


def test_of_two_who_write_one_briefing_neither_loses_words(client, unit, board):
    row = f.BriefingFactory(board=board, title="Fire")
    client.force_login(unit)
    address = reverse("sab:briefing-write", args=[row.pk])
    version = client.get(address).context["form"]["version"].value()
    services.write_briefing(
        by=unit, briefing=row, title="Fire", **{**dict.fromkeys(PARTS, ""), "what_worked": "Theirs"}
    )
    mine = {
        **dict.fromkeys(PARTS, ""),
        "title": "Fire",
        "what_we_found": "Mine",
        "version": version,
    }
    text = client.post(address, mine).content.decode()
    assert "What somebody else changed" in text
    assert "Mine" in text
    assert "Theirs" in text
    again = client.post(address, mine).context["form"]
    kept = {name: again[name].value() or "" for name in ("title", *PARTS, "version")}
    assert (kept["what_worked"], kept["what_we_found"]) == ("Theirs", "Mine")
    client.post(address, kept)
    row.refresh_from_db()
    assert (row.what_worked, row.what_we_found) == ("Theirs", "Mine")
