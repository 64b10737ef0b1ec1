"""View bases of the evidence library: one item, a form about it, what its forms offer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from assurance.evidence.frameworks import categories_of, framework_now, statements_of
from assurance.models import EvidenceItem, EvidenceRevision, Framework
from assurance.services.evidence_contents import Keeping, Words
from audit.choices import RoundStatus
from audit.models import AuditRound, StoryOfDifference
from core import access
from core.models import Organisation, User
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormMixin

LIBRARY = "assurance:evidence-list"
STORY, ROUND = "story", "round"
OFFERED = 200


def url_of(item: EvidenceItem) -> str:
    return reverse("assurance:evidence-detail", args=[item.public_id])


class ItemPage(RequiresPermission):
    """One item, among those of the councils in which its reader holds `permission`."""

    permission = Permission.EVIDENCE_VIEW
    item: EvidenceItem

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = access.current_user(request)
        councils = access.councils_where(self.person, self.permission)
        if access.chosen_council(request, self.permission) is None:
            raise PermissionDenied
        rows = EvidenceItem.objects.visible_to(self.person).filter(council__in=councils)
        related = rows.select_related(
            *("council", "owner", "story", "audit_round", "created_by", "approved_by"),
            *("withdrawn_by", "link_checked_by", "revised_by"),
        )
        self.item = get_object_or_404(related, public_id=kwargs["item"])
        self.council = self.item.council
        request.council = self.council  # type: ignore[attr-defined]
        return View.dispatch(self, request, *args, **kwargs)

    @cached_property
    def latest(self) -> EvidenceRevision:
        return self.item.revisions.get(number=self.item.revision_number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "item": self.item, "item_url": url_of(self.item)}


class ItemForm(ItemPage, ServiceFormMixin):
    """A form about one item, which calls one service and leads back to the item."""

    permission = Permission.EVIDENCE_MANAGE
    template_name = "assurance/evidence_form.html"
    title = ""
    explanation = ""
    button = "Save"

    def get_success_url(self) -> str:
        return url_of(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        return {**words, **super().get_context_data(**kwargs)}


class Offers:
    """What a form about evidence offers to choose from, and what was chosen."""

    person: User
    council: Organisation
    item: EvidenceItem | None = None

    @cached_property
    def framework(self) -> Framework | None:
        return framework_now(timezone.localdate())

    @cached_property
    def people(self) -> dict[str, User]:
        """Who may look after evidence here, and whoever does so now."""
        found = list(access.people_with(Permission.EVIDENCE_VIEW, self.council))
        owner = self.item.owner if self.item else None
        if owner is not None and owner not in found:
            found.append(owner)
        return {str(person.pk): person for person in found}

    @cached_property
    def sources(self) -> dict[str, StoryOfDifference | AuditRound]:
        """The records that evidence may be taken from, and the one this was taken from."""
        found: dict[str, StoryOfDifference | AuditRound] = {
            **{f"{STORY}:{row.pk}": row for row in self._stories()},
            **{f"{ROUND}:{row.pk}": row for row in self._rounds()},
        }
        if self.item is not None and self.item.story is not None:
            found[f"{STORY}:{self.item.story_id}"] = self.item.story
        if self.item is not None and self.item.audit_round is not None:
            found[f"{ROUND}:{self.item.audit_round_id}"] = self.item.audit_round
        return found

    def _stories(self) -> QuerySet[StoryOfDifference]:
        rows = StoryOfDifference.objects.visible_to(self.person).filter(
            council=self.council,
            consent_given=True,
            withdrawn_on__isnull=True,
            reviewed_at__isnull=False,
        )
        return rows[:OFFERED]

    def _rounds(self) -> QuerySet[AuditRound]:
        rows = AuditRound.objects.figures_visible_to(self.person).filter(council=self.council)
        return rows.exclude(status=RoundStatus.ABANDONED)[:OFFERED]

    def keeping_offered(self) -> dict[str, Any]:
        sources = [
            (key, f"{'Story' if key.startswith(STORY) else 'Audit round'}: {row}")
            for key, row in self.sources.items()
        ]
        return {"people": list(self.people.values()), "sources": sources}

    def places_offered(self) -> dict[str, Any]:
        return {
            "statements": statements_of(self.framework),
            "categories": categories_of(self.framework),
        }

    def keeping_in(self, data: dict[str, Any]) -> Keeping:
        source = self.sources.get(data.get("source") or "")
        return Keeping(
            owner=self.people.get(data.get("owner") or ""),
            review_on=data.get("review_on"),
            story=source if isinstance(source, StoryOfDifference) else None,
            audit_round=source if isinstance(source, AuditRound) else None,
        )


def words_in(data: dict[str, Any]) -> Words:
    """Return what a form says of an item, whatever else it asked."""
    names = ("title", "description", "effective_from", "effective_to", "strength")
    return Words(**{name: data[name] for name in names})
