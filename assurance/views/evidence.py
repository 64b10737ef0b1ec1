"""The evidence library: its list, one item, its files, its revisions side by side."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import ListView, TemplateView, View

from assurance.choices_evidence import EvidenceKind, EvidenceStatus
from assurance.evidence.comparing import compare
from assurance.evidence.pins import shown
from assurance.evidence.state import State, state_of
from assurance.filters_evidence import EvidenceFilter
from assurance.metrics.evidence import dates_of
from assurance.models import EvidenceItem, EvidenceRevision
from assurance.rules.evidence import approval_fault
from assurance.services.evidence_files import open_evidence_file, pieces_of
from assurance.views.evidence_bases import ItemPage
from assurance.words import ON_PAGES
from core import access
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.permissions import Permission
from core.views import RequiresPermission

PAGE = 50
HISTORY = 30
DONE = {
    "evidence_added": "Added",
    "evidence_revised": "Revised",
    "evidence_kept": "Owner, review day or source changed",
    "evidence_approved": "Approved",
    "evidence_withdrawn": "Withdrawn",
    "evidence_link_checked": "Link checked",
    "evidence_linked": "Linked",
    "evidence_unlinked": "Link taken away",
    "evidence_read": "File downloaded",
}


class EvidenceList(RequiresPermission, ListView[EvidenceItem]):
    permission = Permission.EVIDENCE_VIEW
    template_name = "assurance/evidence_list.html"
    paginate_by = PAGE

    @cached_property
    def filterset(self) -> EvidenceFilter:
        rows = EvidenceItem.objects.visible_to(self.person).filter(council=self.council)
        return EvidenceFilter(self.request.GET, queryset=rows)

    def get_queryset(self) -> QuerySet[EvidenceItem]:
        rows = self.filterset.qs if self.filterset.is_valid() else EvidenceItem.objects.none()
        related = rows.select_related("owner", "story", "audit_round")
        return related.prefetch_related("links__statement").order_by("title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        form, today = self.filterset.form, timezone.localdate()
        rows = [
            {
                "item": item,
                "state": state_of(item, dates_of(item), today),
                "codes": sorted({link.statement.code for link in item.links.all()}),
            }
            for item in found["page_obj"]
        ]
        is_narrowed = any(self.request.GET.get(name) for name in form.fields)
        return {
            **found,
            "form": form,
            "rows": rows,
            "is_narrowed": is_narrowed,
            "may_manage": access.is_offered(
                self.request, Permission.EVIDENCE_MANAGE, council=self.council
            ),
        }


class EvidenceDetail(ItemPage, TemplateView):
    template_name = "assurance/evidence_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, revision = self.item, self.latest
        held = access.offered(self.request, council=self.council)
        pin = shown(revision.pin) if revision.pin and not item.source_is_gone else None
        state = self.state
        return {
            **super().get_context_data(**kwargs),
            "state": state,
            "revision": revision,
            "pin": pin,
            "pin_words": pin.pinned.words(ON_PAGES) if pin else "",
            "links": self._links(),
            "revisions": item.revisions.select_related("made_by").defer("pin", "text"),
            "history": self._history(),
            "is_link": item.kind == EvidenceKind.LINK,
            "is_figure": item.kind == EvidenceKind.FIGURE,
            "may_manage": Permission.EVIDENCE_MANAGE in held and not item.is_withdrawn,
            "may_withdraw": not item.is_withdrawn
            and bool(held & {Permission.EVIDENCE_MANAGE, Permission.EVIDENCE_APPROVE}),
            "may_see_measures": Permission.MEASURE_VIEW in held,
            **self._approving(held, state),
        }

    def _links(self) -> list[dict[str, Any]]:
        """Return what it answers; a version of a framework that has ended is covered no more."""
        rows = self.item.links.select_related(
            "statement__framework", "category", "sub_heading", "required_evidence"
        )
        today, found = timezone.localdate(), []
        for row in rows:
            version = row.statement.framework
            has_ended = version.valid_to is not None and version.valid_to < today
            found.append({"row": row, "ended": version.version if has_ended else ""})
        return found

    @cached_property
    def state(self) -> State:
        return state_of(self.item, dates_of(self.item), timezone.localdate())

    def _approving(self, held: frozenset[Permission], state: State) -> dict[str, Any]:
        """Say whether the reader may approve it now, and if not, why."""
        waits = self.item.status == EvidenceStatus.DRAFT
        if not waits or Permission.EVIDENCE_APPROVE not in held:
            return {"may_approve": False, "approval_fault": ""}
        fault = approval_fault(self.person.pk, (self.item.created_by_id, self.item.revised_by_id))
        return {
            "may_approve": fault is None and not state.against,
            "approval_fault": fault.words if fault else "",
        }

    def _history(self) -> list[dict[str, Any]]:
        """Return the newest of what was done with the item."""
        events = ActivityEvent.objects.filter(
            target_model=EvidenceItem._meta.label, target_id=str(self.item.pk)
        ).order_by("-created_at", "-pk")[:HISTORY]
        return [{"what": DONE.get(event.verb, event.verb), "event": event} for event in events]


class EvidenceDownload(RequiresPermission, View):
    """Hand a file over as an attachment, whatever it is, so that no browser ever runs it here."""

    permission = Permission.EVIDENCE_VIEW
    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            revision = open_evidence_file(
                by=self.person, public_id=kwargs["item"], number=kwargs.get("number")
            )
        except EvidenceRevision.DoesNotExist as error:
            raise Http404 from error
        except RuleViolationError as error:
            return self._gone(request, str(error))
        except FileNotFoundError:
            return self._gone(request, "")
        # Read only while it is sent, so that a reader who goes away leaves no file open.
        response = StreamingHttpResponse(
            pieces_of(revision), content_type="application/octet-stream"
        )
        named = content_disposition_header(as_attachment=True, filename=revision.filename)
        response.headers["Content-Disposition"] = named
        response.headers["Content-Length"] = revision.size
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _gone(self, request: HttpRequest, why: str) -> HttpResponse:
        return render(request, "assurance/evidence_gone.html", {"why": why}, status=410)


class EvidenceCompare(ItemPage, TemplateView):
    """Two revisions; the latest and the one before it, unless others are asked for."""

    template_name = "assurance/evidence_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revisions = {each.number: each for each in self.item.revisions.select_related("made_by")}
        latest = max(revisions)
        new = self._asked("new", revisions, latest)
        old = self._asked("old", revisions, max(1, new.number - 1))
        hidden = self.item.source_is_gone
        return {
            **super().get_context_data(**kwargs),
            "old": old,
            "new": new,
            "numbers": sorted(revisions, reverse=True),
            "hidden": hidden,
            "differences": [] if hidden else compare(old, new),
            "back": reverse("assurance:evidence-detail", args=[self.item.public_id]),
        }

    def _asked(
        self, name: str, revisions: dict[int, EvidenceRevision], default: int
    ) -> EvidenceRevision:
        asked = self.request.GET.get(name, "")
        found = revisions.get(int(asked)) if asked.isdecimal() and len(asked) < 6 else None
        return found or revisions[default]
