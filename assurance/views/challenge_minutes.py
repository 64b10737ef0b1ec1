"""Hand over the minutes of a challenge event."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from assurance.services.challenge_minutes import export_minutes
from core.permissions import Permission
from sab.views.challenge import OfEvent


class ChallengeMinutes(OfEvent):
    permission = Permission.BOARD_MANAGE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        made = export_minutes(by=self.person, event=self.row, council=self.council)
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response
