"""Seven-minute briefings as the board keeps them: the list, one on its page, and the forms."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.errors import RuleViolationError
from sab.briefings_shown import draft_sheet, has_changed, state_of, used_by
from sab.forms_business import (
    BoardReceiptForm,
    BriefingAddForm,
    BriefingForm,
    BriefingPublishForm,
    BriefingWithdrawForm,
)
from sab.models import Briefing, BriefingEdition, BriefingReceipt, Partner
from sab.models.briefing import PARTS
from sab.one_page import fit_of
from sab.services import briefings as services
from sab.views.bases import BoardFormPage, BoardPage, VersionedBoardForm


class BriefingList(BoardPage):
    template_name = "sab/briefing_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Briefing.objects.visible_to(self.person).filter(board=self.board)
        used = used_by(BriefingReceipt.objects.filter(board=self.board))
        shown = [
            (row, state_of(row), used.get(row.pk, []), sum(u.people for u in used.get(row.pk, [])))
            for row in rows.select_related("review", "other_review")
        ]
        return {**super().get_context_data(**kwargs), "rows": shown}


class BriefingDetail(BoardPage):
    """The draft as it would stand on its page, its editions, and who used it."""

    template_name = "sab/briefing_detail.html"

    def rows(self) -> QuerySet[Briefing]:
        editions = BriefingEdition.objects.select_related("published_by")
        rows = Briefing.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("review", "other_review").prefetch_related(
            Prefetch("editions", editions)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = draft_sheet(self.row, self.board)
        editions = list(self.row.editions.all())
        receipts = BriefingReceipt.objects.visible_to(self.person).filter(briefing=self.row)
        used = list(receipts.select_related("partner"))
        agencies = {receipt.partner.name for receipt in used}
        members = Partner.objects.filter(board=self.board).current().order_by("name")
        names = members.values_list("name", flat=True)
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "state": state_of(self.row),
            "sheet": sheet,
            "fit": fit_of(sheet),
            "editions": editions,
            "has_changed": has_changed(self.row, editions[0] if editions else None),
            "receipts": used,
            "people": sum(receipt.people for receipt in used),
            "silent": [name for name in names if name not in agencies],
        }


class BriefingAdd(BoardFormPage):
    form_class = BriefingAddForm
    title = "Begin a seven-minute briefing"
    explanation = "It names nobody. Its seven parts are written on the next page."
    button = "Begin"
    done_message = "The briefing is begun"

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {name: asked[name] for name in ("review", "other_review") if name in asked}

    def back_url(self) -> str:
        return reverse("sab:briefing-list")

    def back_label(self) -> str:
        return "Briefings"

    def call_service(self, **data: Any) -> None:
        services.add_briefing(by=self.person, board=self.board, **data)


class OfBriefing:
    """Leads back to the briefing that the address names."""

    row: Any

    def rows(self) -> QuerySet[Briefing]:
        page: Any = self
        rows = Briefing.objects.visible_to(page.person).filter(board=page.board)
        return rows.select_related("board", "review")

    def back_url(self) -> str:
        return reverse("sab:briefing-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**found, "caption": str(self.row)}


class BriefingWrite(OfBriefing, VersionedBoardForm):
    form_class = BriefingForm
    title = "Write the briefing"
    explanation = "Seven parts of about 60 words each fill one page. Names of people in the review "
    explanation += "are refused. What is published stays as it is until you publish again."
    done_message = "The briefing is kept"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in ("title", *PARTS)}

    def call_service(self, **data: Any) -> None:
        services.write_briefing(by=self.person, briefing=self.row, **data)


class BriefingPublish(OfBriefing, VersionedBoardForm):
    form_class = BriefingPublishForm
    title = "Publish this briefing"
    explanation = (
        "Every partner of the board can read it and say how they used it. This edition is "
    )
    explanation += "kept as it is; a later one stands beside it."
    button = "Publish"
    done_message = "The briefing is published"

    def get_initial(self) -> dict[str, Any]:
        return {"published_on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        fit = fit_of(draft_sheet(self.row, self.board))
        if not fit.is_one_page:
            raise RuleViolationError("too_long", fit.text)
        services.publish_briefing(by=self.person, briefing=self.row, **data)


class BriefingWithdraw(OfBriefing, BoardFormPage):
    form_class = BriefingWithdrawForm
    title = "Take this briefing back"
    explanation = "Partners can no longer open it. Copies they took are not undone: tell them."
    button = "Take it back"
    done_message = "The briefing is taken back"

    def call_service(self, **data: Any) -> None:
        services.withdraw_briefing(by=self.person, briefing=self.row, **data)


class BriefingReceiptAdd(OfBriefing, BoardFormPage):
    form_class = BoardReceiptForm
    title = "Record how an agency used it"
    done_message = "The use is kept"

    def get_initial(self) -> dict[str, Any]:
        return {"used_on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        services.give_receipt(by=self.person, briefing=self.row, **data)
