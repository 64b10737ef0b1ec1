"""What a visiting assessor reads: the evidence chosen for them, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import ListView, TemplateView, View

from assurance.evidence.pins import shown
from assurance.models import EvidenceRevision, SharedItem, SharedSet
from assurance.services import shared_evidence
from assurance.services.evidence_files import pieces_of
from assurance.words import Words
from core.disclosure import Mode
from core.permissions import Permission
from core.views import RequiresPermission

NOT_LINKED = "Other evidence"


class Reads(RequiresPermission):
    permission = Permission.SHARED_EVIDENCE_VIEW


class SharedList(Reads, ListView[SharedSet]):
    template_name = "assurance/shared_list.html"

    def get_queryset(self) -> QuerySet[SharedSet]:
        rows = SharedSet.objects.readable_by(self.person).filter(council=self.council)
        return rows.annotate(pieces=Count("items")).order_by("until", "pk")


class SharedSetDetail(Reads, TemplateView):
    """One set, statement by statement. What no longer counts is not in it."""

    template_name = "assurance/shared_set.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            this = shared_evidence.open_shared_set(by=self.person, public_id=self.kwargs["set"])
        except SharedSet.DoesNotExist as error:
            raise Http404 from error
        rows = this.items.select_related("evidence__story", "evidence__audit_round")
        return super().get_context_data(
            this=this, groups=_by_statement(rows.prefetch_related("evidence__links__statement"))
        )


def _by_statement(rows: QuerySet[SharedItem]) -> list[tuple[str, list[SharedItem]]]:
    today = timezone.localdate()
    found: dict[tuple[int, str], list[SharedItem]] = {}
    for row in rows:
        if not row.evidence.may_leave(today):
            continue
        links = row.evidence.links.all()
        places = {(link.statement.order, str(link.statement)) for link in links}
        for place in places or {(99, NOT_LINKED)}:
            found.setdefault(place, []).append(row)
    return [(name, items) for (_, name), items in sorted(found.items())]


class SharedItemDetail(Reads, TemplateView):
    template_name = "assurance/shared_item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            item = shared_evidence.open_shared_item(
                by=self.person, public_id=self.kwargs["set"], item=self.kwargs["item"]
            )
        except (SharedSet.DoesNotExist, SharedItem.DoesNotExist) as error:
            raise Http404 from error
        revision = shared_evidence.current_revision(item.evidence)
        pin = shown(revision.pin) if revision.pin else None
        return super().get_context_data(
            item=item,
            evidence=item.evidence,
            revision=revision,
            pin=pin,
            pin_words=pin.pinned.words(Words(Mode.PUBLICATION)) if pin else "",
        )


class SharedFile(Reads, View):
    """Hand a file over as an attachment, so that no browser runs it here."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            revision = shared_evidence.open_shared_file(
                by=self.person, public_id=kwargs["set"], item=kwargs["item"]
            )
        except (
            SharedSet.DoesNotExist,
            SharedItem.DoesNotExist,
            EvidenceRevision.DoesNotExist,
        ) as error:
            raise Http404 from error
        except FileNotFoundError:
            return render(request, "assurance/evidence_gone.html", {"why": ""}, status=410)
        response = StreamingHttpResponse(
            pieces_of(revision), content_type="application/octet-stream"
        )
        named = content_disposition_header(as_attachment=True, filename=revision.filename)
        response.headers["Content-Disposition"] = named
        response.headers["Content-Length"] = revision.size
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
