"""Pages of the ledger of releases."""

from django.urls import path

from assurance.views import releases

urlpatterns = [
    path("", releases.ReleaseList.as_view(), name="release-list"),
    path("<uuid:release>/", releases.ReleaseDetail.as_view(), name="release-detail"),
]
