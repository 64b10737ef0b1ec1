"""The page of Theme 3: what of it its reader may open."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView

from assurance.theme3_parts import parts_for
from core import access
from core.permissions import THEME_3
from core.views import RequiresPermission


class Theme3(RequiresPermission, TemplateView):
    template_name = "assurance/theme3.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever holds any permission of Theme 3, in the council where they hold it."""
        held = (each for each in sorted(THEME_3) if access.chosen_council(request, each))
        self.permission = next(held, min(THEME_3))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = access.offered(self.request, council=self.council)
        return super().get_context_data(**kwargs, parts=parts_for(offered))
