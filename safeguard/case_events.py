"""Every dated event of a case, read from the rows that record it, in one statement."""

from collections.abc import Mapping

from safeguard.case_event_sources import PRIORITY_SET, PROPOSED, SIGNED_OFF, SOURCES, CaseEvent

__all__ = ["GROUPS", "PRIORITY_SET", "PROPOSED", "SIGNED_OFF", "SOURCES", "CaseEvent", "events_of"]

GROUPS: Mapping[str, str] = {
    "triage": "Triage and information",
    "decision": "Decisions",
    "enquiry": "Enquiry work",
    "adult": "The adult's voice and support",
    "documents": "Documents",
}


def events_of(concern_id: int) -> list[CaseEvent]:
    """Return the events that rows of a case record, oldest first, in one query.

    What the concern and its enquiries say of themselves is not among them: a page has those rows.
    """
    first, *rest = (source.rows(concern_id, number) for number, source in enumerate(SOURCES))
    found = sorted(first.union(*rest, all=True), key=lambda row: (row[1], row[0]))
    return [SOURCES[number].event(day, words, enquiry) for number, day, *words, enquiry in found]
