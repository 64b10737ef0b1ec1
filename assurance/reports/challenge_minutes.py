"""The minutes of a challenge event: what was asked, what was answered, what was agreed."""

from collections.abc import Iterable

from assurance.reports.blocks import Block, Document, Heading, Note, Paragraph, Table
from assurance.words import long_date
from sab.models import ChallengeEvent, ChallengeQuestion

MARKING = "For the board and the agencies named"
NOT_WRITTEN = "Not written yet."


def minutes_document(event: ChallengeEvent, questions: Iterable[ChallengeQuestion]) -> Document:
    """Lay out the minutes of one event. Equal rows give an equal document."""
    asked = list(questions)
    return Document(
        title="Challenge event",
        subtitle=f"Partner assurance: {event.cycle.title}",
        council=event.board.name,
        period_label=long_date(event.held_on),
        made_on=long_date(event.held_on),
        marking=MARKING,
        blocks=(
            Heading("Panel"),
            Paragraph(event.panel),
            Heading("Questions and answers"),
            *(_questions(asked) if asked else (Paragraph("No question was asked."),)),
            *_actions(asked),
            *_output("Strengths to share", event.strengths_to_share),
            *_output("Gaps that agencies have in common", event.common_gaps),
            *_output("Gaps of a single agency", event.single_agency_gaps),
            *_output("Gaps that agencies close together", event.partnership_gaps),
        ),
    )


def _questions(asked: list[ChallengeQuestion]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for each in asked:
        about = f": standard {each.standard.code}" if each.standard else ""
        blocks.append(Heading(f"{each.assurance_return.partner}{about}", 2))
        if each.standard:
            blocks.append(Paragraph(each.standard.text))
        blocks.append(Paragraph(f"Question ({each.get_reason_display().lower()}): {each.question}"))
        blocks.append(Paragraph(f"Answer: {each.answer}") if each.answer else _unanswered())
    return tuple(blocks)


def _unanswered() -> Block:
    return Note("No answer is recorded.", "caution")


def _actions(asked: list[ChallengeQuestion]) -> tuple[Block, ...]:
    rows = tuple(
        (
            str(each.assurance_return.partner),
            action.text,
            f"{action.owner_name}, due {long_date(action.due_on)}",
        )
        for each in asked
        for action in each.actions.all()
    )
    if not rows:
        return Heading("Actions agreed"), Paragraph("No action was agreed.")
    table = Table("Actions agreed", ("Agency", "Action", "Owner and day"), rows)
    return Heading("Actions agreed"), table


def _output(title: str, text: str) -> tuple[Block, ...]:
    return Heading(title), Paragraph(text.strip() or NOT_WRITTEN)
