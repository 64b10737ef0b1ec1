"""Find what was recorded or changed here, so that an extract, or its undo, does not overwrite it.

A row was made here if no import brought it. It was changed here if a person's event stands in the
activity log for it: an import logs its run, never the rows. The version does not tell the two
apart, since an import counts it up as well. The log is searched by its index on the target. An
event from before the last load counts too: what was changed here stays ours.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from core.models import ActivityEvent, Organisation
from safeguard.extract.checking import Checked, count_again
from safeguard.extract.columns import BY_NAME, RISKS
from safeguard.extract.cross_checks import REGISTER, mark_unsound
from safeguard.extract.staging import FAULTS, execute, held_table_of, scalar, table_of, writing
from safeguard.models import Risk
from safeguard.services.import_load import ENTITIES, match
from safeguard.services.import_rows import MODELS

AT_A_TIME = 500
# What is logged on a record without changing it.
ONLY_READ = "'case_opened_for_cause'"
HERE = """
(t.import_run_id IS NULL OR EXISTS (
  SELECT 1 FROM {events} e
  WHERE e.target_model = '{label}' AND e.target_id = CAST(t.id AS varchar(36))
    AND e.actor_id <> '' AND e.verb NOT IN ({only_read})))
"""
ROWS = """
FROM {held} h CROSS JOIN {table} s CROSS JOIN {register} t
WHERE h.differs = 1 AND s.line = h.line AND t.id = h.id AND {here}
"""
# Every risk of the enquiry: those that were left would be read as all that it has.
ROWS_OF_RISKS = """
FROM {held} h CROSS JOIN {register} t CROSS JOIN {table} s
WHERE t.id = h.id AND s.enquiry_ref = t.reference AND s.ok = 1
  AND (h.differs = 3 OR (h.differs = 1 AND {here}))
"""
RISKS_RECORDED = "UPDATE {held} SET differs = 3 WHERE differs = 1 AND id IN ({marks})"
ADD_FAULTS = """
INSERT INTO {faults} (file, line, place, code, value, detail)
SELECT {file}, s.line, {place}, 'recorded_here', s.{reference}, ''
"""


def spare_casework(council: Organisation, checked: Checked) -> None:
    """Make a fault of each sound row that would overwrite what was recorded or changed here."""
    with writing():
        match(council)
        _mark_recorded_risks(council)
        found = 0
        for name in (*ENTITIES, RISKS.name):
            found += execute(ADD_FAULTS + _rows(name), **_names(name)).rowcount
        if found:
            mark_unsound(council)
            count_again(checked)


def would_overwrite(council: Organisation) -> bool:
    """Say whether a row that `match` has just found to differ was recorded or changed here."""
    _mark_recorded_risks(council)
    found = [
        scalar("SELECT COUNT(*) " + _rows(name), **_names(name)) for name in (*ENTITIES, RISKS.name)
    ]
    return any(found)


def enquiries_with_recorded_risks(council_id: int, since: datetime | None = None) -> set[int]:
    """Return the enquiries of which somebody added, changed or removed a risk here."""
    events = ActivityEvent.objects.filter(target_model=Risk._meta.label, council_id=council_id)
    if since is not None:
        events = events.filter(created_at__gte=since)
    enquiries: set[int] = set()
    risks: set[int] = set()
    for target, changes in events.values_list("target_id", "changes").iterator():
        # A risk that was added or removed is logged with its enquiry; one that changed stands.
        enquiries.update(int(pk) for pk in changes.get("enquiry_id", ()) if pk)
        risks.add(int(target))
    for some in _batches(risks):
        enquiries.update(Risk.objects.filter(pk__in=some).values_list("enquiry_id", flat=True))
    return enquiries


def _batches(ids: set[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), AT_A_TIME):
        yield listed[start : start + AT_A_TIME]


def _mark_recorded_risks(council: Organisation) -> None:
    for some in _batches(enquiries_with_recorded_risks(council.pk)):
        marks = ", ".join(["%s"] * len(some))
        execute(RISKS_RECORDED, *some, held=held_table_of(RISKS.name), marks=marks)


def _rows(name: str) -> str:
    return ROWS_OF_RISKS if name == RISKS.name else ROWS


def _names(name: str) -> dict[str, Any]:
    """Return the tables and columns that a statement about one file names."""
    spec = BY_NAME[name]
    entity = "enquiries" if spec is RISKS else name
    reference = spec.parent if spec is RISKS else spec.reference
    return {
        "faults": FAULTS,
        "file": str(spec.number),
        "place": str(spec.column_names.index(reference)),
        "reference": reference,
        "held": held_table_of(name),
        "table": table_of(name),
        "register": REGISTER[entity],
        "here": HERE.format(
            events=ActivityEvent._meta.db_table,
            label=MODELS[entity]._meta.label,
            only_read=ONLY_READ,
        ),
    }
