"""Conditions as XLSForm writes them: `${a} = 'x' and not(selected(${b}, 'y'))`, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

FACT = "fact__"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{[^}]+\})|(?P<number>-?\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign><=|>=|!=|=|<|>|\(|\)|,|\+|\*|\[|\]|/|\|)|(?P<word>[A-Za-z_][\w.:-]*)|(?P<dot>\.))"
)
SIGNS = {"=": "eq", "!=": "ne", ">=": "gte", "<=": "lte", ">": "gt", "<": "lt"}
TURNED = {"eq": "eq", "ne": "ne", "gte": "lte", "lte": "gte", "gt": "lt", "lt": "gt"}
Condition = dict[str, Any]


class UnreadableError(ValueError):
    """A condition that this service cannot hold, in words."""


def safe_name(code: str) -> str:
    """Return a name that a form may use for a code."""
    if NAME.fullmatch(code):
        return code
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", code).strip("_") or "x"
    return name if NAME.fullmatch(name) else f"_{name}"


def fact_name(key: str) -> str:
    """Return the name under which a form holds a record fact."""
    return FACT + key.replace(".", "__")


def write(condition: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return a condition as XLSForm writes it.

    Args:
        names: the name in the form of each question, by its code.
    """
    for joining in ("all", "any"):
        if joining in condition:
            word = " and " if joining == "all" else " or "
            return word.join(f"({write(each, names)})" for each in condition[joining])
    if "not" in condition:
        return f"not({write(condition['not'], names)})"
    if "ratio_below" in condition:
        below = condition["ratio_below"]
        return f"${{{names.get(below['q'], below['q'])}}} < {below['value']}"
    return _write_comparison(condition, names)


def _write_comparison(condition: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if "fact" in condition:
        name = f"${{{fact_name(condition['fact'])}}}"
    else:
        code = condition.get("q") or condition["answered"]
        name = f"${{{names.get(code, code)}}}"
    is_fact = "fact" in condition
    if "in" in condition:
        return " or ".join(f"{name} = {_literal(value, is_fact)}" for value in condition["in"])
    for sign, test in SIGNS.items():
        if test in condition:
            return f"{name} {sign} {_literal(condition[test], is_fact)}"
    return f"{name} != ''"


def _literal(value: Any, is_fact: bool) -> str:
    if isinstance(value, bool):
        return "'true'" if value else "'false'"
    if isinstance(value, int | float):
        return str(value)
    return f"'{value}'" if is_fact else f"'{safe_name(str(value))}'"


def read(text: str, codes: Mapping[str, str]) -> Condition:
    """Return the condition that a form writes.

    Args:
        codes: the code of each question, by its name in the form.

    Raises:
        UnreadableError: it uses a function or a form of words that cannot be held, or depends on a
            question that is not there.
    """
    reader = _Reader(text, codes)
    found = reader.either()
    if reader.peek():
        raise UnreadableError(f"“{reader.peek()}” is not expected in “{text}”")
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        match = TOKEN.match(text, place)
        if match is None:
            raise UnreadableError(f"“{text[place:].strip()[:20]}” cannot be read")
        place = match.end()
        kind = str(match.lastgroup)
        yield kind, match[kind]


class _Reader:
    """Reads one condition, from the loosest joining to the tightest."""

    def __init__(self, text: str, codes: Mapping[str, str]) -> None:
        self.text, self.codes = text, codes
        self.tokens = list(_tokens(text))
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> tuple[str, str]:
        if self.place >= len(self.tokens):
            raise UnreadableError(f"“{self.text}” ends too soon")
        kind, value = self.tokens[self.place]
        if expected and value != expected:
            raise UnreadableError(f"“{value}” where “{expected}” is expected in “{self.text}”")
        self.place += 1
        return kind, value

    def either(self) -> Condition:
        return self._joined("or", "any", lambda: self._joined("and", "all", self.single))

    def _joined(self, word: str, name: str, read_one: Callable[[], Condition]) -> Condition:
        parts = [read_one()]
        while self.peek() == word:
            self.take()
            parts.append(read_one())
        return parts[0] if len(parts) == 1 else {name: parts}

    def single(self) -> Condition:
        if self.peek() == "(":
            self.take()
            found = self.either()
            self.take(")")
            return found
        if self.peek() in ("not", "selected"):
            return self._function()
        return self._comparison()

    def _function(self) -> Condition:
        _, word = self.take()
        self.take("(")
        if word == "not":
            found: Condition = {"not": self.either()}
        else:
            name = self._name()
            self.take(",")
            found = {"q": name, "eq": self._value()}
        self.take(")")
        return found

    def _comparison(self) -> Condition:
        if self._is_name():
            name, sign = self._name(), self._sign()
            return self._compared(name, sign, self._value())
        value = self._value()
        if not self.peek():
            raise UnreadableError(f"“{self.text}” is not a condition")
        sign = self._sign()
        return self._compared(self._name(), TURNED[sign], value)

    def _compared(self, name: str, test: str, value: Any) -> Condition:
        if value == "" and test in ("eq", "ne"):
            answered: Condition = {"answered": name}
            return answered if test == "ne" else {"not": answered}
        if name.startswith(FACT):
            key = name.removeprefix(FACT).replace("__", ".")
            return {"fact": key, test: {"true": True, "false": False}.get(value, value)}
        return {"q": name, test: value}

    def _is_name(self) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place][0] == "name"

    def _name(self) -> str:
        kind, value = self.take()
        if kind != "name":
            self._refuse(kind, value)
        name = value[2:-1].strip()
        if name.startswith(FACT):
            return name
        if name not in self.codes:
            raise UnreadableError(f"depends on {name}, which is not a question that can be held")
        return self.codes[name]

    def _sign(self) -> str:
        _, value = self.take()
        if value not in SIGNS:
            raise UnreadableError(f"“{value}” where a comparison is expected in “{self.text}”")
        return SIGNS[value]

    def _value(self) -> Any:
        kind, value = self.take()
        if kind == "number":
            return float(value) if "." in value else int(value)
        if kind == "text":
            return value[1:-1]
        return self._refuse(kind, value)

    def _refuse(self, kind: str, value: str) -> NoReturn:
        if kind == "word" and self.peek() == "(":
            raise UnreadableError(f"the function {value}() is not supported")
        raise UnreadableError(f"“{value}” cannot be held in “{self.text}”")
