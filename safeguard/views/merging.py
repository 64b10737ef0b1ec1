"""Say that two records are one adult, after seeing both side by side; and take it back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from core.permissions import Permission
from core.templatetags.ui import long_date
from safeguard.alike import explained, known_of, possible_duplicates, search, with_history
from safeguard.forms_adults import FindAdultForm, ReasonForm, UndoReasonForm
from safeguard.models import Adult, AdultMerge, AdultQuerySet
from safeguard.services.adults import facts_of
from safeguard.services.merging import merge_adults, undo_merge
from safeguard.views.record_forms import RecordForm

NOT_HELD = "Not held"


class AdultMergePage(RecordForm):
    """The record in the address is kept. `?other=` names the one that goes into it.

    Without one, possible duplicates are offered, and a search.
    """

    record: Adult
    chosen: Adult
    form_class = ReasonForm
    permission = Permission.CASE_DECIDE
    title = "Merge two records of one adult"
    button = "Merge the two records"
    done_message = "The two records are merged"

    def rows(self) -> AdultQuerySet:
        return with_history(Adult.objects.visible_to(self.request.user))

    def back_url(self) -> str:
        return reverse("safeguard:adult-detail", args=[self.record.pk])

    def others(self) -> AdultQuerySet:
        return self.rows().filter(council=self.council).exclude(pk=self.record.pk)

    @cached_property
    def other(self) -> Adult | None:
        pk = self.request.GET.get("other", "")
        if not pk.isdecimal():
            return None
        return self.others().filter(pk=pk, merged_into__isnull=True).first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        other = self.other
        if other is None:
            # A search is posted, so that no name stands in an address.
            find = FindAdultForm(request.POST)
            return self.render_to_response(self.get_context_data(find=find))
        self.chosen = other
        return super().post(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [f"safeguard/adult_merge{'' if self.other else '_choose'}.html"]

    def call_service(self, **data: Any) -> None:
        merge_adults(by=self.person, kept=self.record, merged=self.chosen, reason=data["reason"])

    def get_context_data(self, find: FindAdultForm | None = None, **kwargs: Any) -> dict[str, Any]:
        other = self.other
        if other is not None:
            found = {"other": other, "facts": side_by_side(self.record, other)}
        else:
            found = self.choices(find)
        return super().get_context_data(**kwargs, **found)

    def choices(self, find: FindAdultForm | None) -> dict[str, Any]:
        alike = possible_duplicates(self.others(), known_of(self.record))
        chosen: dict[str, Any] = {"duplicates": explained(alike), "find": find or FindAdultForm()}
        if find is not None and find.is_valid():
            chosen["found"] = search(self.others(), **find.cleaned_data)
        return chosen


def side_by_side(kept: Adult, merged: Adult) -> list[dict[str, Any]]:
    """Return each fact of two records in words, and whether they differ."""
    rows = []
    for label, of in COMPARED:
        one, other = of(kept) or NOT_HELD, of(merged) or NOT_HELD
        rows.append({"label": label, "kept": one, "merged": other, "differs": one != other})
    return rows


def _birth(adult: Adult) -> str:
    year = facts_of(adult).born_year
    return long_date(adult.born_on) or (f"In {year}" if year else "")


COMPARED: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("Given names", lambda adult: facts_of(adult).given_name),
    ("Family name", lambda adult: facts_of(adult).family_name),
    ("Born", _birth),
    ("Died", lambda adult: long_date(adult.died_on)),
    ("Gender", lambda adult: str(adult.get_gender_display())),
    ("Ethnicity", lambda adult: str(adult.get_ethnicity_display())),
    ("NHS number", lambda adult: facts_of(adult).nhs_number),
    ("Communication needs", lambda adult: facts_of(adult).communication_needs),
    ("Concerns", lambda adult: str(adult.concern_count or 0)),
    ("Last concern", lambda adult: long_date(adult.last_concern_on)),
)


class AdultMergeUndo(RecordForm):
    record: AdultMerge
    form_class = UndoReasonForm
    template_name = "safeguard/adult_merge_undo.html"
    permission = Permission.CASE_DECIDE
    title = "Undo a merge"
    button = "Make them two records again"
    done_message = "They are two records again"

    def rows(self) -> Any:
        merges = AdultMerge.objects.visible_to(self.request.user)
        return merges.select_related("council", "kept__identity", "merged__identity", "merged_by")

    def back_url(self) -> str:
        return reverse("safeguard:adult-detail", args=[self.record.merged_id])

    def call_service(self, **data: Any) -> None:
        undo_merge(by=self.person, merge=self.record, reason=data["reason"])
