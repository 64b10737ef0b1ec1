"""The evidence library, read only: the rows, filters and rights of its pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.serializers.evidence import EvidenceSerializer
from assurance.filters_evidence import EvidenceFilter
from assurance.models import EvidenceItem
from core.permissions import Permission

READ: dict[str, Permission] = {
    "list": Permission.EVIDENCE_VIEW,
    "retrieve": Permission.EVIDENCE_VIEW,
}


class EvidenceViewSet(ReadOnlyModelViewSet[EvidenceItem]):
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilter
    action_permissions: ClassVar[dict[str, Permission]] = READ
    lookup_field = "public_id"

    def filter_queryset(self, queryset: Any) -> Any:
        """Narrow a list; an item named by its id is found whatever its state."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def get_queryset(self) -> QuerySet[EvidenceItem]:
        rows = EvidenceItem.objects.visible_to(self.request.user)
        return rows.select_related("council", "story", "audit_round").prefetch_related(
            "links__statement__framework",
            "links__category",
            "links__sub_heading",
            "links__required_evidence",
        )
