"""A board's surveys: kept by its manager, read by its chair, answered by whoever has a link.

The link names a group. Who is signed in makes no difference to it.
"""

from datetime import timedelta

from django.utils import timezone

from tests import factories as f
from tests.access.rows import ANONYMOUS, EVERYBODY, made
from tests.access.table_sab import MANAGES, READS, about, board_of


def survey_of(council, **columns):
    today = timezone.localdate()
    days = {"opens_on": today - timedelta(days=30), "closes_on": today + timedelta(days=1)}
    survey = f.SurveyFactory(board=board_of(council), **{**days, **columns})
    f.SurveyQuestionFactory(survey=survey)
    return survey


def over_of(council):
    return survey_of(council, closes_on=timezone.localdate() - timedelta(days=1))


def comment_of(council):
    response = f.SurveyResponseFactory(group__survey=over_of(council))
    question = response.survey.questions.get()
    return f.SurveyAnswerFactory(response=response, question=question, comment="Words")


class Keyed:
    """A row that the address names by its token."""

    def __init__(self, group):
        self.pk = group.token


MAKERS = {
    "survey": survey_of,
    "survey over": over_of,
    "survey comment": comment_of,
    "survey link": lambda council: Keyed(f.SurveyGroupFactory(survey=survey_of(council))),
}
TABLE = {
    "sab:survey-list": ("get", {}, {}, READS, 200),
    "sab:survey-open": ("get", {}, {}, MANAGES, 200),
    "sab:survey-detail": about("survey over", READS),
    "sab:survey-close": about("survey", MANAGES),
    "sab:survey-comments": about("survey over", MANAGES),
    "sab:survey-comment-read": about("survey comment", MANAGES),
    "sab:survey-file": about("survey over", MANAGES),
    "sab:survey-answer": (
        "get",
        {"token": made("survey link")},
        {},
        EVERYBODY,
        200,
        {ANONYMOUS: 200},
    ),
}
