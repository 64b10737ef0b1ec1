"""Every address, every role, one expected status. An address missing from the tables fails.

`rows.py` says how to read the tables, one for each part of the product.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.models import Organisation
from core.roles import Role
from tests.access.rows import ANONYMOUS, MAKERS, key_of
from tests.factories import MembershipFactory

MODULES = [
    import_module(f"tests.access.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("table_*.py"))
]
TABLES = [module.TABLE for module in MODULES]
for module in MODULES:
    MAKERS.update(getattr(module, "MAKERS", {}))
EXPECTED: dict[str, tuple[Any, ...]] = {
    name: row for table in TABLES for name, row in table.items()
}
WHO = (ANONYMOUS, *Role)


def expected_status(name: str, who: str) -> int:
    _, _, _, allowed, status, *exceptions = EXPECTED[name]
    if exceptions and who in exceptions[0]:
        return int(exceptions[0][who])
    if who == ANONYMOUS:
        return 403 if name.startswith("api:") else 302
    return int(status) if who in allowed else 403


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found |= names(entry, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"an address without a name: {entry.pattern}"
            found.add(prefix + entry.name)
    return found


def test_every_address_is_in_one_table():
    assert names(get_resolver()) == set(EXPECTED)
    assert sum(len(table) for table in TABLES) == len(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_status(council, name: str):
    assert {who: status_for(who, name, council) for who in WHO} == {
        who: expected_status(name, who) for who in WHO
    }


def status_for(who: str, name: str, council: Organisation) -> int:
    """Return the status that one role gets; all that was made and done for it is undone."""
    method, arguments, data, *_ = EXPECTED[name]
    client = Client()
    with transaction.atomic():
        if who != ANONYMOUS:
            client.force_login(MembershipFactory(organisation=council, role=who).person)
        keys = {key: key_of(value, council) for key, value in arguments.items()}
        response = getattr(client, method)(reverse(name, kwargs=keys), data)
        transaction.set_rollback(True)
    return int(response.status_code)
