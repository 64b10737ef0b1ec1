"""Count a pinned figure again, and pin it anew."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from assurance.evidence.changes import Change
from assurance.evidence.rerun import Outcome, rerun
from assurance.forms_evidence_change import PinAgainForm
from assurance.models import EvidenceRevision
from assurance.services.evidence_pins import pin_again
from assurance.views.evidence_bases import ItemForm, ItemPage
from core import access
from core.permissions import Permission
from safeguard.models import Concern, Enquiry

PAGE = 50


class PinRerun(ItemPage, TemplateView):
    template_name = "assurance/evidence_rerun.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            found = rerun(by=self.person, item=self.item)
        except EvidenceRevision.DoesNotExist as error:
            raise Http404("this evidence is not a pinned figure") from error
        page = Paginator(found.changes, PAGE).get_page(self.request.GET.get("page"))
        held = access.offered(self.request, council=self.council)
        return {
            **super().get_context_data(**kwargs),
            "rerun": found,
            "is_gone": found.outcome is Outcome.GONE,
            "is_same": found.outcome is Outcome.SAME,
            "page_obj": page,
            "rows": self._rows(page.object_list),
            "may_manage": Permission.EVIDENCE_MANAGE in held and not self.item.is_withdrawn,
            "may_open_for_cause": Permission.CASE_VIEW_FOR_CAUSE in held,
        }

    def _rows(self, changes: Iterable[Change]) -> list[dict[str, Any]]:
        """Return the changes of one page, each with whether its reader may open the case."""
        changes = list(changes)
        models: dict[str, Any] = {"concern": Concern, "enquiry": Enquiry}
        seen: dict[str, set[int]] = {}
        for entity in {change.entity for change in changes}:
            keys = [change.key for change in changes if change.entity == entity]
            rows = models[entity].objects.visible_to(self.person).filter(pk__in=keys)
            seen[entity] = set(rows.order_by().values_list("pk", flat=True))
        return [
            {"change": change, "is_there": change.key in seen[change.entity]} for change in changes
        ]


class PinAgain(ItemForm):
    form_class = PinAgainForm
    title = "Pin the figure as it is counted now"
    explanation = (
        "The figure that was pinned stays as a revision, to be compared. The new one counts once "
        "somebody else approves it."
    )
    button = "Pin it"
    done_message = "The figure is pinned anew. It counts once somebody else approves it"

    def get_initial(self) -> dict[str, Any]:
        return {"after": self.item.revision_number}

    def call_service(self, **data: Any) -> None:
        pin_again(by=self.person, item=self.item, **data)
