"""A version as a file of tools that can be loaded again."""

from __future__ import annotations

from typing import Any

import yaml

from audit.rules.documents import Document

OWN = ("scales", "grade_set", "scoring", "facts", "taxonomies", "question_bank")


class _Dumper(yaml.SafeDumper):
    """Writes shared values out each time, which reads better than anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def file_of(document: Document) -> dict[str, Any]:
    """Return the file whose only tool is `document`."""
    tool = {key: value for key, value in document.items() if key not in OWN}
    grades = dict(document["grade_set"])
    key = grades.pop("key")
    tool["grade_set"] = key
    if document.get("scoring"):
        tool["scoring"] = document["scoring"]
    return {
        "schema_version": 1,
        "facts": document.get("facts") or [],
        "answer_scales": document["scales"],
        "grade_sets": {key: grades},
        "question_bank": document.get("question_bank") or [],
        "taxonomies": document.get("taxonomies") or {},
        "tools": [tool],
    }


def write_yaml(document: Document) -> bytes:
    """Return a YAML file that is read as the same document."""
    text = yaml.dump(
        file_of(document), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return text.encode()
