"""What people record by hand counts exactly as the same facts loaded from an extract."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from core.roles import Role
from safeguard.models import Concern, Enquiry, RegisterSettings
from safeguard.services.imports import import_extract
from tests.consistency.by_hand import Row, record
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.safeguard.extract_files import EXTRACT_A, FILES

EVERY = 120  # one concern in so many, of three years
# What an extract does not tell, so that only casework recorded here can be judged by it.
ONLY_HERE = {"feedback", "caused_returned"}


def rows_of(name: str) -> list[Row]:
    with (EXTRACT_A / f"{name}.csv").open(newline="") as source:
        return list(csv.DictReader(source))


def can_be_recorded(enquiry: Row) -> bool:
    """Say whether the pages take a conclusion that an extract may bring without its outcome."""
    identified = enquiry["risk_assessment_result"].startswith("Risk identified")
    return not identified or bool(enquiry["risk_outcome"])


@pytest.fixture(scope="module")
def extract() -> dict[str, list[Row]]:
    """A sample of a made-up council's cases, whole: each concern with all that belongs to it."""
    held = {name: rows_of(name) for name in FILES}
    refused = {row["concern_ref"] for row in held["enquiries"] if not can_be_recorded(row)}
    concerns = [row for row in held["concerns"][::EVERY] if row["concern_ref"] not in refused]
    people = {row["person_ref"] for row in concerns}
    references = {row["concern_ref"] for row in concerns}
    enquiries = [row for row in held["enquiries"] if row["concern_ref"] in references]
    known = {row["enquiry_ref"] for row in enquiries}
    return {
        "people": [row for row in held["people"] if row["person_ref"] in people],
        "concerns": concerns,
        "enquiries": enquiries,
        "risks": [row for row in held["risks"] if row["enquiry_ref"] in known],
    }


def write(extract: dict[str, list[Row]], folder: Path) -> Path:
    for name, rows in extract.items():
        with (folder / f"{name}.csv").open("w", newline="") as target:
            writer = csv.DictWriter(target, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def both(db, extract, tmp_path):
    """Two councils that hold the same cases: one typed in, one loaded."""
    typed = OrganisationFactory(code="HAND", name="Typed Council")
    person = UserFactory()
    MembershipFactory(person=person, organisation=typed, role=Role.SAFEGUARDING_MANAGER)
    record(person, typed, extract)
    loaded = OrganisationFactory(code="LOAD", name="Loaded Council")
    import_extract(by=None, council=loaded, source=write(extract, tmp_path))
    # Both are judged as a register kept to this day.
    RegisterSettings.objects.filter(council=loaded).update(data_cut_on=None)
    return typed, loaded


def printed(command: str, council, out: Path, *options: str) -> dict:
    call_command(command, "--council", council.code, "--out", str(out), *options)
    return json.loads(out.read_text())


def test_the_return_and_every_measure_are_the_same(both, extract, tmp_path):
    typed, loaded = both
    for council in both:
        assert Concern.objects.filter(council=council).count() == len(extract["concerns"])
        assert Enquiry.objects.filter(council=council).count() == len(extract["enquiries"]) > 20
    out = tmp_path / "out.json"
    counted = 0
    for year in ("2022-23", "2023-24", "2024-25"):
        options = ("--year", year, "--format", "json")
        by_hand = printed("sac_return", typed, out, *options)
        by_extract = printed("sac_return", loaded, out, *options)
        assert by_hand == by_extract
        counted += sum(cell["value"] or 0 for cell in by_hand["cells"])
    assert counted > 500
    span = ("--from", "2022-04-01", "--to", "2025-03-31")
    by_hand = printed("measures", typed, out, *span)["measures"]
    by_extract = printed("measures", loaded, out, *span)["measures"]
    differing = {key for key in by_hand if by_hand[key] != by_extract[key]}
    assert {key for key in differing if not any(part in key for part in ONLY_HERE)} == set()
