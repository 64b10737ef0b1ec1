"""The information return: those opened, one of them, its items and the evidence that answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from assurance import forms_information
from assurance.models import EvidenceItem, InformationReturn, ReturnDocument, ReturnItem
from assurance.services import information_returns
from assurance.services.return_files import ReturnFile, export_return
from assurance.views.visit_bases import OfPart, VisitForm, VisitPage, VisitStart
from assurance.visit.return_shown import SETTLED, return_shown
from core import access
from core.models import User
from core.permissions import Permission


class InformationList(VisitPage, ListView[InformationReturn]):
    template_name = "assurance/information_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[InformationReturn]:
        rows = InformationReturn.objects.visible_to(self.person).filter(council=self.council)
        late = Q(items__due_on__lt=timezone.localdate()) & ~Q(items__status__in=SETTLED)
        return rows.annotate(
            asked=Count("items"),
            settled=Count("items", filter=Q(items__status__in=SETTLED)),
            late=Count("items", filter=late),
        ).order_by("-notice_on", "-pk")


class InformationOpen(VisitStart):
    form_class = forms_information.ReturnOpenForm
    title = "Open an information return"
    explanation = (
        "Its items come from the framework in force on the day of the notice. The numbered list "
        "that CQC sends is not published: check each item against your letter and change it."
    )
    back_name, back_label = "assurance:information-list", "Information return"
    made: InformationReturn

    def call_service(self, **data: Any) -> None:
        self.made = information_returns.open_return(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse("assurance:information-detail", args=[self.made.pk])


class InformationDetail(VisitPage, TemplateView):
    template_name = "assurance/information_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = InformationReturn.objects.visible_to(self.person).filter(council=self.council)
        this = get_object_or_404(rows.select_related("framework"), pk=self.kwargs["pk"])
        found = return_shown(this, today=timezone.localdate())
        return super().get_context_data(
            **kwargs, this=this, rows=found.items, complete=found.complete
        )


class ReturnForm(VisitForm):
    """A form about one return."""

    record: InformationReturn

    def rows(self) -> QuerySet[InformationReturn]:
        rows = InformationReturn.objects.visible_to(self.request.user)
        return rows.select_related("council", "framework")

    def back_url(self) -> str:
        return reverse("assurance:information-detail", args=[self.record.pk])

    def people(self) -> QuerySet[User]:
        """Those who may see to an item: whoever keeps evidence."""
        return access.people_with(Permission.EVIDENCE_VIEW, self.record.council)


class InformationDays(ReturnForm):
    title = "Days of the return"
    explanation = "When the day of the notice moves, the days of all items move with it."
    form_class = forms_information.ReturnDaysForm
    done_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        return {"notice_on": self.record.notice_on, "visit_on": self.record.visit_on}

    def call_service(self, **data: Any) -> None:
        information_returns.change_days(by=self.person, information_return=self.record, **data)


class InformationSent(ReturnForm):
    title = "The return was sent"
    explanation = "It does not change afterwards."
    form_class = forms_information.ReturnSentForm
    done_message = "Recorded"

    def call_service(self, **data: Any) -> None:
        information_returns.mark_return_sent(by=self.person, information_return=self.record, **data)


class InformationItemAdd(ReturnForm):
    title = "Add an item"
    explanation = "Something your letter asks for that is not on the list."
    form_class = forms_information.ReturnItemForm
    done_message = "The item is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people()}

    def call_service(self, **data: Any) -> None:
        information_returns.add_item(by=self.person, information_return=self.record, **data)


class OneItem(OfPart, ReturnForm):
    """A form about one item."""

    part_model, part_name, whole_column = ReturnItem, "item", "of_return_id"

    @cached_property
    def item(self) -> ReturnItem:
        rows = ReturnItem.objects.filter(of_return=self.record)
        return get_object_or_404(rows.select_related("of_return", "entry"), pk=self.kwargs["item"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, item=self.item)


class InformationItemChange(OneItem):
    title = "Item of the return"
    template_name = "assurance/information_item.html"
    form_class = forms_information.ReturnAnswerForm
    done_message = "The item is saved"
    is_versioned = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people()}

    def version_of(self) -> Any:
        return self.item

    def read_again(self) -> None:
        super().read_again()
        del self.item

    def get_initial(self) -> dict[str, Any]:
        this = self.item
        names = ("number", "text", "look_back_months", "due_on", "status", "answer")
        return {**{name: getattr(this, name) for name in names}, "owner": this.owner_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        documents = self.item.documents.select_related("evidence__story", "evidence__audit_round")
        shown = [(each, each.evidence.may_leave(today)) for each in documents]
        return super().get_context_data(**kwargs, documents=shown)

    def call_service(self, **data: Any) -> None:
        information_returns.change_item(by=self.person, item=self.item, **data)


class InformationEvidence(OneItem):
    title = "Choose evidence"
    explanation = "From the library: what is approved, and whose source stands."
    form_class = forms_information.ReturnEvidenceForm
    done_message = "The evidence is chosen"

    def get_form_kwargs(self) -> dict[str, Any]:
        library = EvidenceItem.objects.visible_to(self.person).filter(council=self.record.council)
        offered = library.leaving(timezone.localdate()).order_by("title", "pk")
        return {**super().get_form_kwargs(), "library": offered}

    def back_url(self) -> str:
        return reverse("assurance:information-item", args=[self.item.pk])

    def call_service(self, **data: Any) -> None:
        information_returns.choose_evidence(by=self.person, item=self.item, **data)


class InformationEvidenceDrop(OfPart, ReturnForm):
    title = "Take the evidence away"
    template_name = "assurance/visit_confirm.html"
    form_class = forms.Form
    button = "Take it away"
    keeps_draft = False
    done_message = "The evidence is taken away"
    part_model, part_name, whole_column = ReturnDocument, "document", "item__of_return_id"

    @cached_property
    def document(self) -> ReturnDocument:
        rows = ReturnDocument.objects.filter(item__of_return=self.record)
        rows = rows.select_related("evidence", "item__of_return")
        return get_object_or_404(rows, pk=self.kwargs["document"])

    def back_url(self) -> str:
        return reverse("assurance:information-item", args=[self.document.item_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = f"“{self.document.evidence.title}” stays in the library."
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        information_returns.drop_evidence(by=self.person, document=self.document)


class InformationFile(ReturnForm):
    title = "Make one file of the return"
    explanation = (
        "An index and every file chosen, in a folder for each item. Links are "
        "in the index. Evidence that no longer counts is named and not packed."
    )
    form_class = forms_information.ReturnFileForm
    button = "Make the file"
    keeps_draft = False
    made: ReturnFile | None = None

    def call_service(self, **data: Any) -> None:
        self.made = export_return(by=self.person, information_return=self.record, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        found = super().form_valid(form)
        if self.made is None:
            return found
        headers = {"Content-Disposition": f'attachment; filename="{self.made.filename}"'}
        return HttpResponse(self.made.content, content_type="application/zip", headers=headers)
