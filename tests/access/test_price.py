"""No page asks the database more than twelve times for whoever may open it (the budget of a page).

That none asks more when it holds more is tested beside each page.
"""

import pytest
from django.test import Client

from core.roles import Role
from tests.access.rows import address_of
from tests.access.test_matrix import EXPECTED
from tests.factories import MembershipFactory

QUERIES = 12
# Not a list, a case or a dashboard: these count a whole return, or every measure, at once.
WHOLE_COUNTS = {
    "api:measure-list": 24,
    "api:sac-return-detail": 24,
    "assurance:return-detail": 24,
    "assurance:return-freeze": 24,
    "assurance:round-report": 24,
}
PAGES = sorted(
    name
    for name, (method, _, _, allowed, status, *_) in EXPECTED.items()
    if method == "get" and status == 200 and allowed
)


def reader_of(name: str) -> Role:
    """Return the allowed role that holds most, so that the page offers most."""
    allowed = EXPECTED[name][3]
    order = (Role.SAFEGUARDING_MANAGER, Role.ANALYST, *Role)
    return next(role for role in order if role in allowed)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_within_its_price(
    client: Client, council, name: str, django_assert_max_num_queries
):
    _, arguments, data, *_ = EXPECTED[name]
    client.force_login(MembershipFactory(organisation=council, role=reader_of(name)).person)
    address = address_of(name, arguments, council)
    with django_assert_max_num_queries(WHOLE_COUNTS.get(name, QUERIES)):
        assert client.get(address, data).status_code == 200
