import hashlib

import pytest
from django.core.exceptions import ValidationError

from core.errors import RuleViolationError
from core.exports import record_export
from core.models import ActivityEvent, ExportEvent

FILE = {
    "kind": "sac_return",
    "filename": "return.csv",
    "content": b"a,b\n1,2\n",
    "reason": " To submit the return ",
    "parameters": {"year": "2024-25"},
    "rows": 1,
}


def test_an_export_is_entered_with_its_reason_rows_and_hash(analyst, council):
    event = record_export(by=analyst, council=council, **FILE)
    event.refresh_from_db()
    assert event.sha256 == hashlib.sha256(FILE["content"]).hexdigest()
    assert (event.reason, event.rows, event.exported_by) == ("To submit the return", 1, analyst)
    assert event.parameters == {"year": "2024-25"}
    assert ActivityEvent.objects.get().verb == "exported"


def test_a_command_and_a_file_without_rows_are_entered_too(council):
    event = record_export(by=None, council=council, **{**FILE, "rows": None, "parameters": {}})
    assert (event.rows, event.exported_by) == (None, None)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_export_needs_a_reason(analyst, council, reason):
    with pytest.raises(RuleViolationError) as refusal:
        record_export(by=analyst, council=council, **{**FILE, "reason": reason})
    assert (refusal.value.code, refusal.value.field) == ("no_reason", "reason")
    assert not ExportEvent.objects.exists()


def test_a_reason_that_does_not_fit_is_refused(analyst, council):
    with pytest.raises(ValidationError):
        record_export(by=analyst, council=council, **{**FILE, "reason": "x" * 301})


def test_nothing_is_entered_if_the_log_fails(analyst, council, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record_export(by=analyst, council=council, **FILE)
    assert not ExportEvent.objects.exists()
