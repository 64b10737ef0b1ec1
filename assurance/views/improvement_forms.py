"""Forms about items of the improvement plan and their actions."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from assurance import forms_improvement as forms
from assurance.choices_improvement import AssessmentKind, ItemSource
from assurance.forms_voices import in_use
from assurance.improvement_shown import measures_offered
from assurance.models import (
    AssessmentFinding,
    ImprovementItem,
    ImprovementStep,
    OutsideAssessment,
    Voice,
)
from assurance.services import improvement as services
from assurance.views.plan_bases import PlanForm, statements_in_force
from core.access import people_with
from core.permissions import Permission


class ItemFormPage(PlanForm):
    """A form about one item, of whoever keeps the plan."""

    permission = Permission.IMPROVEMENT_MANAGE

    def rows(self) -> QuerySet[Any]:
        return ImprovementItem.objects.visible_to(self.person).filter(council=self.council)

    @property
    def item(self) -> ImprovementItem:
        found: ImprovementItem = self.row
        return found

    def back_url(self) -> str:
        return reverse("assurance:improvement-detail", args=[self.item.pk])

    def back_label(self) -> str:
        return self.item.reference

    def get_caption(self) -> str:
        return self.item.reference


class OfOwner(ItemFormPage):
    """A form that the owner of the item may fill in too."""

    permission = Permission.IMPROVEMENT_VIEW

    def rows(self) -> QuerySet[Any]:
        rows = super().rows()
        if Permission.IMPROVEMENT_MANAGE in self.offers:
            return rows
        return rows.filter(owner=self.person)


class WithItemForm(ItemFormPage):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "statements": statements_in_force(),
            "themes": in_use(self.council),
            "owners": people_with(Permission.IMPROVEMENT_VIEW, self.council),
            "measures": measures_offered(),
        }


class ItemAdd(WithItemForm):
    """Add an item: by itself, from a finding (?finding=) or from a voice (?voice=)."""

    form_class = forms.ItemForm
    title = "Add to the improvement plan"
    done_message = "The item is added. Add next what will be done."
    made: ImprovementItem | None = None

    @cached_property
    def finding(self) -> AssessmentFinding | None:
        mine = OutsideAssessment.objects.visible_to(self.person).filter(council=self.council)
        rows = AssessmentFinding.objects.filter(assessment__in=mine)
        found: AssessmentFinding | None = self._named(rows.select_related("assessment"), "finding")
        return found

    @cached_property
    def voice(self) -> Voice | None:
        rows = Voice.objects.visible_to(self.person).filter(council=self.council)
        found: Voice | None = self._named(rows, "voice")
        return found

    def _named(self, rows: QuerySet[Any], name: str) -> Any:
        key = self.request.GET.get(name, "")
        if not key:
            return None
        found = rows.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() else None
        if found is None:
            raise Http404(f"no such {name}")
        return found

    @property
    def explanation(self) -> str:  # type: ignore[override]
        if self.finding:
            return f"It answers finding {self.finding.number}: {self.finding.text}"
        return f"It answers {self.voice.reference}." if self.voice else ""

    def get_initial(self) -> dict[str, Any]:
        if self.finding:
            is_cqc = self.finding.assessment.kind == AssessmentKind.CQC
            source = ItemSource.CQC if is_cqc else ItemSource.FINDING
            return {"source": source, "statement": self.finding.statement_id}
        return {"source": ItemSource.VOICE} if self.voice else {}

    def back_url(self) -> str:
        if self.finding:
            return reverse("assurance:assessment-detail", args=[self.finding.assessment_id])
        if self.voice:
            return reverse("assurance:voice-detail", args=[self.voice.pk])
        return reverse("assurance:improvement-list")

    def back_label(self) -> str:
        return "Back" if self.finding or self.voice else "Improvement plan"

    def get_caption(self) -> str:
        return ""

    def get_success_url(self) -> str:
        return reverse("assurance:improvement-detail", args=[self.made.pk]) if self.made else ""

    def call_service(self, **data: Any) -> None:
        self.made = services.add_item(
            by=self.person,
            council=self.council,
            about=data,
            finding=self.finding,
            voice=self.voice,
        )


class ItemChange(WithItemForm):
    form_class = forms.ChangeItemForm
    title = "Change the item"
    done_message = "The item is changed"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.item, name) for name in services.FIELDS}

    def call_service(self, **data: Any) -> None:
        why = data.pop("why")
        services.change_item(by=self.person, item=self.item, about=data, why=why)


class StepAdd(OfOwner):
    form_class = forms.StepForm
    title = "Add an action"
    done_message = "The action is added"

    def get_initial(self) -> dict[str, Any]:
        owner = self.item.owner.full_name if self.item.owner else self.item.owner_name
        return {"owner_name": owner, "due_on": self.item.due_on}

    def call_service(self, **data: Any) -> None:
        services.add_step(by=self.person, item=self.item, **data)


class NoteWrite(OfOwner):
    form_class = forms.NoteForm
    title = "Write a note of progress"
    done_message = "The note is kept"

    def call_service(self, **data: Any) -> None:
        services.write_note(by=self.person, item=self.item, **data)


class EffectRecord(OfOwner):
    form_class = forms.EffectForm
    title = "What is there to show that it did any good?"
    explanation = "Not whether it was delivered: whether anything is different. Somebody else "
    explanation += "verifies it."
    done_message = "What there is to show is kept"

    def get_initial(self) -> dict[str, Any]:
        return {"effect": self.item.effect, "evidence": self.item.effect_evidence}

    def call_service(self, **data: Any) -> None:
        services.record_effect(by=self.person, item=self.item, **data)


class EffectVerify(ItemFormPage):
    form_class = forms.VerifyForm
    title = "Verify the effect"
    button = "I have verified it"
    done_message = "The effect is verified"

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return self.item.effect_evidence or "Nothing has been recorded yet."

    def call_service(self, **data: Any) -> None:
        services.verify_effect(by=self.person, item=self.item, **data)


class ItemClose(ItemFormPage):
    form_class = forms.CloseForm
    title = "Close the item"
    explanation = "It is closed on evidence of effect that somebody other than its owner verified."
    button = "Close the item"
    done_message = "The item is closed"

    def call_service(self, **data: Any) -> None:
        services.close_item(by=self.person, item=self.item, **data)


class ItemReopen(ItemFormPage):
    form_class = forms.ReopenForm
    title = "Open the item again"
    explanation = "What was said when it was closed is kept. The effect has to be shown anew."
    button = "Open it again"
    done_message = "The item is open again"

    def call_service(self, **data: Any) -> None:
        services.reopen_item(by=self.person, item=self.item, **data)


class StepFormPage(OfOwner):
    """A form about one action."""

    def rows(self) -> QuerySet[Any]:
        return ImprovementStep.objects.filter(item__in=super().rows()).select_related("item")

    @property
    def item(self) -> ImprovementItem:
        found: ImprovementItem = self.row.item
        return found

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return str(self.row.text)


class StepUpdate(StepFormPage):
    form_class = forms.StepUpdateForm
    title = "How the action stands"
    done_message = "It is kept how the action stands"

    def get_initial(self) -> dict[str, Any]:
        return {"progress": self.row.progress, "on": self.row.done_on}

    def call_service(self, **data: Any) -> None:
        services.update_step(by=self.person, step=self.row, **data)


class StepRemove(StepFormPage):
    permission = Permission.IMPROVEMENT_MANAGE
    form_class = forms.WhyForm
    title = "Remove the action"
    button = "Remove the action"
    done_message = "The action is removed"

    def call_service(self, **data: Any) -> None:
        services.remove_step(by=self.person, step=self.row, **data)
