"""Files kept with a case: add one, download one, take one out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.generic import View

from core import access
from core.permissions import Permission
from safeguard.forms_documents import DocumentForm, DocumentRemoveForm
from safeguard.models import CaseDocument, Concern
from safeguard.services.documents import add_document, open_document, pieces_of, remove_document
from safeguard.views.record_forms import ConcernForm, RecordForm


class DocumentAdd(ConcernForm):
    form_class = DocumentForm
    template_name = "safeguard/document_form.html"
    keeps_draft = False
    title = "Add a document"
    explanation = (
        "The file is kept with the case and is only ever downloaded, never opened on a page. "
        "Every download is recorded."
    )
    button = "Add the document"
    done_message = "The document is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.record.enquiries.open()
        return {**super().get_form_kwargs(), "enquiries": rows}

    def call_service(self, **data: Any) -> None:
        add_document(by=self.person, concern=self.record, **data)


class DocumentDownload(View):
    """Hand a file over as an attachment, whatever it is, so that no browser ever runs it here."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        person = access.current_user(request)
        reads = access.chosen_council(request, Permission.CASE_VIEW)
        if reads is None and not access.chosen_council(request, Permission.CASE_VIEW_FOR_CAUSE):
            raise PermissionDenied
        try:
            document = open_document(by=person, public_id=kwargs["public_id"])
        except CaseDocument.DoesNotExist as error:
            raise Http404 from error
        except FileNotFoundError:
            return self._gone(request)
        # Read only while it is sent, so that a reader who goes away leaves no file open.
        response = StreamingHttpResponse(
            pieces_of(document), content_type="application/octet-stream"
        )
        named = content_disposition_header(as_attachment=True, filename=document.filename)
        response.headers["Content-Disposition"] = named
        response.headers["Content-Length"] = document.size
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _gone(self, request: HttpRequest) -> HttpResponse:
        return render(request, "safeguard/document_gone.html", status=410)


class DocumentRemove(RecordForm):
    permission = Permission.CASE_DECIDE
    form_class = DocumentRemoveForm
    template_name = "safeguard/document_form.html"
    title = "Remove a document"
    button = "Remove the document"
    done_message = "The document is removed"
    record: Concern

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = access.current_user(request)
        councils = access.councils_where(person, self.permission)
        if not councils.exists():
            raise PermissionDenied
        rows = CaseDocument.objects.filter(
            concern__in=Concern.objects.visible_to(person).order_by(), concern__council__in=councils
        )
        self.document = get_object_or_404(rows, public_id=kwargs["public_id"])
        return super().dispatch(request, *args, pk=self.document.concern_id, **kwargs)

    def rows(self) -> QuerySet[Concern]:
        return Concern.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("safeguard:concern-detail", args=[self.record.pk])

    def call_service(self, **data: Any) -> None:
        remove_document(by=self.person, document=self.document, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, document=self.document)
