"""Partners' ratings beside practitioners and case files: what disagrees comes first, in words."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from assurance.beside import audit_questions, beside_lines
from assurance.rules.beside import Source, Verdict, place_of, verdict_of
from audit.loader import read_yaml
from audit.rules.documents import identity_of
from core.roles import Role
from sab.carrying import store_template
from sab.choices_board import Agreement, SurveyKind
from sab.frameworks_loader import return_questions, survey_questions
from tests import factories as f
from tests.audit.results_rows import NO, YES, read, round_of, version_of

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 2)


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(DAY):
        yield


@pytest.fixture
def board(council):
    return f.BoardFactory(council=council)


@pytest.fixture
def cycle(board):
    return f.ReturnCycleFactory(board=board)


@pytest.fixture
def manager(person_with):
    return person_with(Role.SAB_MANAGER)


def returned(cycle, name, ratings, kind="police", **columns):
    """Return a sent return with a rating of each standard by its code."""
    partner = f.PartnerFactory(board=cycle.board, name=name, kind=kind)
    given = {"submitted": True, **columns}
    row = f.AssuranceReturnFactory(cycle=cycle, partner=partner, **given)
    for code, rating in ratings.items():
        standard = cycle.template.standards.filter(code=code).first()
        standard = standard or f.ReturnStandardFactory(template=cycle.template, code=code)
        f.StandardAnswerFactory(assurance_return=row, standard=standard, self_rating=rating)
    return row


def surveyed(board, answers, *, closes_on=date(2025, 5, 31)):
    """Store a survey: for each agency, how many agree and how many do not, on C1."""
    survey = f.SurveyFactory(
        board=board, kind=SurveyKind.PRACTICE, opens_on=date(2025, 5, 1), closes_on=closes_on
    )
    question = f.SurveyQuestionFactory(survey=survey, text="We ask.", standards=["C1"])
    for partner, numbers in answers.items():
        group = f.SurveyGroupFactory(survey=survey, band="", partner=partner)
        for value, number in zip((Agreement.AGREE, Agreement.DISAGREE), numbers, strict=True):
            for _ in range(number):
                response = f.SurveyResponseFactory(group=group)
                f.SurveyAnswerFactory(response=response, question=question, agreement=value)
    return survey


def told(manager, council, cycle):
    lines = beside_lines(manager, council, cycle, DAY)
    return [(line.agency, line.code, [each.verdict.name for each in line.said]) for line in lines]


@pytest.mark.parametrize(
    ("rating", "source", "verdict"),
    [
        (2, Source(0.4, 0.4), Verdict.LESS),
        (3, Source(0.5, 0.5), Verdict.ALIKE),
        (1, Source(0.75, 0.75), Verdict.MORE),
        (0, Source(0.74, 0.74), Verdict.ALIKE),
        (2, Source(0.0, 0.45), Verdict.LESS),
        (2, Source(0.4, 0.6), Verdict.ALIKE),
        (2, Source(None, None), Verdict.SILENT),
        (2, Source(0.1, 0.1, is_of_agency=False), Verdict.SILENT),
    ],
)
def test_a_disagreement_is_where_both_point_different_ways(rating, source, verdict):
    assert verdict_of(rating, source) is verdict


def test_what_more_sources_dispute_comes_before_what_one_does():
    less, more, alike, silent = Verdict.LESS, Verdict.MORE, Verdict.ALIKE, Verdict.SILENT
    order = [[less, less], [more, more], [less, alike], [more], [alike, silent], [silent]]
    places = [place_of(verdicts) for verdicts in order]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_practitioners_who_see_otherwise_come_first_and_few_are_not_shown(
    manager, council, board, cycle
):
    good = returned(cycle, "Alike", {"C1": 2})
    less = returned(cycle, "Says more", {"C1": 3})
    more = returned(cycle, "Says less", {"C1": 1})
    few = returned(cycle, "Few", {"C1": 2})
    returned(cycle, "Silent", {"C1": 2, "C2": 2})
    returned(cycle, "Writing", {"C1": 2}, status="changes_requested")
    numbers = {good: (12, 1), less: (3, 12), more: (20, 2), few: (4, 4)}
    surveyed(board, {row.partner: pair for row, pair in numbers.items()})
    assert told(manager, council, cycle) == [
        ("Says more", "C1", ["LESS"]),
        ("Says less", "C1", ["MORE"]),
        ("Alike", "C1", ["ALIKE"]),
        ("Few", "C1", ["SILENT"]),
    ]
    lines = beside_lines(manager, council, cycle, DAY)
    assert lines[0].said[0].words == "fewer than 5 agree, about 10 do not"
    assert lines[3].said[0].words == "too few answers to show"


def test_the_boards_rating_counts_where_there_is_one(manager, council, board, cycle):
    row = returned(cycle, "Police", {"C1": 3})
    surveyed(board, {row.partner: (0, 9)})
    held = row.answers.get()
    held.validated_rating, held.validation_reason = 1, "Seen at one site only"
    held.validated_on, held.validated_by = DAY, manager
    held.save()
    line = beside_lines(manager, council, cycle, DAY)[0]
    assert (line.own.text, line.board.text) == (
        "Embedded, with evidence of a difference",
        "Partly in place",
    )
    assert not line.disagrees


def test_an_open_survey_says_nothing_yet(manager, council, board, cycle):
    row = returned(cycle, "Police", {"C1": 3})
    surveyed(board, {row.partner: (0, 9)}, closes_on=DAY)
    assert told(manager, council, cycle) == []


def test_case_files_judge_the_council_and_no_other_agency(manager, council, board, cycle):
    version = version_of(council)
    key = version.questions.get(code="A").identity.key
    own = returned(cycle, "Council", {"C1": 2}, kind="local_authority")
    returned(cycle, "Police", {"C1": 2})
    standard = cycle.template.standards.get(code="C1")
    standard.audit_codes = [key]
    standard.save()
    old = round_of(version, name="Old round", starts_on=date(2024, 1, 1), ends_on=date(2024, 3, 31))
    for _ in range(12):
        read(old, YES)
    new = round_of(version, name="New round", starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31))
    for answers in [YES] * 3 + [NO] * 9:
        read(new, answers)
    assert told(manager, council, cycle) == [
        ("Council", "C1", ["LESS"]),
        ("Police", "C1", ["SILENT"]),
    ]
    mine, theirs = beside_lines(manager, council, cycle, DAY)
    assert mine.said[0].words == "fully met in 3 of 12 answers, New round"
    assert "no judgement of this agency" in theirs.said[0].words
    surveyed(board, {own.partner: (0, 8)})
    assert told(manager, council, cycle)[0] == ("Council", "C1", ["LESS", "LESS"])


def test_the_page_costs_no_more_for_more_and_shows_only_what_was_sent(
    client, manager, council, board, cycle, person_with, django_assert_max_num_queries
):
    rows = [returned(cycle, f"Agency {at}", {"C1": 2, "C2": 2}) for at in range(4)]
    surveyed(board, {row.partner: (3, 12) for row in rows})
    version = version_of(council)
    for standard in cycle.template.standards.all():
        standard.audit_codes = [version.questions.get(code="A").identity.key]
        standard.save()
    made = round_of(version, starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31))
    for _ in range(3):
        read(made, YES)
    client.force_login(manager)
    address = reverse("assurance:returns-beside", args=[cycle.pk])
    with django_assert_max_num_queries(12):
        text = client.get(address).content.decode()
    assert "Disagreements: 4 of 8 standards" in text
    assert client.get(address, {"agency": "999"}).status_code == 404
    one = client.get(address, {"agency": str(rows[0].partner_id)}).content.decode()
    assert "of 2 standards" in one
    assert "Agency 1</a>" not in one
    client.force_login(person_with(Role.PARTNER_LEAD))
    assert client.get(address).status_code == 403


def test_every_code_that_is_named_is_one_that_exists(council):
    asked = {line.code for section in return_questions().sections for line in section.standards}
    assert set(audit_questions().standards) <= asked
    named = {
        code for line in survey_questions(SurveyKind.PRACTICE).questions for code in line.standards
    }
    assert named <= asked
    keys = {key for mine in audit_questions().standards.values() for key in mine}
    tool = read_yaml(Path("audit/tools/s42_case_file.yaml").read_bytes()).documents[0]
    questions = [q for section in tool["sections"] for q in section["questions"]]
    assert keys <= {identity_of(tool, q) for q in questions if q.get("scored")}
    template, _ = store_template()
    assert template.code == audit_questions().template
