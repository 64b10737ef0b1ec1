"""Board packs shared quarter after quarter, cases recorded late: no hidden count comes out."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from assurance.catalogue import MEASURES
from assurance.services.board_packs import make_board_pack
from assurance.services.pack_files import export_pack, read_pack
from assurance.services.releases import earlier_releases
from assurance.services.reports import Format
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.periods import Period
from tests.assurance.attack import Attacker, seen
from tests.factories import (
    ConcernFactory,
    EnquiryFactory,
    PackPlanFactory,
    RegisterSettingsFactory,
)

pytestmark = pytest.mark.django_db
QUARTERS = Period.financial_year(2025).quarters()[:3]


def some_casework(council, quarter, random):
    """Record up to a dozen concerns of a quarter, some decided, some with a concluded enquiry."""
    for _ in range(random.choice([0, 1, 3, 6, 12])):
        day = quarter.start + timedelta(days=random.randrange(60))
        shape = random.choice(["waits", "closed", "s42"])
        traits = {} if shape == "waits" else {shape: True}
        concern = ConcernFactory(adult__council=council, received_on=day, **traits)
        if shape == "s42":
            EnquiryFactory(concern=concern, concluded=random.random() < 0.5)


def share_all(council, director):
    """Share the pack of each quarter, with one more concern of it recorded after it was made."""
    for quarter in QUARTERS:
        pack = make_board_pack(by=None, council=council, quarter=quarter)
        with suppress(RuleViolationError):  # where nothing is left to show, nothing is shared
            export_pack(
                by=director, pack=pack, fmt=Format.HTML, mode=Mode.PUBLICATION, reason="The board"
            )
        ConcernFactory(adult__council=council, received_on=quarter.start)


def found_in(seed, council, director):
    """Return what the attacker works out from everything shared of a council made from `seed`."""
    random = Random(seed)  # noqa: S311
    RegisterSettingsFactory(council=council, data_cut_on=date(2026, 1, 31))
    PackPlanFactory(council=council, measures=[measure.key for measure in MEASURES])
    for quarter in QUARTERS:
        some_casework(council, quarter, random)
    share_all(council, director)
    shared = [figure for release in earlier_releases(council) for figure in release.figures]
    assert shared
    return Attacker().read(seen(shared)).found()


@pytest.mark.parametrize("seed", [0, 1, 3, 7])
def test_packs_of_successive_quarters_give_nothing_away(seed, council, director):
    assert found_in(seed, council, director) == {}


@pytest.mark.parametrize("seed", [0, 3, 7])
def test_without_the_check_the_attack_finds_hidden_counts(seed, council, director, monkeypatch):
    monkeypatch.setattr("assurance.services.pack_files.what_to_withhold", lambda **_: [])
    assert found_in(seed, council, director)


def test_the_document_shows_nothing_beyond_the_figures_of_the_ledger(council, director):
    RegisterSettingsFactory(council=council, data_cut_on=date(2026, 1, 31))
    some_casework(council, QUARTERS[0], Random(1))  # noqa: S311
    ConcernFactory.create_batch(7, adult__council=council, received_on=QUARTERS[0].start)
    pack = make_board_pack(by=None, council=council, quarter=QUARTERS[0])
    before = str(read_pack(by=director, pack=pack, mode=Mode.PUBLICATION).document.blocks)
    export_pack(by=director, pack=pack, fmt=Format.HTML, mode=Mode.PUBLICATION, reason="The board")
    (release,) = earlier_releases(council)
    assert release.figures
    for figure in release.figures:
        assert figure.shown.split("; ")[0] in before, figure
