"""Who is who in every test: one council, one person for each role, and a stranger elsewhere."""

import ipaddress
import os
import socket
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assurance.models import Framework
from assurance.services.frameworks import ensure_shipped
from core.models import Organisation, User
from core.roles import Role
from tests import sqlite_template
from tests.factories import MembershipFactory, OrganisationFactory

SignedIn = Callable[[Role], Client]
# Every test with a database is tried on both, but for these: no answer of theirs depends on which
# one it is, so `make test-postgres` leaves them to `make test`.
IS_POSTGRES = os.environ.get("TEST_DB") == "postgres"
if IS_POSTGRES:
    collect_ignore = [
        # The same code asks for the same statements: what they answer is in test_matrix.py.
        "access/test_price.py",
        # Served from a database of its own, on SQLite.
        "core/test_serving.py",
        # How pages look. Journeys through them run on both.
        "journeys/test_pages_browser.py",
        # What is completed there in a browser is completed in audit/test_six_tools.py without one.
        "journeys/test_six_tools_browser.py",
    ]
NEEDS_DATABASE = {"db", "transactional_db", "live_server"}
# A database in memory lasts as long as a connection to it.
KEPT_OPEN: list[sqlite3.Connection] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what has no database.

    A test that does not ask for the database is refused it, so its answer cannot depend on which
    one it would have been.
    """
    if not IS_POSTGRES:
        return
    left = [item for item in items if not has_database(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if has_database(item)]


def has_database(item: pytest.Item) -> bool:
    asked = NEEDS_DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def is_local(family: int, address: Any) -> bool:
    """Tell whether an address stays on this machine."""
    if family == getattr(socket, "AF_UNIX", None):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give the database its tables from a copy, before the ordinary set-up looks for them."""
    if connection.vendor == "postgresql":
        # Its driver is needed on PostgreSQL alone.
        from tests import postgres_template

        connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template.migrated()
    elif connection.settings_dict["NAME"] == ":memory:":
        KEPT_OPEN.append(sqlite_template.filled_memory())


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if not is_local(self.family, address):
                raise RuntimeError(f"a test tried to connect to {address!r}")
            return real(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


@pytest.fixture
def council(db: None) -> Organisation:
    return OrganisationFactory(code="TEST", name="Test Council")


@pytest.fixture
def other_council(db: None) -> Organisation:
    return OrganisationFactory(code="OTHER", name="Other Council")


@pytest.fixture
def person_with(council: Organisation) -> Callable[[Role], User]:
    """Make a person who holds one role in the council."""
    return lambda role: MembershipFactory(organisation=council, role=role).person


@pytest.fixture
def cqc_framework(db: None) -> Framework:
    """The framework that comes with the product, whole.

    The migrations load it, so it costs nothing here. A test that empties the database, as one with
    a live server does, takes it with it; then it is loaded again.
    """
    return ensure_shipped()[0].framework


@pytest.fixture
def practitioner(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.PRACTITIONER)


@pytest.fixture
def manager(person_with: Callable[[Role], User]) -> User:
    """A safeguarding manager."""
    return person_with(Role.SAFEGUARDING_MANAGER)


@pytest.fixture
def auditor(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.AUDITOR)


@pytest.fixture
def qa_lead(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.QA_LEAD)


@pytest.fixture
def sab_manager(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.SAB_MANAGER)


@pytest.fixture
def sab_chair(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.SAB_CHAIR)


@pytest.fixture
def partner_lead(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.PARTNER_LEAD)


@pytest.fixture
def analyst(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.ANALYST)


@pytest.fixture
def director(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.DIRECTOR)


@pytest.fixture
def assessor(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.ASSESSOR)


@pytest.fixture
def administrator(person_with: Callable[[Role], User]) -> User:
    return person_with(Role.ADMINISTRATOR)


@pytest.fixture
def stranger(other_council: Organisation) -> User:
    """A safeguarding manager, but of another council."""
    return MembershipFactory(organisation=other_council, role=Role.SAFEGUARDING_MANAGER).person


@pytest.fixture
def signed_in(person_with: Callable[[Role], User]) -> SignedIn:
    """Return a client signed in as a new person with `role` in the council."""

    def client_for(role: Role) -> Client:
        client = Client()
        client.force_login(person_with(role))
        return client

    return client_for
