"""Targets, fresh starts, comparisons and published figures, under the names of the app."""

from django.urls import path

from assurance.views import chart_settings, comparisons, flow_pages, published

urlpatterns = [
    path(
        "measures/time-to-conclude/",
        flow_pages.ConclusionTimesPage.as_view(),
        name="time-to-conclude",
    ),
    path("measures/conversion/", flow_pages.ConversionPage.as_view(), name="conversion"),
    path("measures/published/", comparisons.PublishedFigures.as_view(), name="published-figures"),
    path("measures/neighbours/", chart_settings.Neighbours.as_view(), name="neighbours"),
    path(
        "measures/<slug:key>/compare/",
        comparisons.MeasureCompare.as_view(),
        name="measure-compare",
    ),
    path(
        "measures/<slug:key>/settings/",
        chart_settings.MeasureSettings.as_view(),
        name="measure-settings",
    ),
    path("measures/<slug:key>/target/", chart_settings.TargetSet.as_view(), name="target-set"),
    path(
        "measures/<slug:key>/target/<int:pk>/remove/",
        chart_settings.TargetRemove.as_view(),
        name="target-remove",
    ),
    path("measures/<slug:key>/rebase/", chart_settings.RebaseAdd.as_view(), name="rebase-add"),
    path(
        "measures/<slug:key>/rebase/<int:pk>/remove/",
        chart_settings.RebaseRemove.as_view(),
        name="rebase-remove",
    ),
    path("settings/published/", published.PublishedLoad.as_view(), name="published-load"),
]
