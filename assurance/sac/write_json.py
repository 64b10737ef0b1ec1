"""Write the return as JSON: the list of its cells by their labels, and the year's measures."""

import json
from collections.abc import Mapping

from assurance.sac.cells import Return


def write_json(built: Return, measures: Mapping[str, float | int | None]) -> bytes:
    """Return UTF-8 JSON with `reporting_year`, `cells` (true counts) and `measures`."""
    held = {
        "reporting_year": built.year,
        "cells": [cell.as_json() for cell in built.cells],
        "measures": dict(measures),
    }
    return (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
