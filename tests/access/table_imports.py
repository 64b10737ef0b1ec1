"""Imports of case extracts: those who load them, and those who may see how a load went."""

from core.roles import Role
from tests.access.rows import made

LOAD = frozenset({Role.ANALYST})
SEE = frozenset({Role.ANALYST, Role.DIRECTOR})
RUN = {"public_id": made("import", by_public_id=True)}

TABLE = {
    "safeguard:import-list": ("get", {}, {}, SEE, 200),
    "safeguard:import-new": ("get", {}, {}, LOAD, 200),
    "safeguard:import-detail": ("get", RUN, {}, SEE, 200),
    "safeguard:import-progress": ("get", RUN, {}, SEE, 200),
    "safeguard:import-faults": ("get", RUN, {}, SEE, 200),
    # The files of this run are gone: whoever may have them is told so.
    "safeguard:import-returned": ("get", RUN, {}, LOAD, 410),
    # A run that was not checked cannot be loaded: back to its page.
    "safeguard:import-load": ("get", RUN, {}, LOAD, 302),
    "safeguard:import-undo": ("get", RUN, {}, LOAD, 200),
    "safeguard:mapping-list": ("get", {}, {}, LOAD, 200),
    "safeguard:mapping-new": ("get", {}, {}, LOAD, 200),
    "safeguard:mapping-edit": ("get", {"pk": made("mapping")}, {}, LOAD, 200),
    "safeguard:mapping-help": ("get", RUN, {}, LOAD, 200),
}
