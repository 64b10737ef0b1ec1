"""A made-up council's extract of three years, loaded once for a module, and its known answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from core.models import Organisation
from safeguard.models import RegisterSettings
from safeguard.services.imports import import_extract
from tests.factories import OrganisationFactory

FOLDER = Path(__file__).parents[1] / "data" / "extract-a"
YEARS = ("2022-23", "2023-24", "2024-25")
CUT = date(2025, 10, 1)


def expected(year: str) -> dict[str, Any]:
    """The answers for one year, worked out by an independent program."""
    held: dict[str, Any] = json.loads((FOLDER / f"expected-{year}.json").read_text())
    return held


@contextmanager
def loaded() -> Iterator[Organisation]:
    """Hold the extract in the database, and take it away again afterwards."""
    with transaction.atomic():
        council = OrganisationFactory(code="EXT-A", name="Extract Council")
        import_extract(by=None, council=council, source=FOLDER, cut=CUT, today=date(2026, 11, 22))
        assert RegisterSettings.objects.get(council=council).data_cut_on == CUT
        yield council
        transaction.set_rollback(True)
