from datetime import date

import pytest

from assurance.rules import evidence as rules

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://www.example.gov.uk/policy?x=1#part", None),
        ("http://example.gov.uk:8080/a%20b", None),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("www.example.gov.uk", "scheme"),
        ("https://localhost/x", "host"),
        ("https:///x", "host"),
        ("https://me:word@example.gov.uk/", "password"),
        ("https://exam ple.gov.uk/", "spaces"),
        ("https://example.gov.uk/\n", "spaces"),
        ("https://example.gov.uk/\0", "spaces"),
        ("https://example.gov.uk:port/", "unreadable"),
        ("https://[example.gov.uk/", "unreadable"),
        ("https://example.gov.uk/" + "x" * 2000, "long"),
    ],
)
def test_what_may_be_linked_to(address, code):
    found = rules.link_fault(address)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("first", "last", "review", "old", "stale"),
    [
        (date(2026, 3, 1), None, None, False, False),
        (date(2025, 4, 1), None, None, False, False),
        (date(2025, 3, 31), None, None, True, True),
        (date(2020, 1, 1), date(2026, 1, 31), None, False, False),
        (date(2026, 3, 1), None, date(2026, 3, 31), False, False),
        (date(2026, 3, 1), None, date(2026, 3, 30), False, True),
        # What is still to come is not old.
        (date(2026, 9, 1), None, None, False, False),
    ],
)
def test_when_evidence_is_stale(first, last, review, old, stale):
    dates = rules.Dates(first, last, review)
    assert (rules.is_old(dates, TODAY), rules.is_stale(dates, TODAY)) == (old, stale)


def test_a_leap_day_is_a_year_old_on_the_last_of_february():
    dates = rules.Dates(date(2024, 2, 29), None, None)
    assert not rules.is_old(dates, date(2025, 2, 28))
    assert rules.is_old(dates, date(2025, 3, 1))
    assert rules.is_old(rules.Dates(date(2027, 2, 28), None, None), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("newest", "words"),
    [
        (date(2026, 3, 31), "current"),
        (date(2026, 6, 1), "current"),
        (date(2026, 3, 30), "1 day"),
        (date(2026, 3, 10), "3 weeks"),
        (date(2026, 2, 28), "1 month"),
        (date(2025, 1, 31), "14 months"),
    ],
)
def test_an_age_in_words(newest, words):
    assert rules.age_in_words(newest, TODAY) == words


def test_nobody_approves_their_own():
    assert rules.approval_fault(1, (1, 2)).code == "own"
    assert rules.approval_fault(1, (2, 1)).code == "own"
    assert rules.approval_fault(1, (None, 2)) is None
