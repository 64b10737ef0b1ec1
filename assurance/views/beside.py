"""Partners' ratings beside what practitioners and case files say, disagreements first."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from assurance.beside import beside_lines
from sab.views.bases import BoardPage
from sab.views.return_cycles import OfCycle


class ReturnsBeside(OfCycle, BoardPage):
    template_name = "assurance/returns_beside.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = beside_lines(self.person, self.council, self.row, timezone.localdate())
        agencies = sorted({(line.agency, line.partner) for line in lines})
        wanted = self.request.GET.get("agency", "")
        if wanted:
            lines = [line for line in lines if str(line.partner) == wanted]
        if wanted and not lines:
            raise Http404("nobody says anything of such an agency")
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "agencies": agencies,
            "chosen": wanted,
            "lines": lines,
            "differ": sum(line.disagrees for line in lines),
        }
