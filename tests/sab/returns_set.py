"""A cycle that asks two standards of two agencies, and ways to fill a return in."""

from datetime import date

from sab.models import AssuranceReturn
from sab.services import moderation, returns
from sab.services.return_cycles import open_cycle
from tests import factories as f

OPEN_DAY = date(2025, 6, 2)
CLOSED_DAY = date(2025, 7, 1)


def template_of_two():
    template = f.ReturnTemplateFactory(code="PAR")
    f.ReturnStandardFactory(template=template, code="A1")
    f.ReturnStandardFactory(template=template, code="B1", section="Policy", text="Policy is held.")
    return template


def opened(board, unit, *partners, template=None, title="Returns of 2025", opens=date(2025, 6, 1)):
    """Open a cycle for `partners` and return their returns, in their order."""
    cycle = open_cycle(
        by=unit,
        board=board,
        template=template or template_of_two(),
        title=title,
        opens_on=opens,
        closes_on=date(opens.year, 6, 30),
        partners=partners,
    )
    return [AssuranceReturn.objects.get(cycle=cycle, partner=partner) for partner in partners]


def standards(row):
    return list(row.cycle.template.standards.order_by("pk"))


def answer_all(row, lead, rating=2):
    for standard in standards(row):
        answer(row, lead, standard, rating)
        evidence = {"kind": "audit", "title": "An audit", "dated_on": date(2025, 5, 1)}
        returns.add_answer_evidence(by=lead, assurance_return=row, standard=standard, **evidence)


def answer(row, lead, standard, rating=2, narrative="Our board hears it."):
    return returns.answer_standard(
        by=lead, assurance_return=row, standard=standard, rating=rating, narrative=narrative
    )


def submit(row, lead, **other):
    signed = {
        "is_declared": True,
        "signed_by": "Ada Quill",
        "signed_job_title": "Chief nurse",
        "signed_on": OPEN_DAY,
        **other,
    }
    return returns.submit_return(by=lead, assurance_return=row, **signed)


def judge_all(row, unit, rating=2):
    for each in row.answers.all():
        moderation.validate_answer(by=unit, answer=each, rating=rating, reason="As evidenced.")
