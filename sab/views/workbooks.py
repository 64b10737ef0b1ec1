"""A return by workbook: made, compared with what is held, taken in once somebody has confirmed."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from core.errors import InputError, RuleViolationError
from core.models import User
from core.permissions import Permission
from core.workbooks import Sheets, read_workbook
from sab.forms_returns import SubmitForm, WorkbookForm, WorkbookTakeForm
from sab.models import AssuranceReturn
from sab.returns_shown import standards_held, why_closed
from sab.services import workbooks as services
from sab.services.boards import has_account
from sab.services.returns import submit_return
from sab.views.agency_returns import AgencyReturnView
from sab.views.agency_returns import ReturnFormPage as OwnReturnFormPage
from sab.views.bases import FormPage
from sab.views.moderation import OfReturn
from sab.views.moderation import ReturnFormPage as BoardReturnFormPage

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "sab.workbook.confirm"
SECONDS = 4 * 60 * 60


def kept_until_confirmed(person: User, row: AssuranceReturn, sheets: Sheets, digest: str) -> str:
    """Return what was read, signed, for the page that asks to confirm it. Nothing is stored."""
    held = {"by": person.pk, "return": row.pk, "sheets": sheets, "sha256": digest}
    return signing.dumps(held, salt=SALT, compress=True)


def confirmed(person: User, row: AssuranceReturn, sealed: str) -> tuple[Sheets, str]:
    """Return what was read of the workbook that `person` confirms.

    Raises:
        RuleViolationError: code `not_read`: it is not theirs, not of this return, or hours old.
    """
    try:
        held = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        held = {}
    if (held.get("by"), held.get("return")) != (person.pk, row.pk):
        raise RuleViolationError("not_read", "Choose the workbook again: too much time has passed")
    return held["sheets"], held["sha256"]


class MakesWorkbook(View):
    """Hand over the workbook of a return."""

    row: AssuranceReturn
    person: User
    http_method_names = ["post", "options"]

    def page_url(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            name, content = services.make_pack(by=self.person, assurance_return=self.row)
        except RuleViolationError as error:
            messages.error(request, str(error))
            return redirect(self.page_url())
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ReadsWorkbook(FormPage):
    """Choose a workbook; what it would change is shown, and nothing is stored yet."""

    row: AssuranceReturn
    person: User
    template_name = "sab/workbook.html"
    form_class = WorkbookForm
    title = "By workbook"
    button = "Compare with what is held"
    keeps_draft = False

    def make_url(self) -> str:
        raise NotImplementedError

    def take_url(self) -> str:
        raise NotImplementedError

    def may_write(self) -> bool:
        return True

    def form_valid(self, form: Form) -> HttpResponse:
        file: UploadedFile[Any] = form.cleaned_data["file"]
        data = file.read()
        try:
            sheets = read_workbook(file.name or "The workbook", data)
            found = services.compare_workbook(
                by=self.person, assurance_return=self.row, sheets=sheets
            )
        except (InputError, RuleViolationError) as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        sealed = kept_until_confirmed(self.person, self.row, sheets, services.digest_of(data))
        shown = self.get_context_data(
            form=WorkbookTakeForm(initial={"sealed": sealed}), compared=found
        )
        self.template_name = "sab/workbook_compare.html"
        return self.render_to_response(shown)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "why_closed": why_closed(self.row, timezone.localdate()),
            "packs": self.row.packs.select_related("made_by", "taken_by"),
            "make_url": self.make_url(),
            "take_url": self.take_url(),
            "may_write": self.may_write(),
        }


class TakesWorkbook(FormPage):
    """Take in what was shown and confirmed."""

    row: AssuranceReturn
    person: User
    template_name = "sab/workbook_take.html"
    form_class = WorkbookTakeForm
    title = "Take the workbook in"
    done_message = "The workbook is taken in. The declaration is still to be signed"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        sheets, digest = confirmed(self.person, self.row, data["sealed"])
        services.take_in_workbook(
            by=self.person, assurance_return=self.row, sheets=sheets, file_sha256=digest
        )

    def page_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "row": self.row, "page_url": self.page_url()}


class OwnPlaces:
    row: AssuranceReturn

    def page_url(self) -> str:
        return reverse("sab:agency-workbook", args=[self.row.pk])

    def make_url(self) -> str:
        return reverse("sab:agency-workbook-make", args=[self.row.pk])

    def take_url(self) -> str:
        return reverse("sab:agency-workbook-take", args=[self.row.pk])


class AgencyWorkbook(OwnPlaces, ReadsWorkbook, OwnReturnFormPage):
    pass


class AgencyWorkbookMake(OwnPlaces, MakesWorkbook, AgencyReturnView):
    pass


class AgencyWorkbookTake(OwnPlaces, TakesWorkbook, OwnReturnFormPage):
    pass


class BoardPlaces:
    """On behalf of an agency in which nobody has an account."""

    row: AssuranceReturn

    def page_url(self) -> str:
        return reverse("sab:return-workbook", args=[self.row.pk])

    def make_url(self) -> str:
        return reverse("sab:return-workbook-make", args=[self.row.pk])

    def take_url(self) -> str:
        return reverse("sab:return-workbook-take", args=[self.row.pk])

    def may_write(self) -> bool:
        return not has_account(self.row.partner)


class ReturnWorkbook(BoardPlaces, ReadsWorkbook, BoardReturnFormPage):
    pass


class ReturnWorkbookMake(BoardPlaces, MakesWorkbook, OfReturn):
    permission = Permission.BOARD_MANAGE


class ReturnWorkbookTake(BoardPlaces, TakesWorkbook, BoardReturnFormPage):
    pass


class ReturnSubmit(BoardReturnFormPage):
    """The declaration of an agency without an account, as its executive lead signed it."""

    template_name = "sab/return_submit.html"
    form_class = SubmitForm
    title = "Submit for this agency"
    button = "Submit this return"
    done_message = "The return is submitted. Somebody other than you judges it"

    def call_service(self, **data: Any) -> None:
        submit_return(by=self.person, assurance_return=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_write = not has_account(self.row.partner)
        short = [each for each in standards_held(self.row) if each.gaps] if may_write else []
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "may_write": may_write,
            "why_closed": why_closed(self.row, timezone.localdate()),
            "short": short,
        }
