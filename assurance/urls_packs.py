"""Pages of the board packs."""

from django.urls import path

from assurance.views import packs

urlpatterns = [
    path("", packs.PackList.as_view(), name="pack-list"),
    path("make/", packs.PackMake.as_view(), name="pack-make"),
    path("measures/", packs.PackPlanChange.as_view(), name="pack-plan"),
    path("mails/", packs.PackSubscribe.as_view(), name="pack-subscribe"),
    path("<uuid:pack>/", packs.PackDetail.as_view(), name="pack-detail"),
    path("<uuid:pack>/sharing/", packs.PackForSharing.as_view(), name="pack-sharing"),
    path("<uuid:pack>/file/", packs.PackFile.as_view(), name="pack-file"),
]
