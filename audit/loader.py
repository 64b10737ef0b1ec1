"""A YAML file of tools: read with every fault placed, and its worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from audit.rules.documents import Document, documents_of
from audit.rules.tools import Fault, file_faults, shape_faults

MOST_BYTES = 5_000_000
MOST_PARTS = 300_000
SWITCHES = {"yes", "no", "on", "off", "y", "n"}
BOOL = "tag:yaml.org,2002:bool"
# Where a switch is a code, not a switch: in a list, as a key, and after these.
CODES = {"code", "option", "answer"}
ABOUT_ANSWERS = {"q", "answered"}


@dataclass(frozen=True)
class LoadedFile:
    """What a file holds, or everything wrong with it."""

    documents: tuple[Document, ...] = ()
    examples: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def read_yaml(data: bytes) -> LoadedFile:
    """Read a file of tools."""
    if len(data) > MOST_BYTES:
        return LoadedFile(faults=(Fault("the file", "is larger than 5 MB"),))
    try:
        text = data.decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        faults = tuple(_node_faults(node)) if node else ()
        # An unquoted yes among answers would be reported again for what it became.
        file = None if faults else yaml.safe_load(text)
    except UnicodeDecodeError:
        return LoadedFile(faults=(Fault("the file", "is not UTF-8 text"),))
    except yaml.YAMLError as error:
        return LoadedFile(faults=(_yaml_fault(error),))
    except (ValueError, RecursionError) as error:
        return LoadedFile(faults=(Fault("the file", f"cannot be read: {error}"),))
    faults = faults or tuple(file_faults(file))
    if faults or not isinstance(file, Mapping):
        return LoadedFile(faults=faults)
    documents = documents_of(file)
    examples = {d["key"]: tuple(d.pop("worked_examples", None) or ()) for d in documents}
    return LoadedFile(documents=tuple(documents), examples=examples)


def read_draft(data: bytes) -> tuple[Document | None, tuple[Fault, ...]]:
    """Read the one tool of a text that may still have faults; None where it cannot be stored."""
    loaded, file = read_yaml(data), None
    if loaded.documents:
        return loaded.documents[0], ()
    try:
        file = yaml.safe_load(data.decode("utf-8-sig"))
        placed = any(fault.where.startswith("line ") for fault in loaded.faults)
        if not placed and not list(shape_faults(file)):
            document = documents_of(file)[0]
            document.pop("worked_examples", None)
            return document, loaded.faults
    except (yaml.YAMLError, ValueError):
        pass
    return None, loaded.faults


def _yaml_fault(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
    return Fault(where, f"is not YAML: {getattr(error, 'problem', None) or error}")


def _node_faults(root: yaml.Node) -> Iterator[Fault]:
    """Yield keys given twice, and unquoted yes and no where a code should be."""
    left = [MOST_PARTS]
    yield from _walk(root, left)
    if left[0] <= 0:
        yield Fault("the file", "repeats itself so often that it cannot be read")


def _walk(node: yaml.Node, left: list[int]) -> Iterator[Fault]:
    left[0] -= 1
    if left[0] <= 0:
        return
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            if _is_switch(each):
                yield _switch(each)
            yield from _walk(each, left)
    elif isinstance(node, yaml.MappingNode):
        yield from _mapping(node, left)


def _mapping(node: yaml.MappingNode, left: list[int]) -> Iterator[Fault]:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    about_answers = bool(ABOUT_ANSWERS & set(keys))
    seen: set[str] = set()
    for key, value in node.value:
        if _is_switch(key):
            yield _switch(key)
        if key.value in seen and isinstance(key, yaml.ScalarNode):
            yield Fault(_place(key), f"{key.value} is given twice")
        seen.add(str(key.value))
        is_code = key.value in CODES or (about_answers and key.value in ("eq", "ne"))
        if _is_switch(value) and (is_code or key.value == "map"):
            yield _switch(value)
        if key.value == "map" and isinstance(value, yaml.MappingNode):
            yield from (_switch(v) for _, v in value.value if _is_switch(v))
        if key.value == "answers" and isinstance(value, yaml.MappingNode):
            yield from (_switch(v) for _, v in value.value if _is_switch(v))
        yield from _walk(value, left)


def _is_switch(node: yaml.Node) -> bool:
    return (
        isinstance(node, yaml.ScalarNode)
        and node.tag == BOOL
        and node.style is None
        and node.value.lower() in SWITCHES
    )


def _switch(node: yaml.Node) -> Fault:
    return Fault(
        _place(node), f'{node.value} without quotes is read as true or false; write "{node.value}"'
    )


def _place(node: yaml.Node) -> str:
    return f"line {node.start_mark.line + 1}, column {node.start_mark.column + 1}"
