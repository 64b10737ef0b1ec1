"""What a round of returns starts from: the shipped questions, and each agency's last answers."""

from collections.abc import Iterable

from sab.frameworks_loader import return_questions
from sab.models import (
    AnswerEvidence,
    AssuranceReturn,
    ReturnStandard,
    ReturnTemplate,
    StandardAnswer,
)
from sab.returns_shown import asked_of


def store_template() -> tuple[ReturnTemplate, bool]:
    """Return the shipped template, and whether it had to be stored."""
    shipped = return_questions()
    template, is_new = ReturnTemplate.objects.get_or_create(
        code=shipped.code,
        version=shipped.version,
        defaults={
            "title": shipped.title,
            "declaration": shipped.declaration,
            "published_on": shipped.published_on,
        },
    )
    if is_new:
        ReturnStandard.objects.bulk_create(
            ReturnStandard(
                template=template,
                code=line.code,
                section=section.title,
                text=line.text,
                prompts=list(line.evidence),
                kinds=[kind.value for kind in section.kinds],
            )
            for section in shipped.sections
            for line in section.standards
        )
    return template, is_new


def last_return(row: AssuranceReturn) -> AssuranceReturn | None:
    """Return the agency's latest submitted return to this board before this one."""
    rows = AssuranceReturn.objects.filter(partner=row.partner, submitted_on__isnull=False)
    earlier = rows.exclude(pk=row.pk).filter(cycle__opens_on__lte=row.cycle.opens_on)
    return earlier.order_by("-cycle__opens_on", "-pk").first()


def carry_forward(row: AssuranceReturn, standards: Iterable[ReturnStandard]) -> None:
    """Copy the agency's last answers and their evidence, to be confirmed or changed.

    Only where the standard is in the same words. The signature and the board's ratings stay behind.
    """
    earlier = last_return(row)
    if earlier is None:
        return
    answers = earlier.answers.select_related("standard").prefetch_related("evidence")
    known = {(answer.standard.code, answer.standard.text): answer for answer in answers}
    for standard in asked_of(row.partner, standards):
        before = known.get((standard.code, standard.text))
        if before is None:
            continue
        answer = StandardAnswer.objects.create(
            assurance_return=row,
            standard=standard,
            self_rating=before.self_rating,
            is_not_applicable=before.is_not_applicable,
            narrative=before.narrative,
            carried_from=before,
            is_confirmed=False,
        )
        AnswerEvidence.objects.bulk_create(
            AnswerEvidence(
                answer=answer,
                kind=item.kind,
                title=item.title,
                description=item.description,
                link=item.link,
                dated_on=item.dated_on,
            )
            for item in before.evidence.all()
        )
