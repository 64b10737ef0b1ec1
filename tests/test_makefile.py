"""What stands beside the program and must stay true: commands, lock files, variables, documents."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = sorted((ROOT / "config" / "settings").glob("*.py"))
READ = re.compile(r"""env\.(?:text|flag|number|words|secret)\(\s*["'](\w+)["']""")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_readme_names_both_commands(command: str) -> None:
    assert f"\n{command} " in text("README.md")


def test_every_make_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", text("README.md")))
    assert named & targets() == named - {"what"}


def test_every_management_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_0-9]+)", text("README.md"))) - {"migrate"}
    there = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    assert named <= there


def test_every_target_says_what_it_does() -> None:
    described = re.findall(r"^([a-z][a-z-]*):.*## \w", text("Makefile"), re.MULTILINE)
    assert targets() == set(described)


@pytest.mark.parametrize("target", ["test", "test-postgres", "check"])
def test_continuous_integration_runs_the_same_targets(target: str) -> None:
    assert f"make {target}\n" in text(".ci/run")


def test_the_public_workflow_runs_the_same_script() -> None:
    assert "- run: .ci/run" in text(".github/workflows/ci.yml")


@pytest.mark.parametrize("script", [".ci/run", "scripts/make_venv.sh"])
def test_scripts_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111


@pytest.mark.parametrize(
    "lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name
)
def test_lock_files_name_no_host_and_hash_every_package(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8")
    assert "://" not in lines
    packages = re.findall(r"^[a-z0-9][\w.-]*==", lines, re.MULTILINE | re.IGNORECASE)
    assert packages
    for block in re.split(r"\n(?=[a-zA-Z0-9])", lines.strip()):
        assert "--hash=sha256:" in block


def test_the_example_environment_names_every_variable() -> None:
    read = {name for path in SETTINGS for name in READ.findall(path.read_text(encoding="utf-8"))}
    named = set(re.findall(r"^(\w+)=", text(".env.example"), re.MULTILINE))
    assert read <= named
    assert named - read <= {"DJANGO_SETTINGS_MODULE"}


def test_the_example_key_is_refused_in_production() -> None:
    key = re.search(r"^SECRET_KEY=(.*)$", text(".env.example"), re.MULTILINE)
    assert key is not None
    assert len(key[1]) < 50


def test_decisions_are_numbered_without_a_gap_and_headed_by_their_number() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04d}" for number in range(1, len(DECISIONS) + 1)
    ]
    for path in DECISIONS:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {path.name[:4]} ")
        headings = [line for line in lines if line.startswith("## ")]
        assert headings == ["## Context", "## Decision", "## Consequences", "## Alternatives"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if target.endswith(".png"):
            continue  # pictures are taken from a running demonstration
        assert (document.parent / target).exists(), target
