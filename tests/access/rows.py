"""What the access tables share: the reader nobody signed in, and rows for addresses that name one.

A table is a module `table_*.py` with `TABLE`, from the name of an address to a tuple of

- the method,
- the arguments of the address; a value `made("concern")` stands for the key of a row made for it,
- the query, or the body of a POST,
- the roles let in,
- the status they get,
- and, where needed, a status for others that is not the usual one: by role, or for `ANONYMOUS`.

A table whose addresses name rows of other kinds also has `MAKERS`, like the one below.

Everybody else who is signed in gets 403. Nobody signed in is sent to sign in (302), or refused by
the API (403).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.models import Organisation
from core.roles import Role
from tests.factories import (
    AdultFactory,
    ClosureDayFactory,
    ConcernFactory,
    EnquiryFactory,
    ExtractMappingFactory,
    ImportRunFactory,
    MembershipFactory,
    NotificationFactory,
    PolicyChangeFactory,
    ProviderNotificationFactory,
)

ANONYMOUS = "anonymous"
EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class made:  # noqa: N801 - reads as a word in the tables
    """The key of a row of this kind in the reader's council."""

    kind: str
    by_public_id: bool = False
    # Made anew for each reader, who has to be the only person with a role in the council.
    of_reader: bool = False


MAKERS: dict[str, Callable[[Organisation], Any]] = {
    "adult": lambda council: AdultFactory(council=council),
    "import": lambda council: ImportRunFactory(council=council),
    "mapping": lambda council: ExtractMappingFactory(council=council),
    "closure": lambda council: ClosureDayFactory(council=council),
    "concern": lambda council: ConcernFactory(adult__council=council),
    "enquiry": lambda council: EnquiryFactory(concern__adult__council=council),
    "membership": lambda council: MembershipFactory(organisation=council),
    "notification": lambda council: NotificationFactory(council=council),
    "policy change": lambda council: PolicyChangeFactory(council=council),
    "provider notification": lambda council: ProviderNotificationFactory(council=council),
}


def address_of(name: str, arguments: dict[str, Any], council: Organisation) -> str:
    """Return an address, with the rows made that it names."""
    return reverse(name, kwargs={key: key_of(value, council) for key, value in arguments.items()})


def key_of(value: Any, council: Organisation) -> Any:
    """Return the argument of an address, its row made where it stands for one."""
    if not isinstance(value, made):
        return value
    row = MAKERS[value.kind](council)
    return row.public_id if value.by_public_id else row.pk
