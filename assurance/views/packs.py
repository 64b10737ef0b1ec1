"""Board packs: those made, one of them, its file, and what later ones hold."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from assurance.forms_packs import PackFileForm, PackMakeForm, PackPlanForm
from assurance.forms_reports import presets
from assurance.models import BoardPack, PackSubscription
from assurance.packs.contents import kept, measure_choices
from assurance.packs.document import quarter_of
from assurance.reports.render_html import blocks_for_page
from assurance.scopes import open_scope
from assurance.services.board_packs import (
    chosen_measures,
    chosen_roles,
    make_board_pack,
    missed_before,
    save_plan,
)
from assurance.services.pack_files import ShownPack, export_pack, read_pack
from assurance.services.pack_mails import set_subscription
from assurance.words import listed
from core import access
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView, add_model_errors

LIST = "assurance:pack-list"


class PackPage(RequiresPermission):
    permission = Permission.MEASURE_VIEW

    @cached_property
    def packs(self) -> list[BoardPack]:
        """The council's packs, the newest quarter first."""
        visible = BoardPack.objects.visible_to(self.person).filter(council=self.council)
        return list(visible.select_related("made_by", "council").order_by("-start"))

    @property
    def may_manage(self) -> bool:
        return access.is_offered(self.request, Permission.PACK_MANAGE, council=self.council)


class PackList(PackPage, TemplateView):
    template_name = "assurance/pack_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {
                "pack": pack,
                "quarter": quarter_of(pack).label,
                "figures": len(pack.figures),
                "restated": len(pack.restated),
            }
            for pack in self.packs
        ]
        gaps = [each for pack in self.packs for each in missed_before(quarter_of(pack), self.packs)]
        return super().get_context_data(
            **kwargs,
            rows=rows,
            missed=listed(sorted(gaps)),
            may_manage=self.may_manage,
            is_offered=self._is_offered,
            is_told=PackSubscription.objects.filter(
                council=self.council, person=self.person
            ).exists(),
        )

    @property
    def _is_offered(self) -> bool:
        """Whether the council offers a mail to a role this person holds here."""
        offered = set(chosen_roles(self.council))
        held = access.held_by(self.request)
        return any(m.role in offered for m in held if m.organisation_id == self.council.pk)


class PackDetail(PackPage, TemplateView):
    """A pack with true counts."""

    template_name = "assurance/pack_detail.html"
    mode = Mode.INTERNAL

    @cached_property
    def pack(self) -> BoardPack:
        rows = BoardPack.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(rows.select_related("council"), public_id=self.kwargs["pack"])

    @cached_property
    def refusal(self) -> str:
        """Why the pack cannot be shown so; empty where it can."""
        try:
            _ = self.shown
        except RuleViolationError as error:
            return str(error)
        return ""

    @cached_property
    def shown(self) -> ShownPack:
        return read_pack(by=self.person, pack=self.pack, mode=self.mode)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = {
            **super().get_context_data(**kwargs),
            "pack": self.pack,
            "quarter": quarter_of(self.pack).label,
            "may_manage": self.may_manage,
            "for_sharing": self.mode is Mode.PUBLICATION,
            "refusal": self.refusal,
        }
        if self.refusal:
            return found
        because = sorted({title for each in self.shown.withheld for title in each.because_of})
        return {
            **found,
            **blocks_for_page(self.shown.document),
            "document": self.shown.document,
            "withheld": len(self.shown.withheld),
            "because": listed(because),
        }


class PackForSharing(PackDetail):
    """The same pack as it would leave the building."""

    mode = Mode.PUBLICATION


class PackFile(PackDetail, FormView[PackFileForm]):
    """Ask what the file is for, and hand it over."""

    permission = Permission.PACK_MANAGE
    form_class = PackFileForm
    template_name = "assurance/pack_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super(PackDetail, self).get_context_data(**kwargs)
        return {**found, "pack": self.pack, "quarter": quarter_of(self.pack).label}

    def form_valid(self, form: PackFileForm) -> HttpResponse:
        try:
            made = export_pack(by=self.person, pack=self.pack, **form.cleaned_data)
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        except ValidationError as error:
            add_model_errors(form, error)
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response


class PackMake(ServiceFormView):
    permission = Permission.PACK_MANAGE
    form_class = PackMakeForm
    template_name = "assurance/pack_make.html"
    done_message = "The pack is made and its figures are pinned"
    success_url = reverse_lazy(LIST)

    @cached_property
    def quarters(self) -> list[Period]:
        """Quarters the data hold whole and that have no pack yet, the newest first."""
        cut = open_scope(by=self.person, council=self.council).cut
        packs = BoardPack.objects.visible_to(self.person).filter(council=self.council)
        made = set(packs.values_list("start", flat=True))
        return [each for each in presets(cut)[1] if each.end <= cut and each.start not in made]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "quarters": self.quarters}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, quarters=self.quarters)

    def call_service(self, **data: Any) -> None:
        make_board_pack(by=self.person, council=self.council, **data)


class PackPlanChange(ServiceFormView):
    permission = Permission.PACK_MANAGE
    form_class = PackPlanForm
    template_name = "assurance/pack_plan.html"
    done_message = "Later packs hold these measures"
    success_url = reverse_lazy(LIST)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "measure_choices": measure_choices()}

    def get_initial(self) -> dict[str, Any]:
        measures, _ = kept(chosen_measures(self.council))
        return {
            "measures": [measure.key for measure in measures],
            "roles": list(chosen_roles(self.council)),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _, gone = kept(chosen_measures(self.council))
        return super().get_context_data(**kwargs, gone=listed(gone))

    def call_service(self, **data: Any) -> None:
        save_plan(by=self.person, council=self.council, **data)


class PackSubscribe(PackPage, View):
    """Ask to be told when a pack is ready, or ask no more."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("wanted") == "yes"
        set_subscription(by=self.person, council=self.council, wanted=wanted)
        told = (
            "You will get a mail when a pack is ready" if wanted else "You will get no more mails"
        )
        messages.success(request, told)
        return HttpResponseRedirect(reverse(LIST))
