"""Decision records are numbered without a gap, and each is headed by its own number and name."""

import re

from tests.architecture.source import ROOT

RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
FILE = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
HEADING = re.compile(r"# (\d{4}) \S")
PARTS = ("Context", "Decision", "Consequences", "Alternatives")


def test_numbers_are_unbroken():
    numbers = [int(FILE.fullmatch(path.name)[1]) for path in RECORDS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_each_heading_has_the_number_of_its_file():
    for path in RECORDS:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        heading = HEADING.match(first)
        assert heading, f"{path.name}: {first}"
        assert heading[1] == path.name[:4]


def test_each_has_the_same_parts():
    for path in RECORDS:
        text = path.read_text(encoding="utf-8")
        assert [part for part in PARTS if f"## {part}\n" in text] == list(PARTS), path.name
