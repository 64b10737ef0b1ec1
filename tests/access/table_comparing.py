"""Targets, fresh starts, comparisons, published figures: read with the figures, kept by three."""

from core.roles import Role
from tests.access.rows import made
from tests.access.table_assurance import MEASURES
from tests.factories import ChartRebaseFactory, LocalTargetFactory

KEEPERS = frozenset({Role.SAFEGUARDING_MANAGER, Role.QA_LEAD, Role.ANALYST})
LOADERS = frozenset({Role.ANALYST, Role.ADMINISTRATOR})
KEY = {"key": "asked_pct"}

MAKERS = {
    "local target": lambda council: LocalTargetFactory(council=council),
    "chart rebase": lambda council: ChartRebaseFactory(council=council),
}

TABLE = {
    "assurance:time-to-conclude": ("get", {}, {}, MEASURES, 200),
    "assurance:conversion": ("get", {}, {}, MEASURES, 200),
    "assurance:published-figures": ("get", {}, {}, MEASURES, 200),
    "assurance:measure-compare": ("get", KEY, {}, MEASURES, 200),
    "assurance:measure-settings": ("get", KEY, {}, MEASURES, 200),
    "assurance:neighbours": ("get", {}, {}, KEEPERS, 200),
    "assurance:target-set": ("get", KEY, {}, KEEPERS, 200),
    "assurance:target-remove": ("get", {**KEY, "pk": made("local target")}, {}, KEEPERS, 200),
    "assurance:rebase-add": ("get", KEY, {}, KEEPERS, 200),
    "assurance:rebase-remove": ("get", {**KEY, "pk": made("chart rebase")}, {}, KEEPERS, 200),
    "assurance:published-load": ("get", {}, {}, LOADERS, 200),
}
