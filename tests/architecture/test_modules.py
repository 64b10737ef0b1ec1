"""Rules about one module at a time: what each layer may use, and what it may not do.

A layer is the first part of a module's name inside its app: `forms_imports` belongs to `forms`.
Assemblers put measures, choices and models together for a reader or a file; they are named here, so
that a new one is decided upon.
"""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, for_each, imports, method_calls, sources, tree

APPS = ("safeguard", "audit", "sab", "assurance")
# A layer of an app may be several files; the first word of the name says which layer it is.
IN_PARTS = {"choices", "filters", "forms", "urls"}
ASSEMBLERS = {
    # The register
    "adult_history",
    "alike",
    "case_clocks",
    "case_event_sources",
    "case_events",
    "case_history",
    "case_parts",
    "case_story",
    "clock_rows",
    "clock_workings",
    "clocks",
    "clocks_shown",
    "closing",
    "data_reach",
    "doctor",
    "draft_letter",
    "enquiry_work",
    "extract",
    "home",
    "next_steps",
    "quality",
    "waiting_shown",
    # Audits
    "doing",
    "cases",
    "facts_of_frame",
    "links",
    "outcomes",
    "populations",
    "reference_files",
    "rounds_shown",
    "second_reading",
    "ties",
    "work_due",
    "files",
    "loader",
    "preview",
    "results",
    "trying",
    "version_history",
    "writing",
    "xlsform",
    # The board
    "agenda",
    "board_charts",
    "briefings_shown",
    "workbook",
    "carrying",
    "dataset_file",
    "dataset_shown",
    "difference",
    "one_page",
    "plan_shown",
    "returns_shown",
    "reviews_shown",
    "risks_shown",
    "surveys_shown",
    "tracker",
    # Where the numbers meet
    "asking",
    "audit_difference",
    "audit_charts",
    "beside",
    "catalogue",
    "chart_settings",
    "charts",
    "comparators",
    "conclusion_times",
    "conversion",
    "csv_input",
    "dashboards",
    "demo",
    "drilldown",
    "frameworks_loader",
    "funnels",
    "measures",
    "months",
    "reading",
    "packs",
    "releases",
    "reports",
    "sac",
    "scopes",
    "trend_panel",
    "trend_words",
    "trends",
    "words",
    # Theme 3
    "checklists",
    "self_assessments",
    "evidence",
    "visit",
    "framework_files",
    "improvement_shown",
    "indicators_shown",
    "theme3_parts",
    "voices_shown",
}
BELOW = {"choices", "models", "metrics", "rules"}
MAY_USE = {
    "choices": set(),
    "models": {"choices"},
    "rules": {"choices"},
    "metrics": {"choices", "models", "rules"},
    "filters": {"choices", "models"},
    # A service may put work off to a task, which calls one service.
    "services": {*BELOW, *ASSEMBLERS, "tasks"},
    "tasks": {*BELOW, "extract", "services"},
    "views": {*BELOW, *ASSEMBLERS, "forms", "filters", "services"},
    # An address may be one of a kind of file, as `sac` lists them.
    "urls": {"views", "sac"},
    "apps": {"home"},
    # A filter of templates says a figure in words.
    "templatetags": {"rules"},
    "commands": {*BELOW, *ASSEMBLERS, "filters", "services"},
    "management": {*BELOW, *ASSEMBLERS, "commands", "filters", "services"},
    # A condition is typed as workbooks write it.
    # A form offers what an assembler lists: what a population is divided by, what is rated.
    "forms": {
        "choices",
        "models",
        "services",
        "xlsform",
        "facts_of_frame",
        "second_reading",
        "visit",
    },
    **{assembler: BELOW | ASSEMBLERS | {"filters"} for assembler in ASSEMBLERS},
    # A panel of a home page is a view that shares its page: it may read what a service keeps.
    "home": {*BELOW, *ASSEMBLERS, "services"},
}

PURE = [
    *(path for app in APPS for path in sources(f"{app}/rules")),
    *sources("core/statistics"),
    *(
        ROOT / "core" / f"{name}.py"
        for name in (
            "clock_arithmetic",
            "disclosure",
            "periods",
            "rates",
            "table_protection",
            "workdays",
        )
    ),
]
CLOCK = {"today", "now", "localdate", "localtime", "utcnow"}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "delete",
    "set_password",
}
VIEWS = [path for app in ("core", *APPS, "api") for path in sources(f"{app}/views")]


def layer_of(path: Path) -> str:
    return layer_named(path.relative_to(ROOT).parts[1].removesuffix(".py"))


def layer_named(module: str) -> str:
    """Return the layer of a module or folder of an app."""
    first = module.partition("_")[0]
    return first if first in IN_PARTS else module


def layered() -> list[Path]:
    return [path for path in sources(*APPS) if layer_of(path) != "__init__"]


@for_each(layered())
def test_a_layer_uses_only_what_it_may(path: Path):
    layer = layer_of(path)
    assert layer in MAY_USE, f"decide what {layer} is: a layer, or an assembler"
    parts = [name.split(".") for name in imports(path)]
    used = {layer_named(part[1]) for part in parts if part[0] in APPS and len(part) > 1}
    assert used - {layer} <= MAY_USE[layer]


@for_each(PURE)
def test_rules_and_statistics_are_pure(path: Path):
    assert not {name.split(".")[0] for name in imports(path)} & {"django", "rest_framework"}
    assert not CLOCK & {name for name, _ in method_calls(path)}


@for_each(VIEWS)
def test_views_do_not_write(path: Path):
    assert not WRITES & {name for name, _ in method_calls(path)}


@for_each(VIEWS)
def test_a_view_method_is_short(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 30, f"{node.name} has {length} lines"


@for_each(sources("core", *APPS))
def test_every_clean_method_ends_in_return_or_raise(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("clean_"):
            assert isinstance(node.body[-1], ast.Return | ast.Raise), node.name


@for_each(sources("core", *APPS, "api"))
def test_only_services_write_the_activity_log(path: Path):
    # The ledger of exports, the command that sets a password and the maker of the demonstration
    # council stand outside a services folder.
    allowed = layer_of(path) in {"services", "exports", "management", "demo"}
    records = {
        node
        for name, node in method_calls(path)
        if name == "record" and ast.unparse(node.func) == "activity.record"
    }
    assert allowed or not records


@for_each(sources("core", *APPS, "api"))
def test_no_signals(path: Path):
    assert not {name for name in imports(path) if name.startswith("django.db.models.signals")}
