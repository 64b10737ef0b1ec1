"""Loading versions of frameworks, what differs between them, and official wordings."""

from datetime import date
from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError

from assurance.framework_files.differences import Change, differences
from assurance.framework_files.reading import checked, content_hash, read_bytes
from assurance.framework_files.writing import as_file, as_yaml
from assurance.models import Framework, OfficialWording
from assurance.services.framework_removal import remove_framework
from assurance.services.frameworks import (
    ensure_shipped,
    load_framework,
    write_official_wording,
)
from core.errors import InputError, RuleViolationError
from core.models import ActivityEvent
from tests.factories import OfficialWordingFactory

Content = dict[str, Any]


@pytest.fixture
def content() -> Content:
    """A small framework of its own code: two statements, of which one has everything."""
    full = {
        "code": "QS2",
        "label": "Second",
        "aliases": ["The other"],
        "quotation": "We do well again.",
        "quotation_source": "A publisher",
        "i_statements": [{"code": "QS2-I-1", "text": "I am heard.", "seed": "001 Second 1"}],
        "sub_headings": [{"code": "QS2-SH-1", "label": "Doing well"}],
        "required_evidence": {
            "processes": [{"code": "QS2-RE-1", "text": "A policy", "if_available": True}]
        },
        "checklist": [{"code": "QS2-CL-1", "text": "It is done", "group": "Doing"}],
    }
    first = {"code": "QS1", "label": "First", "quotation": "We do well.", "quotation_source": "P"}
    return {
        "code": "small",
        "version": "1",
        "title": "A small framework",
        "source": "A publisher",
        "valid_from": date(2024, 1, 1),
        "sources": {"001": {"title": "A paper", "file": "a.txt"}},
        "categories": [{"code": "processes", "label": "Processes", "is_scored": True}],
        "themes": [
            {"code": "T1", "number": 1, "title": "A theme", "statements": ["QS1", "QS2"]},
        ],
        "statements": [first, full],
        "information_items": [
            {
                "code": "IR-1",
                "text": "A chart",
                "provisional": True,
                "statements": ["QS1", "QS2"],
                "due_days": 7,
            }
        ],
    }


def load(content: Content, **options: Any) -> Framework:
    file = checked(content, "small.yaml")
    return load_framework(by=None, council=None, file=file, **options).framework


FAULTS = [
    (
        lambda c: c["statements"].pop(0),
        "theme T1 lists the statement QS1, which is missing",
    ),
    (
        lambda c: c["themes"][0]["statements"].pop(0),
        "statement QS1 is listed under no theme",
    ),
    (
        lambda c: c["statements"][1]["checklist"].append({"code": "QS2-I-1", "text": "Again"}),
        "the entry QS2-I-1 is there 2 times",
    ),
    (
        lambda c: c["statements"][1]["required_evidence"].update(
            gossip=[{"code": "G", "text": "Talk"}]
        ),
        "statement QS2: the category 'gossip' is not listed",
    ),
    (
        lambda c: c["information_items"][0].update(statements=["QS9"]),
        "information item IR-1: there is no statement QS9",
    ),
    (
        lambda c: c["statements"][1]["checklist"][0].pop("text"),
        "statements 2 (QS2), checklist 1 (QS2-CL-1), text: is missing",
    ),
    (
        lambda c: c["statements"][1]["checklist"][0].update(texts="x"),
        "checklist 1 (QS2-CL-1), texts: is not a part we know",
    ),
    (
        lambda c: c["statements"][1]["checklist"][0].update(text="It\x00is"),
        "checklist 1 (QS2-CL-1), text: has characters that cannot be seen, or markup",
    ),
    (
        lambda c: c["statements"][1]["checklist"][0].update(seed="999 Somewhere 1"),
        "entry QS2-CL-1: its seed '999 Somewhere 1' begins with no key of sources",
    ),
    (lambda c: c.update(valid_to=date(2023, 1, 1)), "valid_to is before valid_from"),
    (lambda c: c.update(code="cqc-la"), "the themes list 2 statements; a rating is made of 9"),
    (lambda c: c.update(valid_from="soon"), "valid_from: Input should be a valid date"),
    (lambda c: c.pop("themes"), "themes: is missing"),
]


@pytest.mark.parametrize(("spoil", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_a_file_that_does_not_hold_together_is_refused(content, spoil, said):
    spoil(content)
    with pytest.raises(InputError, match=r"small\.yaml: ") as refusal:
        checked(content, "small.yaml")
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"code: [", "is not YAML: line "),
        (b"- a\n- b\n", "is not a framework: it has no named parts"),
        (b"a: &x [1]\nb: [*x, *x]\n", "uses aliases"),
        (b"!!python/object/apply:os.system ['true']\n", "is not YAML"),
        (b"x" * 2_000_001, "is larger than 2 MB"),
        (b"", "is not a framework"),
        (b"a: 2024-13-45\n", "is not YAML"),
    ],
)
def test_a_file_that_is_not_one_is_refused(text, said):
    with pytest.raises(InputError, match=r"file\.yaml") as refusal:
        read_bytes(text, "file.yaml")
    assert said in str(refusal.value)


def test_at_most_ten_faults_are_named(content):
    content["statements"][1]["checklist"] = [{"code": f"C{n}"} for n in range(14)]
    with pytest.raises(InputError) as refusal:
        checked(content, "small.yaml")
    assert str(refusal.value).endswith("and 4 more")


def test_what_is_loaded_reads_back_the_same(db, content):
    file = checked(content, "small.yaml")
    framework = load(content)
    assert content_hash(as_file(framework)) == framework.content_hash == content_hash(file)
    assert read_bytes(as_yaml(framework).encode(), "again.yaml") == file
    item = framework.entries.get(code="IR-1")
    assert sorted(each.code for each in item.statements.all()) == ["QS1", "QS2"]
    assert ActivityEvent.objects.get(verb="framework_loaded").target_id == str(framework.pk)


def test_the_shipped_framework_reads_back_the_same(cqc_framework):
    assert content_hash(as_file(cqc_framework)) == cqc_framework.content_hash


def test_the_same_file_again_changes_nothing(cqc_framework, content):
    first = load(content)
    again = load_framework(by=None, council=None, file=checked(content, "small.yaml"))
    assert (again.framework, again.was_there) == (first, True)
    assert ensure_shipped()[0].was_there


def test_a_loaded_version_cannot_be_replaced(db, content):
    framework = load(content)
    content["statements"][0]["label"] = "Another"
    with pytest.raises(RuleViolationError, match="says something else") as refusal:
        load(content)
    assert (refusal.value.code, refusal.value.field) == ("other_content", "file")
    assert framework.statements.first().label == "First"


def test_two_versions_cannot_be_in_force_on_one_day(db, content):
    load(content)
    later = {**content, "version": "2", "valid_from": date(2025, 4, 1)}
    with pytest.raises(RuleViolationError, match="Version 1 is valid from 1 January 2024 without"):
        load(later)
    new = load(later, ends_previous=True)
    old = Framework.objects.get(code="small", version="1")
    assert old.valid_to == date(2025, 3, 31)
    held = Framework.objects
    assert held.in_force("small", on=date(2025, 3, 31)) == old
    assert held.in_force("small", on=date(2025, 4, 1)) == new
    assert held.in_force("small", on=date(2023, 12, 31)) is None
    between = {**content, "version": "3", "valid_from": date(2024, 6, 1), "valid_to": None}
    with pytest.raises(RuleViolationError, match="on one day"):
        load(between, ends_previous=True)


def test_differences_go_by_codes(db, content, django_assert_max_num_queries):
    old = load({**content, "valid_to": date(2024, 12, 31)})
    content.update(version="2", valid_from=date(2025, 1, 1))
    second = content["statements"][1]
    second["label"] = "Second, renamed"
    second["checklist"] = [{"code": "QS2-CL-2", "text": "It is done"}]
    content["information_items"][0]["due_days"] = 21
    with django_assert_max_num_queries(60):
        new = load(content)
    with django_assert_max_num_queries(6):
        found = differences(old, new)
    assert [(each.change, each.where, each.what) for each in found] == [
        (Change.CHANGED, "Statement QS2", "label"),
        (Change.NEW, "Checklist item QS2-CL-2", ""),
        (Change.CHANGED, "Item of the information return IR-1", "days until due"),
        (Change.GONE, "Checklist item QS2-CL-1", ""),
    ]
    assert (found[2].before, found[2].now) == ("7", "21")
    assert differences(new, new) == []


def test_only_those_who_may_load(council, content, analyst, director):
    file = checked(content, "small.yaml")
    with pytest.raises(PermissionDenied):
        load_framework(by=director, council=council, file=file)
    assert load_framework(by=analyst, council=council, file=file).framework.loaded_by == analyst


def test_official_wordings_belong_to_a_council(council, analyst, director, cqc_framework):
    entry = cqc_framework.entries.get(code="QS7-CL-01")
    save = {"council": council, "entry": entry}
    with pytest.raises(PermissionDenied):
        write_official_wording(by=director, text="Words", source="A paper", **save)
    written = write_official_wording(by=analyst, text=" Words ", source="A paper", **save)
    changed = write_official_wording(by=analyst, text="Other words", source="A paper", **save)
    assert (changed.pk, changed.text) == (written.pk, "Other words")
    assert write_official_wording(by=analyst, text="", source="", **save) is None
    assert not OfficialWording.objects.exists()
    verbs = ActivityEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["wording_written", "wording_written", "wording_removed"]


def test_a_version_loaded_by_mistake_is_removed(council, content, analyst, director):
    old = load(content)
    later = {**content, "version": "2", "valid_from": date(2025, 4, 1)}
    new = load(later, ends_previous=True)
    with pytest.raises(PermissionDenied):
        remove_framework(by=director, council=council, framework=new)
    remove_framework(by=analyst, council=council, framework=new)
    assert Framework.objects.in_force("small", on=date(2026, 1, 1)) == old
    verbs = list(ActivityEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["framework_removed", "framework_reopened"]
    load(later, ends_previous=True)
    old.refresh_from_db()
    assert old.valid_to == date(2025, 3, 31)


def test_a_version_that_is_used_stays(council, content, analyst, cqc_framework):
    framework = load(content)
    OfficialWordingFactory(council=council, entry=framework.entries.get(code="QS2-CL-1"))
    with pytest.raises(RuleViolationError, match="kept by what uses it: official wordings"):
        remove_framework(by=analyst, council=council, framework=framework)
    with pytest.raises(RuleViolationError, match="comes with the product stays"):
        remove_framework(by=analyst, council=council, framework=cqc_framework)
    assert Framework.objects.count() == 2


def test_the_command(cqc_framework, content, tmp_path, capsys):
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(content))
    call_command("load_framework", str(path))
    call_command("load_framework", str(path))
    call_command("load_framework")
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["small 1: 4 entries loaded", "small 1: 4 entries unchanged"]
    assert said[2].startswith("cqc-la 2023-11: 995 entries unchanged")
    path.write_text("code: x")
    with pytest.raises(CommandError, match="statements: is missing"):
        call_command("load_framework", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_framework", str(tmp_path / "none.yaml"))
