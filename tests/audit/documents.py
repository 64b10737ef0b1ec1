"""Small tools for tests, and the file of six model tools."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from audit.files import SHIPPED as SHIPPED
from audit.rules.documents import Document, documents_of

SIX = Path(__file__).parents[1] / "data" / "audit" / "audit_tools.yaml"

YPN = {
    "label": "Yes / Partly / No",
    "options": [
        {"code": "yes", "label": "Yes", "score": 1.0},
        {"code": "partly", "label": "Partly", "score": 0.5},
        {"code": "no", "label": "No", "score": 0.0},
        {"code": "gap", "label": "Cannot tell", "score": 0.0, "recording_gap": True},
        {"code": "na", "label": "Not applicable", "score": None},
    ],
}
GRADES = {
    "label": "Three grades",
    "order": ["bad", "fair", "fine"],
    "labels": {"bad": "Bad", "fair": "Fair", "fine": "Fine"},
    "thresholds": {"bad": 0, "fair": 0.5, "fine": 0.8},
}


def six() -> dict[str, Any]:
    return yaml.safe_load(SIX.read_text(encoding="utf-8"))


def question(code: str, **rest: Any) -> dict[str, Any]:
    """A scored question on the scale `ypn`; give `scored=False` for another."""
    return {
        "code": code,
        "text": f"Is {code} there?",
        "type": "scale",
        "scale": "ypn",
        "scored": True,
        "weight": 1,
        "required": True,
        **rest,
    }


def section(code: str, *questions: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": f"Section {code}",
        "scored": True,
        "weight": 1,
        "questions": list(questions),
        **rest,
    }


def file_of(*sections: dict[str, Any], **tool: Any) -> dict[str, Any]:
    """A file with one tool."""
    return deepcopy(
        {
            "rules": {"min_applicable_share": 0.4},
            "facts": [{"key": "enquiry.concluded", "type": "boolean"}],
            "answer_scales": {"ypn": YPN},
            "grade_sets": {"three": GRADES},
            "question_bank": [],
            "tools": [
                {
                    "key": "small",
                    "version": "1.0.0",
                    "title": "A small tool",
                    "subject": "enquiry",
                    "grade_set": "three",
                    "results": [
                        {"key": "overall", "label": "Overall", "method": "weighted_sections"}
                    ],
                    "sections": list(sections),
                    **tool,
                }
            ],
        }
    )


def document_of(*sections: dict[str, Any], **tool: Any) -> Document:
    return documents_of(file_of(*sections, **tool))[0]
