"""What a workbook of one return holds, and the seal over what must not change in it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer

from core.plain_text import one_line, plain_text
from sab.choices_board import Rating
from sab.choices_recommendation import EvidenceKind
from sab.frameworks_loader import return_questions
from sab.models import AssuranceReturn
from sab.returns_shown import StandardHeld

# A cell of a workbook holds no more than 32,767 characters.
LONGEST = 32_000
READ_ME, ANSWERS, EVIDENCE, ACTIONS = "Read me", "Answers", "Evidence", "Actions"
HELD, LISTS = "Actions held", "Lists"
DOES_NOT_APPLY, CONFIRM = "Does not apply to us", "Yes"
RATINGS = {label: value for value, label in Rating.choices}
KINDS = {kind.label: kind.value for kind in EvidenceKind}
PACK = "Pack"

# Locked columns first: what was asked, and what is held. Then what is answered.
ASKED = ("Standard", "Section", "What the standard says", "What counts as evidence")
KEPT = ("Held: rating", "Held: what makes you say so", "Held: evidence")
ANSWER = ("Keep what is held?", "Rating", "What makes you say so?")
ANSWER_COLUMNS = (*ASKED, *KEPT, *ANSWER)
EVIDENCE_COLUMNS = (
    "Standard",
    "Kind of evidence",
    "Title",
    "What it shows",
    "Where it is kept",
    "Date of the evidence",
)
ACTION_COLUMNS = ("Standard", "What will be done", "Person who owns the action", "Due by")
# Characters that are none, which no workbook can hold.
NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}
_signer = Signer(salt="sab.workbook")


@dataclass(frozen=True)
class Line:
    """One standard as the workbook shows it. The order of the fields is that of its columns."""

    code: str
    section: str
    text: str
    prompts: str
    rating: str
    narrative: str
    evidence: str


def fit(words: str) -> str:
    """Return words as a cell holds them."""
    return plain_text(words).translate(NO_CHARACTERS)[:LONGEST]


def lines_of(held: Iterable[StandardHeld]) -> list[Line]:
    """Return the standards of a return with what is held on each, in their order."""
    return [
        Line(
            code=each.standard.code,
            section=fit(each.standard.section),
            text=fit(each.standard.text),
            prompts=fit("; ".join(each.standard.prompts)),
            rating=each.self_tag.text if each.answer else "",
            narrative=fit(each.answer.narrative) if each.answer else "",
            evidence=fit(
                "\n".join(
                    f"{item.get_kind_display()}: {item.title}, {item.dated_on:%d/%m/%Y}"
                    for item in each.evidence
                )
            ),
        )
        for each in held
    ]


def read_me(row: AssuranceReturn, pack: str) -> list[tuple[str, str]]:
    """Return the first sheet: a label and words for each line. `pack` is the signed pack id."""
    cycle = row.cycle
    lines = [
        ("Agency", row.partner.name),
        ("Board", row.board.name),
        ("Return", cycle.title),
        ("Questions", str(cycle.template)),
        ("Window", f"{cycle.opens_on:%d/%m/%Y} to {cycle.closes_on:%d/%m/%Y}"),
        (PACK, pack),
        ("How to answer", "Answer on the sheets Answers, Evidence and Actions, in the open cells."),
        ("", "All other cells are locked, and the pack id seals them: a workbook in which they"),
        ("", "were changed, or that is older than the answers held, is not taken in."),
        (
            "What is held",
            "What you answered before stands beside each question. To keep it, choose",
        ),
        ("", "Yes under Keep what is held. To change it, choose a rating and say what makes you"),
        ("", "say so. What you leave empty stays as it is, and still waits for your answer."),
        (
            "Evidence",
            "A rating of In place and working needs dated evidence; an embedded one needs",
        ),
        ("", "evidence of a difference. A lower rating needs an action with an owner and a date."),
        ("No personal data", "Do not name or describe an adult in any cell."),
        ("No declaration", "Nothing in this workbook is a declaration. Your executive lead signs"),
        ("", "apart from it, for this return only, once the answers are taken in."),
    ]
    lines += [("The declaration", cycle.template.declaration)]
    lines += [(line.rating.label, line.means) for line in return_questions().scale]
    return [(fit(label), fit(words)) for label, words in lines]


def seal_of(row: AssuranceReturn, pack_id: UUID, lines: Sequence[Line]) -> str:
    """Return the SHA-256 of everything in a pack that must not change."""
    told = [[one_line(cell) for cell in astuple(line)] for line in lines]
    facts = [str(pack_id), row.pk, row.cycle.template_id, told]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def signed(pack_id: UUID) -> str:
    return _signer.sign(pack_id.hex)


def pack_id_of(token: str) -> UUID | None:
    """Return the id of a signed pack; None where it was not signed here."""
    try:
        return UUID(hex=_signer.unsign(token.strip()))
    except (BadSignature, ValueError):
        return None
