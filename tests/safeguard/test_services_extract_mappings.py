"""Keeping a council's mappings."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core import activity
from core.models import ActivityEvent, Organisation, User
from safeguard.models import ExtractMapping
from safeguard.services.extract_mappings import save_mapping
from tests.safeguard.extract_files import fail


def test_save_mapping_saves_and_logs(analyst: User, council: Organisation):
    mapping = save_mapping(by=analyst, council=council, name=" Ours ", text="dates: iso")
    assert (mapping.name, mapping.created_by) == ("Ours", analyst)
    save_mapping(
        by=analyst, council=council, name="Ours", text="dates: dd/mm/yyyy", mapping=mapping
    )
    events = list(ActivityEvent.objects.filter(verb="mapping_saved").order_by("pk"))
    assert events[1].changes == {"text": ["dates: iso", "dates: dd/mm/yyyy"]}


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [("", "dates: iso", "name"), ("Ours", "dates: x", "text"), ("Held", "", "name")],
)
def test_save_mapping_refuses(
    analyst: User, council: Organisation, name: str, text: str, field: str
):
    ExtractMapping.objects.create(council=council, name="Held", text="")
    with pytest.raises(ValidationError) as error:
        save_mapping(by=analyst, council=council, name=name, text=text)
    assert field in error.value.error_dict
    assert ExtractMapping.objects.count() == 1


def test_save_mapping_needs_the_permission_and_keeps_nothing_if_the_log_fails(
    analyst: User, stranger: User, council: Organisation, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(PermissionDenied):
        save_mapping(by=stranger, council=council, name="Ours", text="")
    monkeypatch.setattr(activity, "record", fail)
    with pytest.raises(RuntimeError):
        save_mapping(by=analyst, council=council, name="Ours", text="dates: iso")
    assert not ExtractMapping.objects.exists()
