"""Whether tools are fit to use: every fault, with where it is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audit.choices import ON_SCALE, QuestionType, Subject
from audit.rules import visibility
from audit.rules.documents import document_of, questions
from audit.rules.faults import Fault as Fault
from audit.rules.tool_parts import is_number, part_faults, structure_faults

SCORABLE = ("scale", "prefilled_scale", "ratio", "matrix")
LISTED = ("choice", "multi_choice")


def file_faults(file: Any) -> list[Fault]:
    """Return everything wrong in a file of tools, shared parts first."""
    shape = list(_shape(file))
    if shape:
        return shape
    found = [*_scale_faults(file.get("answer_scales") or {})]
    for key, grades in (file.get("grade_sets") or {}).items():
        found += _grade_faults(key, grades)
    found += _twice("question_bank", (q.get("code") for q in file.get("question_bank") or ()))
    found += _twice("tools", (tool.get("key") for tool in file["tools"]))
    for index, tool in enumerate(file["tools"]):
        found += tool_faults(tool, file, index)
    return found


SHAPES: Mapping[str, Any] = {
    **dict.fromkeys(("answer_scales", "grade_sets", "taxonomies", "rules"), dict),
    **dict.fromkeys(("facts", "question_bank", "tools"), list),
}


def _shape(file: Any) -> Iterator[Fault]:
    """Yield what is so wrong that nothing else can be looked at."""
    if not isinstance(file, Mapping):
        yield Fault("the file", "is not a set of named parts")
        return
    for name, kind in SHAPES.items():
        value: Any = file.get(name)
        if value is not None and not isinstance(value, kind):
            yield Fault(name, f"should be a {'list' if kind is list else 'set of named parts'}")
        elif kind is list:
            yield from _not_named(name, enumerate(value or (), 1))
        elif name in ("answer_scales", "grade_sets"):
            yield from _not_named(name, (value or {}).items())
    if not file.get("tools"):
        yield Fault("tools", "is missing: the file holds no tool")


def shape_faults(file: Any) -> list[Fault]:
    """Return what keeps a file of one tool from being stored, even as a draft with faults."""
    found = list(_shape(file))
    for tool in [] if found else file["tools"]:
        shape = list(_tool_shape(str(tool.get("key")), tool, file))
        found += shape or structure_faults(document_of(tool, file))
    return found


def _not_named(name: str, rows: Iterable[tuple[Any, Any]]) -> Iterator[Fault]:
    for place, each in rows:
        if not isinstance(each, Mapping):
            yield Fault(f"{name}/{place}", "should be a set of named parts")


def _twice(where: str, codes: Iterable[Any]) -> list[Fault]:
    counts = Counter(codes)
    return [Fault(where, f"{code} is there {n} times") for code, n in counts.items() if n > 1]


def _scale_faults(scales: Mapping[str, Any]) -> Iterator[Fault]:
    for key, scale in scales.items():
        where = f"answer_scales/{key}"
        options = scale.get("options")
        if not isinstance(options, list) or not options:
            yield Fault(where, "has no options")
            continue
        if not all(isinstance(o, Mapping) and "code" in o and "label" in o for o in options):
            yield Fault(where, "an option needs a code and a label")
            continue
        yield from _twice(where, (o["code"] for o in options))
        for o in options:
            if "score" not in o:
                yield Fault(f"{where}/{o['code']}", "has no score; write null where none applies")
            elif not _is_score(o["score"]):
                yield Fault(f"{where}/{o['code']}", f"score {o['score']} is not from 0 to 1")


def _is_score(score: Any) -> bool:
    return score is None or (is_number(score) and 0 <= score <= 1)


def _grade_faults(key: str, grades: Mapping[str, Any]) -> Iterator[Fault]:
    where = f"grade_sets/{key}"
    order, thresholds = grades.get("order") or [], grades.get("thresholds") or {}
    yield from _twice(where, order)
    if set(order) != set(thresholds):
        yield Fault(where, "the grades in order and those with thresholds differ")
        return
    labels = grades.get("labels") or {}
    yield from (Fault(where, f"grade {g} has no label") for g in order if not labels.get(g))
    if not all(is_number(thresholds[g]) for g in order):
        yield Fault(where, "a threshold is not a number")
        return
    steps = [thresholds[g] for g in order]
    if steps and (steps != sorted(set(steps)) or steps[0] != 0):
        yield Fault(where, "thresholds must rise from 0, worst grade first")


def tool_faults(tool: Mapping[str, Any], file: Mapping[str, Any], index: int = 0) -> list[Fault]:
    """Return everything wrong in one tool of a file."""
    name = str(tool.get("key") or f"tools[{index + 1}]")
    found = list(_tool_shape(name, tool, file))
    return found or document_faults(document_of(tool, file), file)


def _tool_shape(name: str, tool: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[Fault]:
    for part in ("key", "version", "title", "subject", "sections"):
        if not tool.get(part):
            yield Fault(name, f"{part} is missing")
    if tool.get("subject") and tool["subject"] not in Subject.values:
        yield Fault(name, f"subject {tool['subject']} is not known")
    if tool.get("grade_set", "none") not in {"none", *(file.get("grade_sets") or {})}:
        yield Fault(name, f"unknown grade set {tool['grade_set']}")
    yield from _unnamed(name, tool)
    bank = {q.get("code"): q for q in file.get("question_bank") or ()}
    sections = tool.get("sections")
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, Mapping):
            yield from _section_shape(f"{name}/{section.get('code')}", section, bank, file)


def _unnamed(name: str, tool: Mapping[str, Any]) -> Iterator[Fault]:
    for part, named in (("strands", "key"), ("results", "key"), ("sections", "code")):
        rows = tool.get(part) or []
        for n, each in enumerate(rows if isinstance(rows, list) else (None,), 1):
            if not isinstance(each, Mapping) or not each.get(named):
                yield Fault(f"{name}/{part}[{n}]", f"needs a {named}")


def _section_shape(
    where: str, section: Mapping[str, Any], bank: Mapping[Any, Any], file: Mapping[str, Any]
) -> Iterator[Fault]:
    rows = section.get("questions")
    if not isinstance(rows, list):
        yield Fault(where, "has no list of questions")
        return
    for n, q in enumerate(rows):
        if not isinstance(q, Mapping):
            yield Fault(f"{where}[{n + 1}]", "should be a set of named parts")
        elif "bank" in q:
            if q["bank"] not in bank:
                yield Fault(where, f"unknown bank question {q['bank']}")
        elif not isinstance(q.get("code"), str) or not q.get("text") or not q.get("type"):
            yield Fault(f"{where}/{q.get('code', n + 1)}", "needs a code, a text and a type")
        scale = q.get("scale") if isinstance(q, Mapping) else None
        if scale and scale not in (file.get("answer_scales") or {}):
            yield Fault(f"{where}/{q.get('code')}", f"unknown scale {scale}")


def document_faults(
    document: Mapping[str, Any], file: Mapping[str, Any] | None = None
) -> list[Fault]:
    """Return everything wrong in one self-contained tool."""
    found = structure_faults(document)
    if found:
        return found
    found = part_faults(document)
    key = document["key"]
    found += _twice(f"{key}/sections", (s["code"] for s in document["sections"]))
    found += _twice(f"{key}/questions", (q["code"] for q in questions(document)))
    found += _twice(f"{key}/results", (r["key"] for r in document.get("results") or ()))
    checks = _Checks(document)
    for section in document["sections"]:
        found += checks.section(section)
    found += checks.circles()
    found += checks.results()
    found += checks.replaced()
    return found


class _Checks:
    """The checks that need to know the whole tool."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.key = document["key"]
        self.by_code = {q["code"]: q for q in questions(document)}
        self.facts = {f["key"] for f in document.get("facts") or ()}
        self.scales = document["scales"]
        self.grades = document["grade_set"]["order"]
        self.result_keys = {r["key"] for r in document.get("results") or ()}
        self.strands = {s["key"] for s in document.get("strands") or ()} | {"each_agency"}

    def section(self, section: Mapping[str, Any]) -> Iterator[Fault]:
        where = f"{self.key}/{section['code']}"
        if section.get("scored") and not _is_positive(section.get("weight", 1)):
            yield Fault(where, f"weight {section.get('weight')} is not above zero")
        if section.get("strand") and section["strand"] not in self.strands:
            yield Fault(where, f"unknown strand {section['strand']}")
        yield from self.condition(where, section.get("show_if"))
        for q in section["questions"]:
            yield from self.question(f"{where}/{q['code']}", section, q)

    def question(
        self, where: str, section: Mapping[str, Any], q: Mapping[str, Any]
    ) -> Iterator[Fault]:
        kind = q["type"]
        if kind not in QuestionType.values:
            yield Fault(where, f"unknown type {kind}")
            return
        if kind in ON_SCALE and q.get("scale") not in self.scales:
            yield Fault(where, f"unknown scale {q.get('scale')}")
            return
        if kind in LISTED and not q.get("options"):
            yield Fault(where, "has no options to choose from")
        if q.get("scored") and section.get("scored"):
            yield from self._scored(where, q)
        elif "weight" in q and not _is_positive(q["weight"]):
            yield Fault(where, f"weight {q['weight']} is not above zero")
        yield from _bool_options(where, q)
        for part in ("critical", "alert", "suggest_action", "comment", "evidence", "priority"):
            yield from self._whens(where, q, part)
        yield from self._caps(where, q.get("critical") or {})
        yield from self.condition(where, q.get("show_if"))
        yield from self.condition(f"{where}/unless", (q.get("critical") or {}).get("unless"))
        fact = (q.get("prefill") or {}).get("fact")
        if fact and fact not in self.facts:
            yield Fault(where, f"is filled from an unknown fact, {fact}")

    def _scored(self, where: str, q: Mapping[str, Any]) -> Iterator[Fault]:
        if not _is_positive(q.get("weight")):
            yield Fault(where, f"weight {q.get('weight')} is not above zero")
        if q["type"] not in SCORABLE:
            yield Fault(where, f"a question of type {q['type']} cannot be scored")
        if q["type"] == "ratio" and not q.get("score_bands"):
            yield Fault(where, "a scored ratio needs score_bands")

    def answers_of(self, q: Mapping[str, Any]) -> set[Any] | None:
        """Return the codes a question can be answered with; None where it is open."""
        if q["type"] in ON_SCALE and q.get("scale") in self.scales:
            return {o["code"] for o in self.scales[q["scale"]]["options"]}
        if q["type"] in LISTED and not q.get("other_allowed"):
            return {o["code"] if isinstance(o, Mapping) else o for o in q.get("options") or ()}
        return None

    def _whens(self, where: str, q: Mapping[str, Any], part: str) -> Iterator[Fault]:
        listed, said = self.answers_of(q), q.get(part)
        if not isinstance(said, Mapping):
            return
        for name in ("when", "required_when"):
            for value in said.get(name) or ():
                if listed is not None and value not in listed:
                    yield Fault(f"{where}/{part}", f"{_shown(value)} is not one of its answers")

    def _caps(self, where: str, critical: Mapping[str, Any]) -> Iterator[Fault]:
        grades = [critical.get("cap_overall"), critical.get("cap_section")]
        by_result = critical.get("cap_result") or {}
        for key in by_result:
            if key not in self.result_keys:
                yield Fault(f"{where}/critical", f"caps an unknown result, {key}")
        for grade in (*grades, *by_result.values()):
            if grade and grade not in self.grades:
                yield Fault(f"{where}/critical", f"caps at an unknown grade, {grade}")
        if critical and not any((*grades, *by_result.values())):
            yield Fault(f"{where}/critical", "says no grade to cap at")

    def condition(self, where: str, condition: Any) -> Iterator[Fault]:
        if condition is None:
            return
        for code in visibility.named(condition, "q", "answered"):
            if code not in self.by_code:
                yield Fault(where, f"depends on a missing question, {code}")
        for fact in visibility.named(condition, "fact"):
            if fact not in self.facts:
                yield Fault(where, f"depends on an unknown fact, {fact}")
        yield from self._tests(where, condition)

    def _tests(self, where: str, condition: Any) -> Iterator[Fault]:
        if not isinstance(condition, Mapping):
            yield Fault(where, f"{condition!r} is not a condition")
            return
        for name in ("all", "any"):
            if name in condition:
                for each in condition[name] or ():
                    yield from self._tests(where, each)
                return
        if "not" in condition:
            yield from self._tests(where, condition["not"])
        elif "ratio_below" not in condition:
            yield from self._comparison(where, condition)

    def _comparison(self, where: str, condition: Mapping[str, Any]) -> Iterator[Fault]:
        if not any(name in condition for name in visibility.NAMES):
            yield Fault(where, f"{dict(condition)} is not a condition")
            return
        if not any(t in condition for t in visibility.TESTS) and "answered" not in condition:
            yield Fault(where, "compares with nothing: use eq, ne, in, gte, lte, gt or lt")
        q = self.by_code.get(condition.get("q") or condition.get("answered") or "")
        listed = self.answers_of(q) if q else None
        values = condition.get("in") or [condition[t] for t in ("eq", "ne") if t in condition]
        if not isinstance(values, list):
            yield Fault(where, "what follows in: should be a list")
            return
        for value in values:
            if q and (isinstance(value, bool) or (listed is not None and value not in listed)):
                yield Fault(where, f"{_shown(value)} is not an answer of {q['code']}")

    def circles(self) -> Iterator[Fault]:
        reads: dict[str, set[str]] = {}
        for section in self.document["sections"]:
            common = set(visibility.named(section.get("show_if"), "q", "answered"))
            for q in section["questions"]:
                reads[q["code"]] = common | set(visibility.named(q.get("show_if"), "q", "answered"))
        for ring in visibility.circles(reads):
            yield Fault(f"{self.key}/{ring[0]}", f"circular condition: {' waits for '.join(ring)}")

    def results(self) -> Iterator[Fault]:
        codes = {s["code"] for s in self.document["sections"]}
        for result in self.document.get("results") or ():
            for code in result.get("sections") or ():
                if code not in codes:
                    yield Fault(f"{self.key}/{result['key']}", f"counts a missing section, {code}")

    def replaced(self) -> Iterator[Fault]:
        said = self.document.get("replaces")
        for code in said if isinstance(said, Mapping) else ():
            if code not in self.by_code:
                yield Fault(f"{self.key}/replaces", f"names a missing question, {code}")


def _is_positive(value: Any) -> bool:
    return is_number(value) and value > 0


def _bool_options(where: str, q: Mapping[str, Any]) -> Iterator[Fault]:
    for value in q.get("options") or ():
        if isinstance(value, bool):
            yield Fault(where, f"{_shown(value)} among its options")


def _shown(value: Any) -> str:
    """Return a value in words; true and false most often were an unquoted yes or no."""
    if isinstance(value, bool):
        return f"{str(value).lower()} (an unquoted {'yes' if value else 'no'}? write it in quotes)"
    return str(value)
