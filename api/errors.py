"""One shape for every refusal: a stable code, words, and the field if there is one."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import RuleViolationError


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refused rule is 409 with its code; a model's refusal is 400; the rest is DRF's."""
    if isinstance(error, RuleViolationError):
        body = {"code": error.code, "message": str(error), "field": error.field}
        return Response(body, status=409)
    if isinstance(error, ValidationError):
        return Response({"code": "invalid", "messages": error.messages}, status=400)
    return exception_handler(error, context)
