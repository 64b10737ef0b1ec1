"""Choose evidence for visiting assessors, see what they read, and make a pack of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from assurance import forms_sharing
from assurance.forms_reports import presets
from assurance.models import EvidenceItem, SharedItem, SharedSet, SharedSetReader
from assurance.scopes import open_scope
from assurance.services import shared_evidence
from assurance.services.evidence_packs import EvidencePack, export_evidence_pack
from assurance.views.visit_bases import OfPart, VisitForm, VisitStart
from core import access
from core.models import ActivityEvent
from core.permissions import Permission
from core.views import RequiresPermission

SHARE = Permission.SHARE_EVIDENCE
READINGS = {
    "shared_set_read": "Opened the list",
    "shared_evidence_read": "Read",
    "shared_file_read": "Downloaded",
}
NEWEST = 200


class SharingList(RequiresPermission, ListView[SharedSet]):
    permission = SHARE
    template_name = "assurance/sharing_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[SharedSet]:
        rows = SharedSet.objects.visible_to(self.person).filter(council=self.council)
        counted = rows.annotate(
            pieces=Count("items", distinct=True), people=Count("readers", distinct=True)
        )
        return counted.order_by("-until", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, today=timezone.localdate())


class SharingBegin(VisitStart):
    permission = SHARE
    form_class = forms_sharing.SharingForm
    title = "Choose evidence to share"
    explanation = "Nobody reads anything until you choose evidence and let somebody read it."
    back_name, back_label = "assurance:sharing-list", "Shared evidence"
    made: SharedSet

    def call_service(self, **data: Any) -> None:
        self.made = shared_evidence.begin_sharing(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse("assurance:sharing-detail", args=[self.made.pk])


class SharingDetail(RequiresPermission, TemplateView):
    """What is in the set, who reads it, and what they read."""

    permission = SHARE
    template_name = "assurance/sharing_detail.html"

    @cached_property
    def shared_set(self) -> SharedSet:
        rows = SharedSet.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this, today = self.shared_set, timezone.localdate()
        items = list(
            this.items.select_related("evidence__story", "evidence__audit_round").prefetch_related(
                "evidence__links__statement"
            )
        )
        return super().get_context_data(
            **kwargs,
            this=this,
            is_open=this.closed_at is None,
            is_over=this.until < today,
            rows=[
                {
                    "item": item,
                    "counts": item.evidence.may_leave(today),
                    "codes": sorted({link.statement.code for link in item.evidence.links.all()}),
                }
                for item in items
            ],
            readers=this.readers.select_related("person"),
            readings=self._readings(this, [item.pk for item in items]),
        )

    def _readings(self, this: SharedSet, items: list[int]) -> list[dict[str, Any]]:
        """Return the newest readings of the set and of what is in it."""
        of_set = ActivityEvent.objects.filter(
            target_model=SharedSet._meta.label, target_id=str(this.pk), verb__in=READINGS
        )
        of_items = ActivityEvent.objects.filter(
            target_model=SharedItem._meta.label,
            target_id__in=[str(pk) for pk in items],
            verb__in=READINGS,
        )
        rows = (of_set | of_items).order_by("-created_at", "-pk")[:NEWEST]
        return [
            {
                "event": event,
                "what": READINGS[event.verb],
                "title": (event.changes.get("evidence") or [None, ""])[1],
            }
            for event in rows
        ]


class SetForm(VisitForm):
    """A form about one set."""

    permission = SHARE
    record: SharedSet

    def rows(self) -> QuerySet[SharedSet]:
        return SharedSet.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("assurance:sharing-detail", args=[self.record.pk])


class SharingChange(SetForm):
    title = "Change what is said of it"
    form_class = forms_sharing.SharingForm
    done_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        this = self.record
        return {"title": this.title, "purpose": this.purpose, "until": this.until}

    def call_service(self, **data: Any) -> None:
        shared_evidence.change_sharing(by=self.person, shared_set=self.record, **data)


class SharingChoose(SetForm):
    title = "Choose evidence"
    explanation = "Only what counts as evidence and may be shown outside is offered."
    form_class = forms_sharing.ChooseEvidenceForm
    button = "Put it in"
    done_message = "The evidence is in the set"

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = EvidenceItem.objects.filter(council=self.record.council)
        rows = rows.leaving(timezone.localdate()).exclude(shared_in__shared_set=self.record)
        library = rows.prefetch_related("links__statement").order_by("title", "pk")
        return {**super().get_form_kwargs(), "library": library}

    def call_service(self, **data: Any) -> None:
        chosen = data["evidence"].select_related("story", "audit_round")
        shared_evidence.choose_items(by=self.person, shared_set=self.record, evidence=chosen)


class SharingReader(SetForm):
    title = "Let somebody read it"
    explanation = (
        "Visiting assessors of the council are offered. An administrator gives the role, with its "
        "last day."
    )
    form_class = forms_sharing.ReaderForm
    button = "Let them read it"
    done_message = "They can read it now"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.SHARED_EVIDENCE_VIEW, self.record.council)
        offered = people.exclude(shared_evidence__shared_set=self.record)
        return {**super().get_form_kwargs(), "people": offered}

    def call_service(self, **data: Any) -> None:
        shared_evidence.let_read(by=self.person, shared_set=self.record, **data)


class SetConfirm(SetForm):
    """A page that asks before something is taken away."""

    template_name = "assurance/visit_confirm.html"
    form_class = forms.Form
    keeps_draft = False


class SharingStop(SetConfirm):
    title = "Stop sharing"
    button = "Stop sharing"
    done_message = "Nobody reads it any more"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = "Its readers are shut out at once. What they read stays on record."
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        shared_evidence.stop_sharing(by=self.person, shared_set=self.record)


class SharingItemRemove(OfPart, SetConfirm):
    title = "Take evidence out"
    button = "Take it out"
    done_message = "It is out of the set"
    part_model, part_name, whole_column = SharedItem, "item", "shared_set_id"

    @cached_property
    def item(self) -> SharedItem:
        rows = SharedItem.objects.filter(shared_set=self.record)
        return get_object_or_404(
            rows.select_related("evidence", "shared_set"), pk=self.kwargs["item"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = f"“{self.item.evidence.title}” stays in the library."
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        shared_evidence.take_item_out(by=self.person, item=self.item)


class SharingReaderRemove(OfPart, SetConfirm):
    title = "Let somebody read it no more"
    button = "Shut them out"
    done_message = "They read it no more"
    part_model, part_name, whole_column = SharedSetReader, "reader", "shared_set_id"

    @cached_property
    def reader(self) -> SharedSetReader:
        rows = SharedSetReader.objects.filter(shared_set=self.record)
        return get_object_or_404(
            rows.select_related("person", "shared_set"), pk=self.kwargs["reader"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = f"{self.reader.person} is shut out at once."
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        shared_evidence.let_read_no_more(by=self.person, reader=self.reader)


class SharingPack(SetForm):
    title = "Make an evidence pack"
    explanation = (
        "One ZIP file with an index, every file, and a manifest by which anybody can prove that "
        "nothing of it was changed. Pinned figures have small numbers hidden."
    )
    form_class = forms_sharing.PackForm
    button = "Make the pack"
    keeps_draft = False
    made: EvidencePack | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "periods": self.periods}

    @cached_property
    def periods(self) -> Any:
        offers = access.offered(self.request, council=self.record.council)
        if Permission.REPORT_MAKE not in offers:
            return []
        cut = open_scope(by=self.person, council=self.record.council).cut
        return [period for period in presets(cut)[0] if period.end <= cut]

    def call_service(self, **data: Any) -> None:
        self.made = export_evidence_pack(by=self.person, shared_set=self.record, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        found = super().form_valid(form)
        if self.made is None:
            return found
        response: HttpResponseBase = FileResponse(
            self.made.stream,
            as_attachment=True,
            filename=self.made.filename,
            content_type="application/zip",
        )
        return response  # type: ignore[return-value]
