"""The invented board's partner returns: a round that is validated, and one that is under way."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assurance.demo.board_rows import Scene
from core.models import User
from sab.carrying import carry_forward, store_template
from sab.choices_board import QuestionReason, Rating, ReturnStatus
from sab.models import (
    AnswerEvidence,
    AssuranceReturn,
    ChallengeEvent,
    ChallengeQuestion,
    ImprovementAction,
    Partner,
    ReturnCycle,
    ReturnStandard,
    ReturnStep,
    ReturnTemplate,
    StandardAnswer,
)
from sab.returns_shown import asked_of

ICB = "Wexmoor and Eldermarsh Integrated Care Board"
SAID = {
    Rating.NOT_MET: "We have no arrangement for this yet and have agreed what to do.",
    Rating.PARTLY: "In place in two of our three areas; the third has not been checked.",
    Rating.MET: "In place across the agency and checked in the last year.",
    Rating.EMBEDDED: "Checked in the last year, and the check shows what changed for adults.",
}
# How far each agency is, by the number of the standard: an invented pattern, not a finding.
PATTERN = (2, 2, 1, 3, 2, 2, 1, 2, 2, 3, 2)
NOW = {
    "Wexmoor County Council": ReturnStatus.MODERATION,
    "Wexmoor Police": ReturnStatus.SUBMITTED,
    "Wexmoor Fire and Rescue": ReturnStatus.CHANGES_REQUESTED,
    "Hollowbeck Hospitals": ReturnStatus.SUBMITTED,
}


def returns(scene: Scene, icb_lead: User) -> None:
    """Store last year's round, validated, and this year's, in which four of seven have returned."""
    template, _ = store_template()
    standards = list(template.standards.all())
    last = _cycle(scene, template, scene.ago(14), scene.ago(11))
    now = _cycle(scene, template, scene.ago(2), scene.as_of + timedelta(days=28))
    for shift, partner in enumerate(scene.partners.values()):
        row = _return(scene, last, partner, ReturnStatus.VALIDATED, scene.ago(11, 10))
        asked = asked_of(partner, standards)
        _answers(scene, row, asked, shift, judged_on=scene.ago(10))
    _event(scene, last)
    _done(scene, last)
    for shift, (name, partner) in enumerate(scene.partners.items()):
        status = NOW.get(name)
        if status is not None:
            row = _return(scene, now, partner, status, scene.ago(0, 12))
            asked = asked_of(partner, standards)
            judged = scene.ago(0, 3) if status == ReturnStatus.MODERATION else None
            _answers(scene, row, asked, shift + 1, judged_on=judged, judge=len(asked) // 2)
            continue
        row = AssuranceReturn.objects.create(board=scene.board, cycle=now, partner=partner)
        carry_forward(row, standards)
        if name == ICB:
            _begun(scene, row, icb_lead)


def _cycle(scene: Scene, template: ReturnTemplate, opens: date, closes: date) -> ReturnCycle:
    return ReturnCycle.objects.create(
        board=scene.board,
        template=template,
        title=f"Returns of {opens.year}",
        opens_on=opens,
        closes_on=closes,
    )


def _return(
    scene: Scene, cycle: ReturnCycle, partner: Partner, status: ReturnStatus, sent: date
) -> AssuranceReturn:
    is_validated = status == ReturnStatus.VALIDATED
    row = AssuranceReturn.objects.create(
        board=scene.board,
        cycle=cycle,
        partner=partner,
        status=status,
        signed_by="Philippa Oakenshaw",
        signed_job_title="Executive lead",
        signed_on=sent - timedelta(days=1),
        submitted_on=sent,
        validated_on=sent + timedelta(days=30) if is_validated else None,
        validated_by=scene.manager if is_validated else None,
    )
    _step(row, ReturnStatus.SUBMITTED, sent)
    if status == ReturnStatus.CHANGES_REQUESTED:
        words = "Say how volunteers are checked, and date the audit you name."
        _step(row, status, sent + timedelta(days=5), scene.manager, words)
    elif status != ReturnStatus.SUBMITTED:
        _step(row, status, sent + timedelta(days=9), scene.manager)
    return row


def _step(
    row: AssuranceReturn, status: str, on: date, by: User | None = None, words: str = ""
) -> None:
    at = timezone.make_aware(datetime.combine(on, time(10)))
    ReturnStep.objects.create(assurance_return=row, status=status, note=words, at=at, by=by)


def _answers(
    scene: Scene,
    row: AssuranceReturn,
    standards: Iterable[ReturnStandard],
    shift: int,
    *,
    judged_on: date | None,
    judge: int | None = None,
) -> None:
    """Store an answer on each standard; the first `judge` of them have the board's rating."""
    sent = row.submitted_on or scene.as_of
    answers = [
        _answer(
            scene,
            row,
            standard,
            place,
            shift,
            judged_on if judge is None or place < judge else None,
        )
        for place, standard in enumerate(standards)
    ]
    StandardAnswer.objects.bulk_create(answers)
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(
            answer=answer,
            kind="audit" if answer.self_rating == Rating.EMBEDDED else "minutes",
            title=f"Record for standard {answer.standard.code}",
            dated_on=sent - timedelta(days=40 + 20 * place),
        )
        for place, answer in enumerate(answers)
        if answer.self_rating in (Rating.MET, Rating.EMBEDDED)
    )
    ImprovementAction.objects.bulk_create(
        ImprovementAction(
            board=scene.board,
            partner=row.partner,
            assurance_return=row,
            standard=answer.standard,
            text=f"Put standard {answer.standard.code} in place in the third area.",
            owner_name="Safeguarding lead",
            due_on=sent + timedelta(days=180),
        )
        for answer in answers
        if answer.self_rating in (Rating.NOT_MET, Rating.PARTLY)
    )


def _answer(
    scene: Scene,
    row: AssuranceReturn,
    standard: ReturnStandard,
    place: int,
    shift: int,
    judged_on: date | None,
) -> StandardAnswer:
    own = Rating(PATTERN[(place + 2 * shift) % len(PATTERN)])
    if place == 17 and shift % 3 == 0:
        own = Rating.NOT_MET
    answer = StandardAnswer(
        assurance_return=row, standard=standard, self_rating=own, narrative=SAID[own]
    )
    if judged_on is not None:
        lower = own == Rating.EMBEDDED and place % 2 == 0
        answer.validated_rating = Rating.MET if lower else own
        answer.validation_reason = "What is named shows a check, not a difference." if lower else ""
        answer.validated_on, answer.validated_by = judged_on, scene.manager
    return answer


def _event(scene: Scene, cycle: ReturnCycle) -> None:
    """Last year's challenge event: one question answered, with an action agreed."""
    event = ChallengeEvent.objects.create(
        board=scene.board,
        cycle=cycle,
        held_on=scene.ago(10, 10),
        panel="The independent chair, Healthwatch and a peer from a neighbouring board",
        strengths_to_share="Learning from reviews reaches teams in the police within a month.",
        common_gaps="Feedback after a safeguarding process is gathered by few and used by fewer.",
        single_agency_gaps="Safer recruitment of volunteers is not audited in one agency.",
        partnership_gaps="Nobody holds the list of placements out of area.",
    )
    row = cycle.returns.select_related("partner").get(partner__name=ICB)
    answer = row.answers.filter(self_rating=Rating.PARTLY).select_related("standard").first()
    if answer is None:
        return
    agreed = (
        "Put the third area under the same arrangement, and report to the board when it is done."
    )
    question = ChallengeQuestion.objects.create(
        event=event,
        assurance_return=row,
        standard=answer.standard,
        reason=QuestionReason.LOW,
        question="You say that it is in place in two of three areas. What stops the third?",
        answer="The third area joined last year and has its own procedures until spring.",
        agreed_action=agreed,
    )
    ImprovementAction.objects.create(
        board=scene.board,
        partner=row.partner,
        assurance_return=row,
        standard=answer.standard,
        question=question,
        text=agreed,
        owner_name="Rafe Dunmarrow",
        due_on=scene.ago(4),
    )


def _done(scene: Scene, cycle: ReturnCycle) -> None:
    """Of last year's actions a few are done; the board verified one."""
    rows = ImprovementAction.objects.filter(assurance_return__cycle=cycle, question__isnull=True)
    for place, action in enumerate(rows.order_by("partner__name", "pk")[:12:4]):
        action.completed_on = scene.ago(3)
        action.completion_note = "The third area works the same way now; checked in ten files."
        if place == 0:
            action.verified_on, action.verified_by = scene.ago(2), scene.manager
        action.save()


def _begun(scene: Scene, row: AssuranceReturn, lead: User) -> None:
    """The agency has confirmed the first ten answers of its return."""
    chosen = list(row.answers.order_by("standard")[:10].values_list("pk", flat=True))
    row.answers.filter(pk__in=chosen).update(is_confirmed=True)
    AssuranceReturn.objects.filter(pk=row.pk).update(status=ReturnStatus.IN_PROGRESS)
    _step(row, ReturnStatus.IN_PROGRESS, scene.ago(0, 4), lead)
