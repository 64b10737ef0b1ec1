"""What a filter set offers to choose from, where that is read when a page is asked for."""

from collections.abc import Sequence
from typing import Any

from core.form_renderer import NOT_LISTED


def not_listed(label: str) -> dict[str, str]:
    """Return the messages of a filter that offers choices: the API's answer names it by these."""
    return {"invalid_choice": NOT_LISTED.format(name=label)}


def offer(filterset: Any, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Let the filter `name` of this filter set choose from `choices`.

    A filter keeps the field it once made, and hands it on to its copies: one asked for on the
    class, as the API's description of itself does, would offer nothing for ever. So it is let go.
    """
    held = filterset.filters[name]
    held.extra["choices"] = choices
    vars(held).pop("_field", None)
