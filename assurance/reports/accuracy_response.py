"""The response to a draft report: each point sent, what the draft says and what shows otherwise."""

from collections.abc import Iterable
from datetime import date

from assurance.choices_visit import PointDecision
from assurance.models import AccuracyCheck, AccuracyPoint
from assurance.reports.blocks import Block, Document, Heading, Note, Paragraph, Quote, Table
from assurance.words import long_date

MARKING = "Response to a draft report: not for publication"


def response_document(
    check: AccuracyCheck, points: Iterable[AccuracyPoint], *, made_on: date
) -> Document:
    """Lay out the points that go into the response, in their order.

    What speaks against a point, and points left out, are ours and are not in it.
    """
    sent = [point for point in points if point.decision == PointDecision.SEND]
    return Document(
        title="Factual accuracy response",
        subtitle=check.title,
        council=check.council.name,
        period_label=f"Draft received {long_date(check.received_on)}",
        made_on=long_date(made_on),
        marking=MARKING,
        blocks=(
            Heading("Points raised"),
            *(_summary(sent) if sent else (Paragraph("The council raises no point."),)),
            *(block for point in sent for block in _point(point)),
        ),
    )


def _summary(sent: list[AccuracyPoint]) -> tuple[Block, ...]:
    rows = tuple(
        (str(point.number), point.place, point.get_kind_display(), _about(point)) for point in sent
    )
    columns = ("Point", "Where in the draft", "What is wrong", "Quality statement")
    return (Table(f"{len(sent)} points in the order of the draft", columns, rows),)


def _point(point: AccuracyPoint) -> tuple[Block, ...]:
    evidence = [item.title for item in point.evidence.all()]
    attached = (Note(f"Evidence: {'; '.join(evidence)}"),) if evidence else ()
    return (
        Heading(f"Point {point.number}: {point.place}", 2),
        Quote(point.draft_says, "The draft"),
        Paragraph(f"It should say: {point.proposed}"),
        Paragraph(f"What shows it: {point.evidence_for}"),
        *attached,
    )


def _about(point: AccuracyPoint) -> str:
    return point.statement.label if point.statement else "Not said"
