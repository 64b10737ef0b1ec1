"""Imports between apps point down, and no file has grown past being read."""

from pathlib import Path

from tests.architecture.source import APPS, ROOT, for_each, imports, sources

MAY_IMPORT = {
    "core": set(),
    "safeguard": {"core"},
    "audit": {"core", "safeguard"},
    "sab": {"core"},
    "assurance": {"core", "safeguard", "audit", "sab"},
    "api": {"core", "safeguard", "audit", "sab", "assurance"},
    "config": {"core", "safeguard", "audit", "sab", "assurance", "api"},
}
LINES = 400


def test_every_app_is_in_the_rule():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps == set(APPS)
    assert set(MAY_IMPORT) == apps | {"config"}


@for_each(sources(*MAY_IMPORT))
def test_imports_point_down(path: Path):
    app = path.relative_to(ROOT).parts[0]
    imported = {name.split(".")[0] for name in imports(path)} & {*MAY_IMPORT, "tests", "benchmarks"}
    assert imported - {app} <= MAY_IMPORT[app]


@for_each(sources(*MAY_IMPORT, "tests", "benchmarks", "scripts"))
def test_file_can_be_read_in_one_go(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES
