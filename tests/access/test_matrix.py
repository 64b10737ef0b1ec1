"""Every address, every role, one expected status. An address missing from the tables fails.

`rows.py` says how to read the tables, one for each part of the product.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from core.models import Organisation, User
from core.roles import Role
from tests.access.rows import ANONYMOUS, MAKERS, address_of, made
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.kept import kept

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


@dataclass
class World:
    """A council, and a client of each reader, signed in once for all addresses."""

    council: Organisation
    clients: dict[str, Client]
    people: dict[str, User]


def without_words(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseForbidden()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make it once for all addresses.

    How a refusal reads is left out here, where some thousands of them would be written: it is the
    same for every address, and tests/core/test_views_pages.py reads it.
    """
    refused = mock.patch("config.urls.handler403", without_words, create=True)
    with refused, kept(django_db_blocker):
        council = OrganisationFactory(code="TEST", name="Test Council")
        clients: dict[str, Client] = {who: Client() for who in WHO}
        people: dict[str, User] = {role: UserFactory() for role in Role}
        for role, person in people.items():
            clients[role].force_login(person)
        yield World(council, clients, people)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_status(world: World, db: None, name: str):
    _, arguments, *_ = EXPECTED[name]
    of_reader = any(isinstance(value, made) and value.of_reader for value in arguments.values())
    address = None if of_reader else address_of(name, arguments, world.council)
    asked = asked_here(name)
    assert {who: status_for(who, world, name, address) for who in asked} == {
        who: expected_status(name, who) for who in asked
    }


def asked_here(name: str) -> list[str]:
    """Return who is tried: on SQLite everybody.

    Whoever is refused is refused from their memberships, read by the same few statements for every
    address, before the page asks the database for anything of its own. So on PostgreSQL, where a
    page's own statements are what may differ, one of those who are refused stands for the others:
    by the name of the address, so that each role is met, and nobody is left out of all addresses.
    All whose status is another one are tried, and so is nobody signed in.
    """
    if connection.vendor == "sqlite":
        return list(WHO)
    refused = [who for who in Role if expected_status(name, who) == 403]
    one = refused[crc32(name.encode()) % len(refused)] if refused else None
    return [who for who in WHO if who == one or who not in refused]


def status_for(who: str, world: World, name: str, address: str | None) -> int:
    """Return the status that one reader gets; all that was made and done for it is undone.

    Nobody else holds a role meanwhile: some pages ask whether an agency has somebody to answer.
    """
    method, arguments, data, *_ = EXPECTED[name]
    cache.clear()
    client = world.clients[who]
    cookies = client.cookies.copy()
    with transaction.atomic():
        if who != ANONYMOUS:
            MembershipFactory(person=world.people[who], organisation=world.council, role=who)
        asked = address or address_of(name, arguments, world.council)
        response = getattr(client, method)(asked, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return int(response.status_code)
