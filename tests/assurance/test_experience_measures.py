"""Measures of experience: adults and representatives apart, and not known where nothing asks."""

from datetime import date

import pytest

from assurance.catalogue import BY_KEY
from assurance.words import ON_PAGES
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope
from safeguard.rules.experience import ExperienceFact, answered, asked, felt_safer
from safeguard.rules.measures import Status
from tests.factories import (
    EnquiryFactory,
    ExperienceAnswerFactory,
    ExperienceOptionFactory,
    ExperienceQuestionFactory,
    ExperienceResponseFactory,
)

ADULT, OTHER = "experience_adult", "experience_representative"
NOT_ASKED = (Status.NOT_MET, Status.NOT_APPLICABLE, Status.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("result", "safer", "judged"),
    [
        (None, None, NOT_ASKED),
        ("declined", None, (Status.MET, Status.NOT_MET, Status.NOT_APPLICABLE)),
        ("not_reached", None, (Status.MET, Status.NOT_MET, Status.NOT_APPLICABLE)),
        ("answered", "a_lot", (Status.MET, Status.MET, Status.MET)),
        ("answered", "quite_a_bit", (Status.MET, Status.MET, Status.MET)),
        ("answered", "a_little", (Status.MET, Status.MET, Status.NOT_MET)),
        ("answered", "not_at_all", (Status.MET, Status.MET, Status.NOT_MET)),
        ("answered", "cannot_say", (Status.MET, Status.MET, Status.NOT_KNOWN)),
        ("answered", None, (Status.MET, Status.MET, Status.NOT_KNOWN)),
    ],
)
def test_each_case_is_judged(result, safer, judged):
    fact = ExperienceFact("2024-05", "s42", result, safer)
    assert (asked(fact), answered(fact), felt_safer(fact)) == judged


@pytest.fixture
def figure_of(council):
    def figure(key):
        scope = CaseScope(council, WorkingCalendar(horizon=2030), date(2026, 10, 1))
        period = Period.financial_year(2025)
        return BY_KEY[f"{key}_pct"].figure(Facts(scope.rows(period)))

    return figure


@pytest.fixture
def question(council):
    question = ExperienceQuestionFactory(question_set__council=council, code="felt_safer")
    for code in ("a_lot", "not_at_all", "cannot_say"):
        ExperienceOptionFactory(question=question, code=code)
    return question


def asked_of(council, question, *codes, **respondent):
    """A concluded enquiry, and for each code an answer; None: could not be reached."""
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    for code in codes:
        response = ExperienceResponseFactory(
            enquiry=enquiry,
            question_set=question.question_set,
            result="answered" if code else "not_reached",
            **respondent,
        )
        if code:
            option = question.options.get(code=code)
            ExperienceAnswerFactory(response=response, question=question, option=option)


def test_adults_and_representatives_are_counted_apart(council, question, figure_of):
    asked_of(council, question, None, "a_lot")
    asked_of(council, question, "not_at_all")
    asked_of(council, question, "cannot_say")
    asked_of(council, question, None)
    asked_of(council, question)
    relative = {"respondent": "representative", "relationship": "Son"}
    asked_of(council, question, "a_lot", **relative)

    def counts(key):
        found = figure_of(key)
        return found.numerator, found.denominator, found.not_known

    assert counts(f"{ADULT}_asked") == (4, 6, 0)
    assert counts(f"{ADULT}_answered") == (3, 4, 0)
    assert counts(f"{ADULT}_felt_safer") == (1, 2, 1)
    assert counts(f"{OTHER}_asked") == (1, 6, 0)
    assert counts(f"{OTHER}_answered") == (1, 1, 0)
    assert counts(f"{OTHER}_felt_safer") == (1, 1, 0)


def test_where_nothing_asks_about_it_feeling_safer_is_not_known(council, figure_of):
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    ExperienceResponseFactory(enquiry=enquiry)
    found = figure_of(f"{ADULT}_felt_safer")
    measure = BY_KEY[f"{ADULT}_felt_safer_pct"]
    assert (found.value, found.not_known) == (None, 1)
    assert ON_PAGES.value(measure, found) == "not known: no answer to a question felt_safer"
    assert ON_PAGES.value(measure, figure_of(f"{OTHER}_felt_safer")) == "no cases"


def test_each_kind_is_one_statement(council, question, django_assert_num_queries):
    asked_of(council, question, "a_lot")
    scope = CaseScope(council, WorkingCalendar(horizon=2030), date(2026, 10, 1))
    facts = Facts(scope.rows(Period.financial_year(2025)))
    facts.of("concluded")
    with django_assert_num_queries(1):
        for measure in ("asked", "answered", "felt_safer"):
            BY_KEY[f"{ADULT}_{measure}_pct"].figure(facts)
