"""Who is found by what is known of them, and which records may be of one person."""

from datetime import date

import pytest

from safeguard.alike import Known, explained, known_of, possible_duplicates, search
from safeguard.forms_adults import FindAdultForm
from safeguard.models import Adult, AdultIdentity, name_key
from tests.factories import AdultFactory, AdultIdentityFactory, ConcernFactory

BORN = date(1950, 2, 3)
NUMBER = "9434765919"


@pytest.fixture
def person(council):
    """Make an adult with a name."""

    def make(given, family, born_on=BORN, **fields):
        nhs_number = fields.pop("nhs_number", "")
        adult = AdultFactory(council=council, born_on=born_on, **fields)
        AdultIdentityFactory(
            adult=adult,
            given_name=given,
            family_name=family,
            given_key=name_key(given),
            family_key=name_key(family),
            nhs_number=nhs_number,
        )
        return adult

    return make


@pytest.fixture
def rows(council):
    return Adult.objects.filter(council=council)


def found(rows, **typed):
    form = FindAdultForm(typed)
    assert form.is_valid(), form.errors
    return list(search(rows, **form.cleaned_data).adults)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),  # noqa: RUF001
        ("  Zoë  ANNE ", "zoe anne"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("Straße", "strasse"),
        ("Smith-Jones", "smith-jones"),
        ("李", "李"),
        ("'", ""),
    ],
)
def test_a_key_levels_what_spellings_differ_in(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize(
    "typed",
    ["zoe", "o'brien", "OBrien zo", "Zoë O’Brien", "brien"],  # noqa: RUF001
)
def test_a_name_is_found_however_it_is_spelled(person, rows, typed):
    adult = person("Zoë", "O'Brien")
    person("Ann", "Other")
    assert found(rows, name=typed) == ([] if typed == "brien" else [adult])


@pytest.mark.parametrize("typed", ["van der berg", "maria van der", "van der berg mar", "van"])
def test_a_name_of_several_words_is_found(person, rows, typed):
    adult = person("Maria", "van der Berg")
    assert found(rows, name=typed) == [adult]


def test_a_name_with_an_accent_that_was_stored_as_it_was(council, rows):
    adult = AdultFactory(council=council)
    AdultIdentityFactory(adult=adult, given_name="José", family_name="Peña")
    assert AdultIdentity.objects.named_like("josé").get().adult == adult
    assert not AdultIdentity.objects.named_like("ann")
    assert AdultIdentity.objects.named_like(" ").count() == 1


def test_a_date_of_birth_or_part_of_it(person, rows):
    adult = person("Ann", "Example")
    year_only = person(
        "Bea", "Example", None, communication_needs="Born in 1950, date not known. Loop"
    )
    other = person("Cy", "Example", date(1951, 2, 3))
    assert found(rows, born="3/2/1950") == [adult, year_only]
    assert found(rows, born="1950-02-03") == [adult, year_only]
    assert found(rows, born="2/1950") == [adult, year_only]
    assert found(rows, born="1950") == [adult, year_only]
    assert found(rows, born="2.1951") == [other]
    assert found(rows, born="1950", name="ann") == [adult]


@pytest.mark.parametrize("born", ["31/2/1950", "13/1950", "May", "1/1/0000", "50", "1-2"])
def test_what_is_no_part_of_a_date(born):
    assert "born" in FindAdultForm({"born": born}).errors


def test_a_reference_or_an_nhs_number(person, rows):
    adult = person("Ann", "Example", reference="A-1", nhs_number=NUMBER)
    kept = person("Bea", "Example", reference="B-1")
    person("Bea", "Example", reference="A-2", merged_into=kept)
    assert found(rows, number="943 476 5919") == [adult]
    assert found(rows, number="A-1") == [adult]
    # The record that a merged one went into answers for it.
    assert found(rows, number="A-2") == [kept]
    assert found(rows, number="A-") == [adult, kept]
    assert found(rows, name="bea") == [kept]


def test_no_more_than_twenty_are_shown(person, rows, council):
    for number in range(21):
        person("Ann", f"Example{number}")
    listed = search(rows, name="ann", born=None, number="")
    assert (len(listed.adults), listed.more) == (20, True)


def test_a_history_comes_with_who_is_found(person, rows):
    adult = person("Ann", "Example")
    ConcernFactory(adult=adult, received_on=date(2025, 1, 2))
    ConcernFactory(adult=adult, received_on=date(2024, 1, 2))
    (listed,) = found(rows, name="ann")
    assert (listed.concern_count, listed.last_concern_on) == (2, date(2025, 1, 2))


KNOWN = Known(family_name="O’Brien", given_name="Zoe", born_on=BORN, nhs_number=NUMBER)  # noqa: RUF001
OTHER_DAY = date(1960, 1, 1)


@pytest.mark.parametrize(
    ("given", "family", "born", "number", "why"),
    [
        ("Zoë", "OBrien", BORN, NUMBER, "Same NHS number; Same name; Same date of birth"),
        ("Zoë", "O'Brien", OTHER_DAY, "", "Same name; but different dates of birth"),
        ("O'Brien", "Zoe", None, "", "Same names the other way round"),
        (
            "Zoella",
            "O'Brien",
            None,
            "",
            "Same family name, and given names that begin alike",
        ),
        ("Zoe", "Smith", BORN, "", "One name the same; Same date of birth"),
        ("", "O'Brien", None, "", "One name the same"),
        (
            "Cy",
            "Smith",
            OTHER_DAY,
            NUMBER,
            "Same NHS number; but different names; but different dates of birth",
        ),
        (
            "Zoe",
            "O'Brien",
            BORN,
            "9434765870",
            "Same name; Same date of birth; but different nhs numbers",
        ),
        ("Cy", "Smith", BORN, "", None),
        ("Zoe", "Smith", OTHER_DAY, "", None),
    ],
)
def test_why_each_is_offered(person, rows, given, family, born, number, why):
    person(given, family, born, nhs_number=number)
    offered = explained(possible_duplicates(rows, KNOWN))
    assert [row["why"] for row in offered] == ([why] if why else [])


def test_a_loaded_record_without_a_name_is_offered_by_its_birth(council, rows):
    AdultFactory(council=council, born_on=BORN)
    (row,) = explained(possible_duplicates(rows, KNOWN))
    assert row["why"] == "Same date of birth; but no name is held for this record"
    AdultFactory(council=council, born_on=OTHER_DAY)
    nameless = Known(born_on=OTHER_DAY)
    (row,) = explained(possible_duplicates(rows, nameless))
    assert row["why"] == "Same date of birth"


def test_one_word_may_be_either_name(person, rows):
    person("", "Prince", None)
    person("Prince", "Albert", None)
    offered = possible_duplicates(rows, Known(family_name="Prince"))
    assert [alike.reasons for alike in offered] == [
        ["Same name"],
        ["One name the same"],
    ]


def test_a_year_alone_is_compared(person, rows):
    person("Zoe", "O'Brien", None, communication_needs="Born in 1950, date not known.")
    person("Zoe", "O'Brien", OTHER_DAY)
    offered = possible_duplicates(rows, KNOWN)
    assert [(alike.reasons[-1], alike.doubts) for alike in offered] == [
        ("Same year of birth", []),
        ("Same name", ["Different dates of birth"]),
    ]


def test_a_merged_record_is_not_offered_and_nobody_is_like_nothing(person, rows):
    kept = person("Zoe", "O'Brien")
    person("Zoe", "O'Brien", merged_into=kept)
    assert [alike.adult for alike in possible_duplicates(rows, KNOWN)] == [kept]
    assert possible_duplicates(rows, Known()) == []
    assert known_of(kept).family_name == "O'Brien"
