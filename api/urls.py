"""The API, version 1: read only, for people who are signed in."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from api.views.assurance import MeasureViewSet, ReturnViewSet
from api.views.evidence import EvidenceViewSet
from api.views.safeguard import ConcernViewSet, EnquiryViewSet
from api.views.schema import Schema

router = SimpleRouter()
router.register("concerns", ConcernViewSet, basename="concern")
router.register("enquiries", EnquiryViewSet, basename="enquiry")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("measures", MeasureViewSet, basename="measure")
router.register("sac-returns", ReturnViewSet, basename="sac-return")

app_name = "api"
urlpatterns = [path("schema/", Schema.as_view(), name="schema"), *router.urls]
