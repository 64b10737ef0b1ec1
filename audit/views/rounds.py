"""Rounds of audits: the list, one round, its population."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import rounds_shown
from audit.choices import RoundStatus
from audit.forms_rounds import RoundPlanForm
from audit.models import AuditRound, FrameEntry, Moderation, ToolVersion
from audit.services.rounds import plan_round
from audit.views.bases import Offers
from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import ServiceFormView

PAGE = 50


class RoundList(Offers, ListView[AuditRound]):
    permission = Permission.AUDIT_DO
    template_name = "audit/round_list.html"
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[AuditRound]:
        rows = AuditRound.objects.visible_to(self.person).filter(council=self.council)
        shown = rows.select_related("version__tool").defer("version__content", "population")
        return rounds_shown.with_progress(shown, timezone.localdate()).order_by("-starts_on", "-pk")


class RoundPlan(ServiceFormView):
    permission = Permission.AUDIT_ROUND_MANAGE
    template_name = "audit/round_plan.html"
    form_class = RoundPlanForm
    keeps_draft = True
    title = "Plan a round"
    made: AuditRound

    def get_form_kwargs(self) -> dict[str, Any]:
        own = Q(tool__council=self.council) | Q(tool__council__isnull=True)
        versions = ToolVersion.objects.published().filter(own).select_related("tool")
        versions = versions.defer("content").order_by("tool__title", "-pk")
        return {**super().get_form_kwargs(), "versions": versions}

    def call_service(self, **data: Any) -> None:
        self.made = plan_round(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse("audit:round-population", args=[self.made.pk])


class OneRound(Offers):
    """A page of one round that its reader may see."""

    permission = Permission.AUDIT_DO

    @cached_property
    def audit_round(self) -> AuditRound:
        rows = AuditRound.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(rows.select_related("version__tool"), pk=self.kwargs["pk"])


class RoundDetail(OneRound, TemplateView):
    """Progress, the sample with its auditors, who has how much, what the sample can say."""

    template_name = "audit/round_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this, today = self.audit_round, timezone.localdate()
        entries = self._entries()
        audits = list(this.audits.select_related("auditor").order_by("pk"))
        standing = [entry for entry in entries if not entry.replaced_reason]
        found = super().get_context_data(**kwargs)
        manages = found["may_manage"]
        shown = entries if manages else [e for e in entries if self._is_mine(e, audits)]
        return {
            **found,
            "round": this,
            "facts": rounds_shown.facts_of(this),
            "progress": rounds_shown.progress_of(audits, today),
            "rows": rounds_shown.audits_shown(shown, audits, today),
            "loads": rounds_shown.loads(audits, this.auditors.select_related("person")),
            "excluded": rounds_shown.excluded(FrameEntry.objects.filter(round=this)),
            "says": self._says(standing),
            "short": [q for q in this.quotas.all() if (q.wanted or 0) > (q.drawn or 0)],
            "moderations": self._moderations(today) if manages else None,
            "step": _step(this),
        }

    def _entries(self) -> list[FrameEntry]:
        rows = self.audit_round.frame.drawn().order_by("drawn_position")
        return list(rows.select_related("team", "replaces"))

    def _is_mine(self, entry: FrameEntry, audits: list[Any]) -> bool:
        return any(a.frame_entry_id == entry.pk and a.auditor == self.person for a in audits)

    def _says(self, standing: list[FrameEntry]) -> Any:
        this = self.audit_round
        if this.drawn_at is None:
            return None
        size = FrameEntry.objects.filter(round=this).eligible().count()
        return rounds_shown.says(this, len(standing), size, {e.stratum for e in standing})

    def _moderations(self, today: Any) -> dict[str, int]:
        rows = Moderation.objects.open().filter(audit__round=self.audit_round)
        return rounds_shown.moderations_due(rows, today)


def _step(this: AuditRound) -> tuple[str, str] | None:
    """Return what is to be done next with a round: the name of a page, and its words."""
    steps = {
        RoundStatus.PLANNED: ("audit:round-freeze", "Look at the population and fix it"),
        RoundStatus.FROZEN: ("audit:round-draw", "Draw the sample"),
        RoundStatus.DRAWN: ("audit:round-open", "Share out the audits"),
    }
    return steps.get(RoundStatus(this.status))


class RoundFrame(OneRound, ListView[FrameEntry]):
    """The fixed population: what was drawn, what was not, what was left out and why."""

    permission = Permission.AUDIT_ROUND_MANAGE
    template_name = "audit/round_frame.html"
    paginator_class = CappedPaginator
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[FrameEntry]:
        rows = FrameEntry.objects.filter(round=self.audit_round)
        return rows.select_related("team").order_by("excluded_by", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, round=self.audit_round)
