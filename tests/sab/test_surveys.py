"""A survey: nobody can be known by an answer, and no small number is shown to anybody."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.disclosure import HIDDEN
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.roles import Role
from sab.choices_board import SurveyKind
from sab.models import Survey, SurveyAnswer, SurveyGroup, SurveyResponse
from sab.services import surveys as services
from sab.services.surveys import Said
from sab.surveys_shown import results_of
from tests import factories as f
from tests.sab.conftest import lead_of, send
from tests.sab.returns_set import OPEN_DAY

pytestmark = pytest.mark.django_db
DAYS = {"opens_on": date(2025, 6, 1), "closes_on": date(2025, 6, 30)}


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY):
        yield


@pytest.fixture
def survey(board, unit):
    return services.open_survey(
        by=unit, board=board, kind="board", title="Spring", bands=["member", "lay"], **DAYS
    )


def group_of(survey, band):
    return survey.groups.get(band=band)


def answer_as(survey, band, times, agreement, comment=""):
    """Have `times` people of a group answer the first question."""
    question = survey.questions.order_by("pk").first()
    for _ in range(times):
        said = {question.pk: Said(agreement, comment)}
        services.answer_survey(group=group_of(survey, band), said=said)


def test_a_survey_opens_with_its_questions_and_a_link_for_each_group(board, unit, survey):
    assert survey.questions.count() == 27
    assert survey.questions.filter(is_written=True).count() == 3
    assert len({group.token for group in survey.groups.all()}) == 2
    for wrong, code in (
        ({"bands": []}, "nobody"),
        ({"bands": ["member"], "closes_on": date(2025, 6, 1)}, "over"),
        ({"kind": "practice", "partners": [f.PartnerFactory()]}, "other_board"),
    ):
        given = {"kind": "board", **DAYS, **wrong}
        with pytest.raises(RuleViolationError) as refused:
            services.open_survey(by=unit, board=board, title="Other", **given)
        assert refused.value.code == code


def test_nothing_that_is_stored_says_who_answered_or_when(survey):
    events = ActivityEvent.objects.count()
    answer_as(survey, "member", 1, 4, "It is clear")
    assert ActivityEvent.objects.count() == events
    columns = {
        model: {field.attname for field in model._meta.concrete_fields}
        for model in (SurveyResponse, SurveyAnswer, SurveyGroup)
    }
    assert columns == {
        SurveyResponse: {"id", "survey_id", "group_id"},
        SurveyAnswer: {
            "id",
            "response_id",
            "question_id",
            "agreement",
            "comment",
            "comment_state",
            "comment_shown",
        },
        SurveyGroup: {"id", "survey_id", "band", "partner_id", "token"},
    }
    # No table leads to a response but its answers, so none can hold a person beside it.
    leading = {rel.related_model for rel in SurveyResponse._meta.related_objects}
    assert leading == {SurveyAnswer}
    keys = list(SurveyResponse.objects.values_list("id", flat=True))
    assert all(key.version == 4 for key in keys)
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "sab_surveyresponse")
    assert {column.name for column in described} == {"id", "survey_id", "group_id"}


def test_somebody_with_a_link_answers_without_an_account(survey):
    client, group = Client(), group_of(survey, "lay")
    address = reverse("sab:survey-answer", args=[group.token])
    page = client.get(address)
    assert "Nothing is kept of who you are" in page.content.decode()
    first, second, *_ = survey.questions.filter(is_written=False)
    written = survey.questions.filter(is_written=True).first()
    typed = {f"w{first.pk}": "Because it is so"}
    text = client.post(address, typed).content.decode()
    assert "Choose an answer, or Do not know, for what you wrote" in text
    assert "Because it is so" in text
    assert "Answer at least one question" in client.post(address, {}).content.decode()
    assert not SurveyResponse.objects.exists()
    typed |= {f"q{first.pk}": "4", f"q{second.pk}": "unknown", f"w{written.pk}": "Meet less"}
    text = client.post(address, typed).content.decode()
    assert "Thank you" in text
    held = SurveyResponse.objects.get()
    given = held.answers.order_by("question").values_list("agreement", "comment")
    assert list(given) == [(4, "Because it is so"), (None, ""), (None, "Meet less")]
    assert held.group == group
    assert "sessionid" not in client.cookies
    assert client.cookies["answered"]["path"] == address
    assert "answered from this browser" in client.get(address).content.decode()
    assert client.get(f"{address}?again=1").status_code == 200
    other = reverse("sab:survey-answer", args=[group_of(survey, "member").token])
    assert "Send my answers" in Client().get(other).content.decode()


def test_a_link_works_while_the_survey_is_open(survey, unit):
    address = reverse("sab:survey-answer", args=[group_of(survey, "lay").token])
    assert Client().get(reverse("sab:survey-answer", args=["guess"])).status_code == 404
    with time_machine.travel("2025-05-31"):
        assert "not opened yet" in Client().get(address).content.decode()
    services.close_survey(by=unit, survey=survey)
    for answer in (Client().get(address), Client().post(address, {})):
        assert answer.status_code == 410
    with pytest.raises(RuleViolationError, match="no answers today"):
        answer_as(survey, "lay", 1, 4)
    with pytest.raises(RuleViolationError, match="closed already"):
        services.close_survey(by=unit, survey=survey)


def test_no_answer_is_shown_before_the_survey_is_closed(client, survey, unit):
    answer_as(survey, "member", 12, 4, "Said in confidence")
    client.force_login(unit)
    address = reverse("sab:survey-detail", args=[survey.pk])
    text = client.get(address).content.decode()
    assert "Nothing that anybody answered is shown" in text
    assert "Sets of answers: 10" in text
    comments = reverse("sab:survey-comments", args=[survey.pk])
    assert "Said in confidence" not in client.get(comments).content.decode()
    held = SurveyAnswer.objects.first()
    read = reverse("sab:survey-comment-read", args=[held.pk])
    assert client.get(read).status_code == 404
    with pytest.raises(RuleViolationError, match="once the survey is closed"):
        services.read_comment(by=unit, answer=held, state="released", words="x")
    with pytest.raises(RuleViolationError, match="once the survey is closed"):
        services.export_results(by=unit, survey=survey, council=None, reason="x")
    services.close_survey(by=unit, survey=survey)
    text = client.get(address).content.decode()
    assert "about 100%" not in text
    assert "Said in confidence" not in text


def test_small_groups_and_small_numbers_are_hidden_from_everybody(survey, unit):
    answer_as(survey, "member", 11, 4)
    answer_as(survey, "member", 6, 2)
    answer_as(survey, "lay", 3, 1)
    services.close_survey(by=unit, survey=survey)
    found = results_of(survey)
    assert found.responses == 20
    assert found.groups == [
        ("Board member", 15),
        ("Lay member or member with lived experience", HIDDEN),
    ]
    first = found.questions[0]
    everybody, (members, lay) = first.everybody, first.groups
    assert (everybody.agree, everybody.disagree, everybody.unknown) == (10, 10, HIDDEN)
    assert (everybody.share, members.share) == ("about 50%", "about 67%")
    assert (members.agree, members.disagree) == (10, 5)
    assert {lay.agree, lay.disagree, lay.unknown, lay.total, lay.share} == {HIDDEN}


def test_of_fewer_than_five_nothing_is_shown(client, survey, unit):
    answer_as(survey, "lay", 4, 4, "A comment")
    services.close_survey(by=unit, survey=survey)
    services.read_comment(
        by=unit, answer=SurveyAnswer.objects.first(), state="released", words="Shown"
    )
    client.force_login(unit)
    text = client.get(reverse("sab:survey-detail", args=[survey.pk])).content.decode()
    assert "Fewer than 5 people answered" in text
    assert "Shown" not in text


def test_a_comment_is_read_and_released_in_words_that_name_nobody(client, survey, unit, chair):
    answer_as(survey, "member", 6, 3, "Ada from finance is never there")
    services.close_survey(by=unit, survey=survey)
    held, other, *_ = SurveyAnswer.objects.order_by("pk")
    with pytest.raises(PermissionDenied):
        services.read_comment(by=chair, answer=held, state="released", words="x")
    client.force_login(unit)
    address = reverse("sab:survey-comment-read", args=[held.pk])
    text = client.get(address).content.decode()
    assert "Ada from finance" in text
    assert "Board member" not in text
    assert "Write what is shown" in send(client, address, {"state": "released"}).content.decode()
    words = "Finance is seldom there"
    assert send(client, address, {"state": "released", "words": words}).status_code == 302
    services.read_comment(by=unit, answer=other, state="withheld")
    results = results_of(survey)
    assert results.questions[0].comments == [words]
    assert results.waiting == 4
    logged = str(list(ActivityEvent.objects.values_list("changes", flat=True)))
    assert "Ada from finance" not in logged
    client.force_login(chair)
    text = client.get(reverse("sab:survey-detail", args=[survey.pk])).content.decode()
    assert words in text
    assert "Ada" not in text


def test_the_file_holds_what_the_page_shows_and_is_in_the_ledger(client, survey, unit):
    answer_as(survey, "member", 11, 4, "=1+1")
    answer_as(survey, "lay", 2, 1)
    services.close_survey(by=unit, survey=survey)
    held = SurveyAnswer.objects.exclude(comment="").first()
    services.read_comment(by=unit, answer=held, state="released", words="=1+1")
    client.force_login(unit)
    address = reverse("sab:survey-file", args=[survey.pk])
    assert client.post(address, {"reason": ""}).status_code == 200
    content = client.post(address, {"reason": "Development day"}).content.decode()
    lines = content.splitlines()
    assert lines[1].endswith("Everybody,10,[c],[c],15")
    assert lines[2].endswith("Board member,10,[c],[c],10")
    assert lines[3].endswith("Lay member or member with lived experience,[c],[c],[c],[c]")
    assert "'=1+1,Comment" in lines[4]
    event = ExportEvent.objects.get()
    assert (event.kind, event.reason) == (services.KIND, "Development day")


def test_a_later_survey_shows_what_was_said_last_time(board, unit, survey):
    answer_as(survey, "member", 10, 4)
    answer_as(survey, "member", 5, 1)
    services.close_survey(by=unit, survey=survey)
    later = {"opens_on": date(2025, 6, 2), "closes_on": date(2025, 6, 30)}
    again = services.open_survey(
        by=unit, board=board, kind="board", title="Again", bands=["member"], **later
    )
    answer_as(again, "member", 6, 4)
    services.close_survey(by=unit, survey=again)
    first, second, *_ = results_of(again).questions
    assert (first.before, second.before) == ("about 67%", HIDDEN)


def test_practitioners_answer_by_agency_and_no_agency_sees_it(
    client, board, unit, police, health, django_assert_max_num_queries
):
    survey = services.open_survey(
        by=unit,
        board=board,
        kind=SurveyKind.PRACTICE,
        title="Practitioners",
        partners=[police, health],
        **DAYS,
    )
    assert {str(group) for group in survey.groups.all()} == {"Police", "Health"}
    assert survey.questions.get(code="P5").standards == ["C1"]
    services.close_survey(by=unit, survey=survey)
    client.force_login(lead_of(police))
    for name in ("survey-detail", "survey-comments", "survey-file", "survey-close"):
        assert client.get(reverse(f"sab:{name}", args=[survey.pk])).status_code == 403
    elsewhere = f.MembershipFactory(role=Role.SAB_MANAGER)
    f.BoardFactory(council=elsewhere.organisation)
    client.force_login(elsewhere.person)
    assert client.get(reverse("sab:survey-detail", args=[survey.pk])).status_code == 404
    assert not Survey.objects.visible_to(elsewhere.person).exists()
    client.force_login(unit)
    with django_assert_max_num_queries(12):
        client.get(reverse("sab:survey-list"))
