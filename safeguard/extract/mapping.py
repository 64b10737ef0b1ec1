"""A council's mapping: how its own column names, values and dates read in ours.

A mapping only renames and translates. It cannot fill in a value that the council does not hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from safeguard.extract.cells import normal
from safeguard.extract.columns import BY_NAME, Column, FileSpec, Kind
from safeguard.extract.dates import ISO, UK
from safeguard.extract.faults import suggestions

LONGEST = 200_000
Words = dict[str, str]


class FileMapping(BaseModel):
    """The mapping of one file. `columns` is ours to theirs; `values` is theirs to ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: Words = Field(default_factory=dict)
    values: dict[str, Words] = Field(default_factory=dict)


class Files(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    people: FileMapping = Field(default_factory=FileMapping)
    concerns: FileMapping = Field(default_factory=FileMapping)
    enquiries: FileMapping = Field(default_factory=FileMapping)
    risks: FileMapping = Field(default_factory=FileMapping)


class CouncilMapping(BaseModel):
    """A whole mapping, see docs/extract.md for its words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dates: Literal["iso", "dd/mm/yyyy"] = "iso"
    files: Files = Field(default_factory=Files)

    def of(self, file: str) -> FileMapping:
        found: FileMapping = getattr(self.files, file)
        return found

    @property
    def style(self) -> str:
        return UK if self.dates == UK else ISO

    def translations(self, file: str, column: str) -> dict[str, str]:
        """Return theirs, in `normal` form, to ours for one column."""
        said = self.of(file).values.get(column, {})
        return {normal(theirs): ours.strip() for theirs, ours in said.items()}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a mapping, with the line on which it stands (from 1)."""

    line: int
    place: str
    message: str

    def __str__(self) -> str:
        where = f"Line {self.line}" + (f" ({self.place})" if self.place else "")
        return f"{where}: {self.message}"


class MappingError(Exception):
    """A mapping cannot be used. `mistakes` holds every one of them, in the order of the lines."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda mistake: mistake.line)
        super().__init__("The mapping has mistakes. " + " ".join(map(str, self.mistakes)))


EMPTY = CouncilMapping()


def read_mapping(text: str) -> CouncilMapping:
    """Return the mapping that a YAML text holds; every value in it is read as plain text.

    Raises:
        MappingError: with every mistake and its line.
    """
    if len(text) > LONGEST:
        raise MappingError([Mistake(1, "", f"The mapping is longer than {LONGEST} characters.")])
    root = _compose(text)
    if root is None:
        return EMPTY
    mistakes: list[Mistake] = []
    held = _plain(root, mistakes, "")
    if not isinstance(held, dict):
        raise MappingError([Mistake(1, "", "Write “dates:” and “files:” on lines of their own.")])
    try:
        mapping = CouncilMapping.model_validate(held)
    except ValidationError as error:
        mistakes += [_from_pydantic(dict(found), root) for found in error.errors()]
        raise MappingError(mistakes) from None
    mistakes += _wrong_words(mapping, root)
    if mistakes:
        raise MappingError(mistakes)
    return mapping


def write_mapping(mapping: CouncilMapping) -> str:
    """Return the YAML text of a mapping; reading it gives the same mapping."""
    held: dict[str, Any] = {"dates": mapping.dates, "files": {}}
    for name in BY_NAME:
        part = mapping.of(name).model_dump(exclude_defaults=True)
        if part:
            held["files"][name] = part
    return yaml.safe_dump(held, sort_keys=False, allow_unicode=True, width=100)


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = error.problem or "it does not read as YAML"
        raise MappingError([Mistake(line, "", f"This is not YAML: {said}.")]) from None
    except yaml.YAMLError:
        raise MappingError([Mistake(1, "", "This is not a text that YAML can hold.")]) from None


def _plain(node: yaml.Node, mistakes: list[Mistake], place: str) -> Any:
    """Return a node as text, list or dict. An alias may not stand for something it is part of."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if place.count(".") > 6:
        mistakes.append(Mistake(_line(node), place, "There is nothing to map this deep."))
        return ""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, mistakes, f"{place}.") for item in node.value]
    held: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        below = f"{place}.{name}" if place else name
        if name in held:
            mistakes.append(Mistake(_line(key), below, "This stands here twice. Leave only one."))
        held[name] = _plain(value, mistakes, below)
    return held


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _line_of(root: yaml.Node, path: tuple[str, ...]) -> int:
    """Return the line of the key at `path`, or of the nearest thing above it."""
    node, line = root, _line(root)
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == name), None)
        if found is None:
            break
        line, node = _line(found[0]), found[1]
    return line


SAID_BY_PYDANTIC = {
    "extra_forbidden": "This is not part of a mapping. Take it out, or correct its spelling.",
    "string_type": "Write one word or text here.",
    "dict_type": "Write “theirs: ours” pairs below this, each on a line of its own.",
    "model_type": "Write “columns:” or “values:” below this.",
    "literal_error": "Write iso or dd/mm/yyyy.",
}


def _from_pydantic(found: Mapping[str, Any], root: yaml.Node) -> Mistake:
    path = tuple(str(part) for part in found["loc"])
    said = SAID_BY_PYDANTIC.get(found["type"], str(found["msg"]))
    return Mistake(_line_of(root, path), ".".join(path), said)


def _wrong_words(mapping: CouncilMapping, root: yaml.Node) -> Iterator[Mistake]:
    for spec in BY_NAME.values():
        part = mapping.of(spec.name)
        for path, said in [*_wrong_columns(spec, part), *_wrong_values(spec, part)]:
            full = ("files", spec.name, *path)
            yield Mistake(_line_of(root, full), ".".join(full), said)


def _wrong_columns(spec: FileSpec, part: FileMapping) -> Iterator[tuple[tuple[str, ...], str]]:
    headers: set[str] = set()
    for ours, theirs in part.columns.items():
        path = ("columns", ours)
        if ours not in spec.column_names:
            yield path, f"{spec.name} has no column “{ours}”. Write ours first, then theirs."
        if not theirs.strip():
            yield path, "Write the name of the council's own column."
        elif normal(theirs) in headers:
            yield path, f"“{theirs}” is already the name of another column."
        headers.add(normal(theirs))


def _wrong_values(spec: FileSpec, part: FileMapping) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, words in part.values.items():
        path = ("values", name)
        if name not in spec.column_names:
            yield path, f"{spec.name} has no column “{name}”. Write our name of the column."
            continue
        column = spec.column(name)
        if column.kind in (Kind.REFERENCE, Kind.TEXT):
            yield path, f"{name} has no list of values, so none can be translated."
            continue
        seen: set[str] = set()
        for theirs, ours in words.items():
            if normal(theirs) in seen:
                yield (*path, theirs), "This value stands here twice, letter case apart."
            seen.add(normal(theirs))
            if said := _wrong_value(column, ours.strip()):
                yield (*path, theirs), said


def _wrong_value(column: Column, ours: str) -> str:
    """Return what is wrong with a translation into `ours`; "" when nothing is."""
    if not ours:
        return f"{column.name} may not be empty. Choose a value." if column.required else ""
    if not column.is_coded:
        return "A date can only be translated into nothing, not into another date."
    if normal(ours) in {normal(word) for word in column.words}:
        return ""
    near = " or ".join(f"“{word}”" for word in suggestions(column, ours))
    return f"“{ours}” is not a value of {column.name}." + (f" Did you mean {near}?" if near else "")
