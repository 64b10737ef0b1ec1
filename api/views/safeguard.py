"""Concerns and enquiries, read only: the rows, filters and rights of the pages."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.serializers.safeguard import ConcernSerializer, EnquirySerializer
from core.access import councils_where
from core.permissions import Permission
from safeguard.filters import ConcernFilter, EnquiryFilter
from safeguard.models import Concern, ConcernQuerySet, Enquiry, EnquiryQuerySet

READ: dict[str, Permission] = {"list": Permission.CASE_VIEW, "retrieve": Permission.CASE_VIEW}


def council_keys(request: Request) -> list[int]:
    """Return the councils whose cases the reader sees, as values: an index then gives the order."""
    councils = councils_where(request.user, Permission.CASE_VIEW)
    return list(councils.order_by().values_list("pk", flat=True))


class ConcernViewSet(ReadOnlyModelViewSet[Concern]):
    serializer_class = ConcernSerializer
    filterset_class = ConcernFilter
    action_permissions: ClassVar[dict[str, Permission]] = READ

    def get_queryset(self) -> ConcernQuerySet:
        rows = Concern.objects.filter(council__in=council_keys(self.request))
        seen = rows.visible_to(self.request.user).select_related("council", "adult")
        return seen.prefetch_related("risk_types", "conditions")


class EnquiryViewSet(ReadOnlyModelViewSet[Enquiry]):
    serializer_class = EnquirySerializer
    filterset_class = EnquiryFilter
    action_permissions: ClassVar[dict[str, Permission]] = READ

    def get_queryset(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.filter(council__in=council_keys(self.request))
        return rows.visible_to(self.request.user).select_related("council", "concern")
