"""The data-quality desk."""

from django.urls import path

from safeguard.views import quality

urlpatterns = [
    path("data-quality/", quality.QualityDesk.as_view(), name="quality-desk"),
    path("data-quality/count-again/", quality.QualityCountAgain.as_view(), name="quality-count"),
    path("data-quality/<slug:code>/", quality.QualityRule.as_view(), name="quality-rule"),
    path("data-quality/<slug:code>/file/", quality.QualityList.as_view(), name="quality-list"),
    path("data-quality/<slug:code>/give/", quality.QualityGive.as_view(), name="quality-give"),
]
