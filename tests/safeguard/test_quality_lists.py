"""The records a rule finds, as a file: every one, no names, and never without the ledger."""

import csv
import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.errors import RuleViolationError
from core.models import ExportEvent
from core.periods import parse_financial_year
from core.roles import Role
from safeguard.quality import desk
from safeguard.services.quality_lists import COLUMNS, export_list
from tests.factories import AdultIdentityFactory, QualityTaskFactory, RegisterSettingsFactory
from tests.safeguard.quality_cases import FAILS, UNTIL, undecided

YEAR = parse_financial_year("2025-26")
RULE = desk.BY_CODE["no-priority"]


@pytest.fixture(autouse=True)
def cut(council):
    RegisterSettingsFactory(council=council, data_cut_on=UNTIL)


def made(by, council, rule=RULE, reason="To put them right"):
    return export_list(by=by, council=council, rule=rule, year=YEAR, reason=reason)


def rows_of(file) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))


def test_every_record_is_in_the_file_and_the_file_in_the_ledger(
    manager, practitioner, council, other_council
):
    mine, other = (undecided(council, priority=None) for _ in range(2))
    undecided(other_council, priority=None)
    AdultIdentityFactory(adult=mine.adult, council=council, family_name="Okonkwo")
    QualityTaskFactory(
        council=council, rule=RULE.code, record_id=mine.pk, owner=practitioner, note="=By Friday"
    )
    file = made(manager, council)
    head, *rows = rows_of(file)
    assert head == list(COLUMNS)
    days = str((UNTIL - mine.received_on).days)
    assert [mine.reference, mine.adult.reference, mine.received_on.isoformat(), days] == rows[0][:4]
    assert rows[0][4:] == [practitioner.full_name, "'=By Friday"]
    assert [row[0] for row in rows] == [mine.reference, other.reference]
    assert b"Okonkwo" not in file.content
    event = ExportEvent.objects.get()
    assert (event.rows, event.exported_by, event.reason) == (2, manager, "To put them right")
    assert event.sha256 == hashlib.sha256(file.content).hexdigest()
    assert event.parameters["rule"] == RULE.code


def test_each_rule_makes_a_file(manager, council):
    for code, makers in FAILS.items():
        row = makers[0](council)
        references = {each[0] for each in rows_of(made(manager, council, desk.BY_CODE[code]))[1:]}
        assert row.reference in references


def test_a_file_needs_the_permission_and_a_reason(manager, practitioner, council):
    with pytest.raises(PermissionDenied):
        made(practitioner, council)
    with pytest.raises(RuleViolationError):
        made(manager, council, reason=" ")
    assert not ExportEvent.objects.exists()


def test_the_page_asks_what_the_file_is_for(signed_in, council):
    undecided(council, priority=None)
    client = signed_in(Role.ANALYST)
    address = reverse("safeguard:quality-list", args=[RULE.code])
    listed = client.get(reverse("safeguard:quality-rule", args=[RULE.code])).content.decode()
    assert f'href="{address}?year=2025-26"' in listed
    refused = client.post(address, {"reason": "", "year": "2025-26"})
    assert "Enter what the file is for" in refused.content.decode()
    response = client.post(address, {"reason": "Team meeting", "year": "2025-26"})
    assert response["Content-Type"].startswith("text/csv")
    assert "data-quality-" in response["Content-Disposition"]
    assert ExportEvent.objects.get().reason == "Team meeting"


def test_who_may_not_take_it_is_not_offered_it(signed_in, council):
    undecided(council, priority=None)
    page = signed_in(Role.PRACTITIONER).get(reverse("safeguard:quality-rule", args=[RULE.code]))
    assert "Download all" not in page.content.decode()
