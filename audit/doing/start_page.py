"""One part of an audit at a glance: its sections with progress, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from audit.choices import StrandStatus
from audit.doing.routes import Routes
from audit.doing.section_page import progress_of
from audit.doing.work import Work, part_of
from audit.models import AuditStrand
from audit.rules.answers_shown import in_words
from audit.rules.strands import may_read, strand_of, waits_for


@dataclass(frozen=True)
class SectionLine:
    """A section in the list of a part."""

    code: str
    label: str
    url: str
    status: str
    colour: str
    hint: str = ""


@dataclass(frozen=True)
class PartCard:
    """A part as the page of its audit shows it."""

    strand: AuditStrand
    status: str
    colour: str
    is_mine: bool
    may_open: bool
    may_read: bool
    may_manage: bool
    who: str
    waits: str
    link: str
    asks_consent: bool = False
    may_repeat: bool = False


STATUS = {
    StrandStatus.WAITING: ("Waits for the others", "grey"),
    StrandStatus.OPEN: ("Open", "blue"),
    StrandStatus.SUBMITTED: ("Submitted", "green"),
    StrandStatus.RETURNED: ("Sent back", "orange"),
    StrandStatus.MISSING: ("No return", "red"),
}


def section_lines(work: Work, strand: AuditStrand, routes: Routes) -> list[SectionLine]:
    """Return the sections of a part, each with how far it is."""
    shown = {section["code"] for section, _ in work.shown(strand)}
    asked = {q["code"] for _, questions in work.shown(strand) for q in questions}
    skipped = work.skipped(strand)
    lines = []
    for section in work.sections(strand):
        code, label = section["code"], section["title"]
        url = routes.section(code)
        if code in skipped:
            lines.append(SectionLine(code, label, url, "Left out", "grey"))
            continue
        if code not in shown:
            hint = "Not asked here, because of what the record or an answer says"
            lines.append(SectionLine(code, label, "", "Not asked", "grey", hint))
            continue
        if not any(q["code"] in asked and q["type"] != "grade" for q in section["questions"]):
            lines.append(SectionLine(code, label, url, "Given at the end", "grey"))
            continue
        done, total = progress_of(work, strand, section, asked)
        status, colour = _progress(done, total)
        lines.append(SectionLine(code, label, url, status, colour))
    return lines


def _progress(done: int, total: int) -> tuple[str, str]:
    if done >= total:
        return "Done", "green"
    return f"{done} of {total} answered", "blue" if done else "grey"


def following(lines: list[SectionLine], code: str) -> tuple[SectionLine | None, SectionLine | None]:
    """Return the sections before and after one, leaving out those that are not asked."""
    open_lines = [line for line in lines if line.url]
    place = next((i for i, line in enumerate(open_lines) if line.code == code), None)
    if place is None:
        return None, None
    before = open_lines[place - 1] if place else None
    after = open_lines[place + 1] if place + 1 < len(open_lines) else None
    return before, after


def card(work: Work, strand: AuditStrand, *, mine: list[AuditStrand], runs: bool) -> PartCard:
    """Return a part as its audit's page shows it to a reader with parts of their own."""
    is_mine = any(each.pk == strand.pk for each in mine)
    readers = [part_of(each) for each in mine]
    other = part_of(strand)
    may = (
        is_mine
        or (runs and not mine)
        or any(
            may_read(work.document, reader=reader, other=other, parts=work.parts)
            for reader in readers
        )
    )
    status, colour = STATUS[StrandStatus(strand.status)]
    labels = {each.key: each.label for each in work.strands}
    waiting = waits_for(work.document, strand.key, work.parts)
    told = strand_of(work.document, strand.key)
    open_now = strand.status in (StrandStatus.OPEN, StrandStatus.RETURNED)
    return PartCard(
        strand=strand,
        status=status if not (open_now and strand.begun_at) else "In progress",
        colour=colour,
        is_mine=is_mine,
        may_open=is_mine and open_now,
        may_read=may and strand.status == StrandStatus.SUBMITTED,
        may_manage=runs and strand.status not in (StrandStatus.SUBMITTED, StrandStatus.MISSING),
        who=who_answers(strand),
        waits=", ".join(labels[part.key] for part in waiting) if open_now else "",
        link=link_words(strand),
        asks_consent=bool(told.get("consent_required")),
        may_repeat=runs and bool(told.get("may_repeat")) and strand.number == 1,
    )


def who_answers(strand: AuditStrand) -> str:
    names = [str(each) for each in (strand.person, strand.second_person) if each]
    if names:
        return " and ".join(names)
    return strand.outside_name or "Nobody yet"


def link_words(strand: AuditStrand) -> str:
    if strand.token_sha256 is None:
        return ""
    if strand.token_revoked_at:
        return "Link taken back"
    until = f"{strand.token_expires_at:%d/%m/%Y}" if strand.token_expires_at else ""
    opened = "opened" if strand.token_used_at else "not opened yet"
    return f"Link sent, works until {until}, {opened}"


def shared_with(work: Work, strand: AuditStrand) -> list[tuple[str, list[str]]]:
    """Return answers of other parts that the tool shares with this one, in words."""
    found = []
    for section in work.document["sections"]:
        for question in section["questions"]:
            if strand.key not in (question.get("shared_with_strands") or ()):
                continue
            for other in work.strands:
                held = work.held(other).get(question["code"])
                if other.pk != strand.pk and held:
                    found.append((question["text"], in_words(work.document, question, held.said)))
    return found
