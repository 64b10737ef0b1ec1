"""Read a framework file, or the folder of one, and say in words all that is wrong with it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assurance.framework_files.shapes import FrameworkFile, StatementPart
from assurance.frameworks_loader import DEFAULT_METHOD, shipped_scoring_methods
from core.errors import InputError

SHIPPED = Path(__file__).parents[1] / "frameworks"
# The folders of the versions that come with the product, oldest first.
SHIPPED_FRAMEWORKS = ("cqc_la_2023_11",)
# A framework of this code is scored, so it has as many statements as its scoring method.
SCORED_CODE = "cqc-la"
MOST_BYTES = 2_000_000
MOST_FAULTS = 10
# A large file is read in a tenth of the time where PyYAML was built with its C parser.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_bytes(content: bytes, filename: str) -> FrameworkFile:
    """Read one file.

    Raises:
        InputError: it is too large, not UTF-8, not YAML, or does not hold together. Each fault is
            a line of its own and names the entry.
    """
    return checked(_parsed(content, filename), filename)


def read_folder(folder: Path) -> FrameworkFile:
    """Read a framework kept in several files: `framework.yaml`, and one for each statement.

    Raises:
        InputError: as for one file; a statement's faults are named by its code.
        OSError: a file cannot be read.
    """
    whole = _parsed((folder / "framework.yaml").read_bytes(), "framework.yaml")
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "framework.yaml":
            continue
        part = _parsed(path.read_bytes(), path.name)
        if path.name.startswith("qs"):
            whole.setdefault("statements", []).append(part)
        else:
            whole.update(part)
    return checked(whole, folder.name)


@cache
def shipped(name: str) -> FrameworkFile:
    """Return a framework that comes with the product, read once in a process."""
    return read_folder(SHIPPED / name)


def checked(content: Any, filename: str) -> FrameworkFile:
    """Return the framework that parsed YAML holds.

    Raises:
        InputError: see `read_bytes`.
    """
    try:
        found = FrameworkFile.model_validate(content)
    except ValidationError as error:
        raise _refused(filename, [_in_words(fault, content) for fault in error.errors()]) from error
    faults = list(_faults(found))
    if faults:
        raise _refused(filename, faults)
    return found


def content_hash(framework: FrameworkFile) -> str:
    """Return the SHA-256 of what a file says, however it is laid out.

    The last day is no part of it: a version is ended when the next one comes. What a file leaves
    out is no part either, so that a part which files may have some day changes no hash of today.
    """
    content = framework.model_dump(mode="json", exclude={"valid_to"}, exclude_defaults=True)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _parsed(content: bytes, filename: str) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise InputError(f"{filename} is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
        # An alias can make a small file enormous, and a framework needs none.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=LOADER)):
            raise InputError(f"{filename} uses aliases (*name); write each entry out")
        found = yaml.load(text, Loader=LOADER)  # noqa: S506 - either of them is the safe loader
    except UnicodeDecodeError as error:
        raise InputError(f"{filename} is not UTF-8 text") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{filename} is not YAML: {_placed(error)}") from error
    if not isinstance(found, dict):
        raise InputError(f"{filename} is not a framework: it has no named parts")
    return found


def _placed(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error) or "it is nested too deeply"
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}" if mark else problem


def _refused(filename: str, faults: list[str]) -> InputError:
    shown = faults[:MOST_FAULTS]
    more = len(faults) - len(shown)
    return InputError("\n".join(f"{filename}: {fault}" for fault in shown) + _and_more(more))


def _and_more(more: int) -> str:
    return f"\nand {more} more" if more else ""


def _in_words(fault: Any, content: Any) -> str:
    """Say where a fault of shape is, by codes where there are some, and what it is."""
    words = {
        "missing": "is missing",
        "extra_forbidden": "is not a part we know",
        "string_pattern_mismatch": "may hold letters, digits, hyphens, dots and underscores only",
    }
    message = words.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
    return f"{_place(fault['loc'], content)}: {message}"


def _place(path: tuple[int | str, ...], content: Any) -> str:
    """Return the way to a part in words: "statements QS7, checklist 3 (QS7-CL-03), text"."""
    said: list[str] = []
    for step in path:
        content = _within(content, step)
        if not isinstance(step, int):
            said.append(str(step))
            continue
        code = content.get("code") if isinstance(content, dict) else None
        before = said.pop() if said else "entry"
        said.append(f"{before} {step + 1} ({code})" if code else f"{before} {step + 1}")
    return ", ".join(said) or "the file"


def _within(content: Any, step: int | str) -> Any:
    try:
        return content[step]
    except (KeyError, IndexError, TypeError):
        return None


def _faults(file: FrameworkFile) -> Iterator[str]:
    """Yield what is wrong with a file whose shape is right."""
    if file.valid_to is not None and file.valid_to < file.valid_from:
        yield "valid_to is before valid_from"
    yield from _statement_faults(file)
    yield from _twice("category", [line.code for line in file.categories])
    yield from _twice("theme", [line.code for line in file.themes])
    yield from _twice("theme number", [str(line.number) for line in file.themes])
    yield from _twice("entry", [line.code for line in all_lines(file)])
    known = {line.code for line in file.categories}
    for statement in file.statements:
        for category in statement.required_evidence:
            if category not in known:
                yield f"statement {statement.code}: the category {category!r} is not listed"
    codes = {statement.code for statement in file.statements}
    for item in file.information_items:
        for code in item.statements:
            if code not in codes:
                yield f"information item {item.code}: there is no statement {code}"
    yield from _source_faults(file)


def _statement_faults(file: FrameworkFile) -> Iterator[str]:
    present = [statement.code for statement in file.statements]
    placed = [code for theme in file.themes for code in theme.statements]
    yield from _twice("statement", present)
    yield from _twice("statement listed under the themes", placed)
    for theme in file.themes:
        for code in theme.statements:
            if code not in present:
                yield f"theme {theme.code} lists the statement {code}, which is missing"
    for code in present:
        if code not in placed:
            yield f"statement {code} is listed under no theme"
    needed = shipped_scoring_methods()[DEFAULT_METHOD].statements
    if file.code == SCORED_CODE and len(set(placed)) != needed:
        yield f"the themes list {len(set(placed))} statements; a rating is made of {needed}"


def _source_faults(file: FrameworkFile) -> Iterator[str]:
    for line in all_lines(file):
        key = line.seed.split(" ", 1)[0]
        if line.seed and key not in file.sources:
            yield f"entry {line.code}: its seed {line.seed!r} begins with no key of sources"


def _twice(what: str, codes: list[str]) -> Iterator[str]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"the {what} {code} is there {times} times"


def all_lines(file: FrameworkFile) -> Iterator[Any]:
    """Yield every line that has a code of its own in the one space of codes of entries."""
    for statement in file.statements:
        yield from lines_of(statement)
    yield from file.stage3_sections
    yield from file.information_items


def lines_of(statement: StatementPart) -> Iterator[Any]:
    yield from statement.summary_points
    yield from statement.i_statements
    yield from statement.legal_references
    yield from statement.sub_headings
    for lines in statement.required_evidence.values():
        yield from lines
    yield from statement.best_practice
    yield from statement.checklist
    yield from statement.stage2_prompts
