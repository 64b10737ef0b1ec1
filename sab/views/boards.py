"""The board itself: its partners, who speaks for them, its subgroups, its targets."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from core.permissions import Permission
from core.views import RequiresPermission
from sab.choices import Stage
from sab.forms import (
    BoardForm,
    PartnerChangeForm,
    PartnerForm,
    RepresentativeForm,
    StageTargetForm,
    SubgroupForm,
)
from sab.frameworks_loader import stages
from sab.models import Partner, StageTarget
from sab.services.boards import (
    add_partner,
    add_representative,
    add_subgroup,
    change_partner,
    set_stage_target,
    set_up_board,
)
from sab.views.bases import BoardFormPage, BoardPage, FormPage, VersionedRow


class BoardSetUp(RequiresPermission, FormPage):
    permission = Permission.BOARD_MANAGE
    form_class = BoardForm
    title = "Set up the board"
    explanation = (
        "A board under section 43 of the Care Act for this council. Its stages start with "
    )
    explanation += "targets that you can change: the law sets none."
    done_message = "The board is set up"

    def back_url(self) -> str:
        return reverse("sab:home")

    def back_label(self) -> str:
        return "Board"

    def call_service(self, **data: Any) -> None:
        set_up_board(by=self.person, council=self.council, **data)


class PartnerList(BoardPage):
    """Partners with those who speak for them, subgroups, and the targets of the stages."""

    template_name = "sab/partner_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partners = Partner.objects.visible_to(self.person).filter(board=self.board)
        targets = {row.stage: row.days for row in self.board.stage_targets.all()}
        return {
            **super().get_context_data(**kwargs),
            "partners": partners.select_related("organisation").prefetch_related("representatives"),
            "subgroups": self.board.subgroups.all(),
            "areas": self.board.areas.select_related("council"),
            "targets": [
                (Stage(code), targets.get(code), line.status != "sourced")
                for code, line in stages().items()
                if line.days
            ],
        }


class PartnerFormPage(BoardFormPage):
    def rows(self) -> Any:
        rows = Partner.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board")

    def back_url(self) -> str:
        return reverse("sab:partner-list")

    def back_label(self) -> str:
        return "Partners"


class PartnerAdd(PartnerFormPage):
    form_class = PartnerForm
    title = "Add a partner"
    done_message = "The partner is added"

    def call_service(self, **data: Any) -> None:
        add_partner(by=self.person, board=self.board, **data)


class PartnerChange(VersionedRow, PartnerFormPage):
    form_class = PartnerChangeForm
    title = "Change a partner"
    done_message = "The partner is changed"

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "kind", "joined_on", "left_on", "organisation")
        return {name: getattr(self.row, name) for name in names}

    def call_service(self, **data: Any) -> None:
        change_partner(by=self.person, partner=self.row, **data)


class RepresentativeAdd(PartnerFormPage):
    form_class = RepresentativeForm
    title = "Add a representative"
    done_message = "The representative is added"

    def call_service(self, **data: Any) -> None:
        add_representative(by=self.person, partner=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.name}


class SubgroupAdd(PartnerFormPage):
    form_class = SubgroupForm
    title = "Add a subgroup"
    done_message = "The subgroup is added"

    def call_service(self, **data: Any) -> None:
        add_subgroup(by=self.person, board=self.board, **data)


class StageTargetSet(VersionedRow, PartnerFormPage):
    form_class = StageTargetForm
    title = "Set a target for a stage"
    explanation = "Days are the board's own. A stage that runs already keeps the day it is due."
    done_message = "The target is set"

    @property
    def stage(self) -> Stage:
        found = self.kwargs["stage"]
        if found not in Stage.values:
            raise Http404(f"no stage {found}")
        return Stage(found)

    def stored(self) -> StageTarget | None:
        return self.board.stage_targets.filter(stage=self.stage).first()

    def get_initial(self) -> dict[str, Any]:
        held = self.stored()
        return {"days": held.days if held else stages()[self.stage].days}

    def call_service(self, **data: Any) -> None:
        set_stage_target(by=self.person, board=self.board, stage=self.stage, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.stage.label}
