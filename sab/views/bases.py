"""View bases of the board: the board of the reader's council, one row of it, a form about it."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from core import access
from core.models import Organisation, User
from core.permissions import Permission
from core.services.versions import fingerprint
from core.views import RequiresPermission, ServiceFormMixin
from core.views.versioned import VersionedForm
from sab.forms import OfBoardForm
from sab.models import Board


class NeedsBoard(View):
    """Say that there is no board yet, where the reader's council has none."""

    council: Organisation
    person: User
    permission: Permission

    @cached_property
    def found_board(self) -> Board | None:
        boards = Board.objects.visible_to(self.person, self.permission)
        return boards.covering(self.council).first()

    @property
    def board(self) -> Board:
        """The board of the page; `dispatch` has made sure of it."""
        if self.found_board is None:
            raise Http404("the council has no board")
        return self.found_board

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.found_board is None:
            offers = access.offered(request, council=self.council)
            shown = {"may_set_up": Permission.BOARD_MANAGE in offers, "council": self.council}
            return render(request, "sab/no_board.html", shown)
        return super().dispatch(request, *args, **kwargs)


class BoardView(RequiresPermission, NeedsBoard):
    """A page of the board that covers the reader's council."""

    permission = Permission.BOARD_VIEW

    def rows(self) -> QuerySet[Any]:
        """Return the rows of the board that the reader may see; the address names one."""
        raise NotImplementedError(f"{type(self).__name__} has no rows")

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    @cached_property
    def offers(self) -> frozenset[Permission]:
        return access.offered(self.request, council=self.council)

    @property
    def may_manage(self) -> bool:
        return Permission.BOARD_MANAGE in self.offers

    @property
    def may_decide(self) -> bool:
        return Permission.REVIEW_DECIDE in self.offers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights = {"may_manage": self.may_manage, "may_decide": self.may_decide}
        found = super().get_context_data(**kwargs)
        return {**found, "board": self.board, **rights}


class BoardPage(BoardView, TemplateView):
    """A page to read."""


class FormPage(ServiceFormMixin):
    """A page with one form that calls one service; see `sab/form.html`."""

    template_name = "sab/form.html"
    keeps_draft = True
    title = ""
    explanation = ""
    button = "Save"

    def back_url(self) -> str:
        """Return the page that a saved or cancelled form leads to."""
        raise NotImplementedError(f"{type(self).__name__} leads nowhere")

    def back_label(self) -> str:
        return "Back"

    def get_success_url(self) -> str:
        return self.back_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        back = {"back_url": self.back_url(), "back_label": self.back_label()}
        return {**super().get_context_data(**kwargs), **words, **back}


class BoardFormPage(BoardView, FormPage):
    """A form of whoever manages the board. Subclasses about one row give `rows`."""

    permission = Permission.BOARD_MANAGE

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        form_class: type[Form] = self.get_form_class()
        return {**given, "board": self.board} if issubclass(form_class, OfBoardForm) else given

    def back_url(self) -> str:
        return reverse("sab:home")

    def back_label(self) -> str:
        return "Board"


class VersionedRow(VersionedForm):
    """A form about one row whose service takes `version`: of two who save, neither loses words."""

    # What the page keeps of what it read.
    kept = ("row", "held", "mine", "answer")

    def stored(self) -> Model | None:
        """Return the row that the form changes; None where nothing is stored yet."""
        found: Model = self.row  # type: ignore[attr-defined]
        return found

    def version_now(self) -> int:
        return fingerprint(self.stored())

    def version_of(self) -> Any:
        return SimpleNamespace(version=self.version_now())

    def read_again(self) -> None:
        for name in self.kept:
            self.__dict__.pop(name, None)


class VersionedBoardForm(VersionedRow, BoardFormPage):
    """A form about one row of the board."""
