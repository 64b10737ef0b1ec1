"""The invented board's surveys: its own members asked twice, practitioners once; one is open."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assurance.demo.board_rows import Scene
from sab.choices_board import Agreement, CommentState, RespondentBand, SurveyKind
from sab.frameworks_loader import survey_questions
from sab.models import (
    Partner,
    Survey,
    SurveyAnswer,
    SurveyGroup,
    SurveyQuestion,
    SurveyResponse,
)

Group = RespondentBand | Partner
BANDS: dict[Group, int] = {
    RespondentBand.MEMBER: 15,
    RespondentBand.SUBGROUP_MEMBER: 18,
    RespondentBand.PARTNER_LEAD: 11,
    RespondentBand.LAY: 3,
}
PRACTITIONERS = {
    "Wexmoor County Council": 46,
    "Wexmoor and Eldermarsh Integrated Care Board": 24,
    "Wexmoor Police": 31,
    "Wexmoor Fire and Rescue": 12,
    "Hollowbeck Hospitals": 26,
}
# The share who agree: where it is not as usual, and what an agency's own people say of advocacy.
USUAL = 0.75
AGREE = {"S12": 0.4, "S13": 0.35, "S15": 0.45, "P6": 0.3, "P15": 0.55, "P16": 0.35, "P4": 0.9}
WROTE = {
    "W1": (
        ("Nobody answers the advocacy line after four.", CommentState.RELEASED),
        ("Caseloads. Everybody knows it.", CommentState.RELEASED),
        ("Ask Marjorie in the east team what happened in May.", CommentState.WITHHELD),
    ),
    "W2": (("The Thursday meeting about hoarding works.", CommentState.WAITING),),
}


def surveys(scene: Scene) -> None:
    """Store a survey of the board a year ago, one of practitioners, and one that is open."""
    board = SurveyKind.BOARD
    last = _survey(scene, board, f"Survey of {scene.ago(12).year}", scene.ago(12), scene.ago(11))
    _answer(last, BANDS, shift=0)
    practice = _survey(scene, SurveyKind.PRACTICE, "Practitioners", scene.ago(3), scene.ago(2))
    asked: dict[Group, int] = {
        scene.partners[name]: number for name, number in PRACTITIONERS.items()
    }
    _answer(practice, asked, shift=1)
    until = scene.as_of + timedelta(days=90)
    now = _survey(scene, board, f"Survey of {scene.as_of.year}", scene.ago(0, 5), until)
    _answer(now, {RespondentBand.MEMBER: 6}, shift=2)
    _group(now, RespondentBand.LAY)


def _survey(scene: Scene, kind: SurveyKind, title: str, opens: date, closes: date) -> Survey:
    survey = Survey.objects.create(
        board=scene.board, kind=kind, title=title, opens_on=opens, closes_on=closes
    )
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey,
            code=line.code,
            domain=line.domain,
            text=line.text,
            is_written=line.is_written,
            standards=list(line.standards),
        )
        for line in survey_questions(kind).questions
    )
    return survey


def _group(survey: Survey, group: Group) -> SurveyGroup:
    """Store a group with a link that is good for the demonstration only."""
    made = SurveyGroup(survey=survey)
    if isinstance(group, Partner):
        made.partner, made.token = group, f"demo-{survey.pk}-{group.pk}"
    else:
        made.band, made.token = group.value, f"demo-{survey.pk}-{group.value}"
    made.save()
    return made


def _answer(survey: Survey, asked: Mapping[Group, int], shift: int) -> None:
    questions = list(survey.questions.all())
    rated = [question for question in questions if not question.is_written]
    rows: list[SurveyAnswer] = []
    responses: list[SurveyResponse] = []
    for group, number in asked.items():
        held = _group(survey, group)
        responses = SurveyResponse.objects.bulk_create(
            SurveyResponse(survey=survey, group=held) for _ in range(number)
        )
        for place, response in enumerate(responses):
            rows += [
                SurveyAnswer(
                    response=response,
                    question=question,
                    agreement=_agreement(question.code, place, number, at + shift),
                )
                for at, question in enumerate(rated)
            ]
    if survey.kind == SurveyKind.PRACTICE:
        rows += _comments(questions, responses)
    SurveyAnswer.objects.bulk_create(rows)


def _comments(
    questions: list[SurveyQuestion], responses: list[SurveyResponse]
) -> Iterator[SurveyAnswer]:
    for question in questions:
        for response, (words, state) in zip(responses, WROTE.get(question.code, ()), strict=False):
            is_shown = state == CommentState.RELEASED
            yield SurveyAnswer(
                response=response,
                question=question,
                comment=words,
                comment_state=state,
                comment_shown=words if is_shown else "",
            )


def _agreement(code: str, place: int, number: int, turn: int) -> Agreement | None:
    """Return an answer, so that the wanted share of a group of `number` agrees."""
    agree = round(number * AGREE.get(code, USUAL))
    at = (place * 7 + turn * 3) % number
    if at < agree:
        return Agreement.STRONGLY_AGREE if at % 3 == 0 else Agreement.AGREE
    if at == number - 1:
        return None
    return Agreement.STRONGLY_DISAGREE if at % 4 == 0 else Agreement.DISAGREE
