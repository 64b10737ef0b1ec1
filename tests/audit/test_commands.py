"""The commands about tools, on files good and bad."""

import re
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from audit.choices import VersionStatus
from audit.models import Question, ToolVersion
from tests.audit.documents import SHIPPED, SIX, file_of, question, section
from tests.factories import OrganisationFactory


def run(command, *args):
    out = StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=out)
    return out.getvalue().splitlines()


def written(tmp_path, file):
    path = tmp_path / "tool.yaml"
    path.write_text(file if isinstance(file, str) else yaml.safe_dump(file), encoding="utf-8")
    return path


def small(example=None, **tool):
    examples = [example] if example else []
    return file_of(section("S", question("A")), worked_examples=examples, **tool)


def test_every_worked_example_is_exact():
    lines = run("score_audit_examples", SIX)
    assert lines[-1] == "4 of 4 examples exact"
    assert len(lines) == 5


def test_a_difference_is_said_and_exits_with_1(tmp_path):
    file = small({"name": "One", "answers": {"A": "yes"}, "expect": {"suggested": "bad"}})
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("score_audit_examples", str(written(tmp_path, file)), stdout=out)
    assert left.value.code == 1
    assert out.getvalue().splitlines() == [
        "differs  small / One: suggested is fine, expected bad",
        "0 of 1 examples exact",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tools:\n- {critical: {when: [no]}}", "line 2, column 22: no without quotes is read as"),
        ("a: 1\na: 2\ntools: []", "line 2, column 1: a is given twice"),
        ("tools: [", "line 1, column 9: is not YAML"),
        ("[]", "the file: is not a set of named parts"),
        ("", "the file: is not a set of named parts"),
        ("&a [*a]", "the file:"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path, text, said):
    out = StringIO()
    with pytest.raises(CommandError, match="nothing was scored"):
        call_command("score_audit_examples", str(written(tmp_path, text)), stderr=out)
    assert said in out.getvalue()


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("score_audit_examples", tmp_path / "none.yaml")


def test_the_six_tools_are_loaded_for_every_council(db):
    first = run("load_audit_tool", SIX)
    assert first[0] == "s42-case-file 1.0.0: 47 questions, published"
    assert len(first) == 6
    assert ToolVersion.objects.published().filter(tool__council=None).count() == 6
    again = run("load_audit_tool", SIX)
    assert all(line.endswith("unchanged") for line in again)
    # A question of the bank is one question, in whichever tool it is asked.
    assert Question.objects.filter(identity__key="bank:DEC-REASONS").count() == 3


def test_the_shipped_tools_are_those_of_the_file(db):
    run("load_audit_tool", SIX)
    for path in sorted(SHIPPED.glob("*.yaml")):
        assert re.fullmatch(r".* unchanged", run("load_audit_tool", path)[0]), path


def test_a_draft_for_one_council(db, tmp_path):
    council = OrganisationFactory()
    path = written(tmp_path, small())
    run("load_audit_tool", path, "--council", council.code, "--draft")
    version = ToolVersion.objects.get()
    assert (version.status, version.tool.council) == (VersionStatus.DRAFT, council)


@pytest.mark.parametrize(
    ("args", "said"),
    [(["--draft"], "--council"), (["--council", "NONE"], "no council")],
)
def test_bad_options(db, tmp_path, args, said):
    with pytest.raises(CommandError, match=said):
        run("load_audit_tool", written(tmp_path, small()), *args)


def test_a_published_version_is_not_loaded_over(db, tmp_path):
    run("load_audit_tool", written(tmp_path, small()))
    changed = small(title="Another title")
    with pytest.raises(CommandError, match="published and stands"):
        run("load_audit_tool", written(tmp_path, changed))


def test_one_bad_tool_keeps_the_whole_file_out(db, tmp_path):
    file = small()
    file["tools"].append({**file["tools"][0], "key": "second", "grade_set": "none_such"})
    with pytest.raises(CommandError, match="nothing was loaded"):
        run("load_audit_tool", written(tmp_path, file))
    assert not ToolVersion.objects.exists()


def test_another_ending_is_refused(db, tmp_path):
    path = tmp_path / "tool.doc"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(CommandError, match="1 fault, nothing was loaded"):
        run("load_audit_tool", path)
