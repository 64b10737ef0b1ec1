"""Concerns and enquiries, read only: the rows, filters and rights of the pages."""

from typing import ClassVar

from rest_framework.viewsets import ReadOnlyModelViewSet

from api.serializers.safeguard import ConcernSerializer, EnquirySerializer
from core.permissions import Permission
from safeguard.filters import ConcernFilter, EnquiryFilter
from safeguard.models import Concern, ConcernQuerySet, Enquiry, EnquiryQuerySet

READ: dict[str, Permission] = {"list": Permission.CASE_VIEW, "retrieve": Permission.CASE_VIEW}


class ConcernViewSet(ReadOnlyModelViewSet[Concern]):
    serializer_class = ConcernSerializer
    filterset_class = ConcernFilter
    action_permissions: ClassVar[dict[str, Permission]] = READ

    def get_queryset(self) -> ConcernQuerySet:
        rows = Concern.objects.visible_to(self.request.user).select_related("council", "adult")
        return rows.prefetch_related("risk_types", "conditions")


class EnquiryViewSet(ReadOnlyModelViewSet[Enquiry]):
    serializer_class = EnquirySerializer
    filterset_class = EnquiryFilter
    action_permissions: ClassVar[dict[str, Permission]] = READ

    def get_queryset(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.visible_to(self.request.user)
        return rows.select_related("council", "concern")
