"""Measures and the return over the API equal the catalogue and the cells."""

from datetime import date

import pytest

from assurance.catalogue import all_figures, in_four_places
from assurance.sac.cells import build_return
from assurance.scopes import open_scope
from core.periods import Period
from core.roles import Role
from safeguard.metrics.facts import Facts
from tests.factories import ConcernFactory, EnquiryFactory

MEASURES = "/api/v1/measures/"
RETURN = "/api/v1/sac-returns/2024-25/"
YEAR = {"council": "TEST", "start": "2024-04-01", "end": "2025-03-31"}


@pytest.fixture
def cases(council):
    concern = ConcernFactory(adult__council=council, received_on=date(2024, 5, 1), s42=True)
    return EnquiryFactory(concern=concern, commenced_on=date(2024, 5, 2))


def test_measures_equal_the_catalogue(signed_in, council, cases):
    found = signed_in(Role.DIRECTOR).get(MEASURES, YEAR).json()
    figures = all_figures(
        Facts(open_scope(by=None, council=council).rows(Period.financial_year(2024)))
    )
    assert {row["key"]: row["value"] for row in found} == {
        key: in_four_places(figure.value) for key, figure in figures.items()
    }


def test_the_return_equals_its_cells(signed_in, council, cases):
    found = signed_in(Role.ANALYST).get(RETURN, {"council": "TEST"}).json()
    built = build_return(open_scope(by=None, council=council), "2024-25")
    assert [(c["table"], c["row"], c["value"]) for c in found["cells"]] == [
        (c.table, c.row, c.value) for c in built.cells
    ]


@pytest.mark.parametrize(
    ("role", "path", "query", "status"),
    [
        pytest.param(Role.PRACTITIONER, MEASURES, YEAR, 403, id="no right to figures"),
        pytest.param(Role.SAB_CHAIR, RETURN, YEAR, 403, id="no right to the return"),
        pytest.param(Role.DIRECTOR, MEASURES, {}, 404, id="no council named"),
        pytest.param(Role.DIRECTOR, MEASURES, {**YEAR, "council": "OTHER"}, 404, id="not theirs"),
        pytest.param(Role.DIRECTOR, MEASURES, {"council": "TEST"}, 400, id="no period"),
        pytest.param(Role.DIRECTOR, MEASURES, {**YEAR, "end": "2024-01-01"}, 400, id="backwards"),
        pytest.param(
            Role.DIRECTOR, "/api/v1/sac-returns/2024-26/", YEAR, 400, id="not a financial year"
        ),
        pytest.param(
            Role.DIRECTOR, "/api/v1/sac-returns/2009-10/", YEAR, 400, id="before the collection"
        ),
    ],
)
def test_refusals(signed_in, council, other_council, role, path, query, status):
    assert signed_in(role).get(path, query).status_code == status
