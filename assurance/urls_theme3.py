"""Theme 3: its first page, the frameworks and scores.

Addresses of the parts of Theme 3 begin with theme-3/, so that the navigation shows where a reader
is; each part has a file of addresses of its own.
"""

from django.urls import path

from assurance.views import cqc_score, framework_forms, frameworks, theme3

urlpatterns = [
    path("theme-3/", theme3.Theme3.as_view(), name="theme3"),
    path("theme-3/scores/", cqc_score.CqcScore.as_view(), name="cqc-score"),
    path("theme-3/frameworks/", frameworks.FrameworkList.as_view(), name="framework-list"),
    path(
        "theme-3/frameworks/load/", framework_forms.FrameworkLoad.as_view(), name="framework-load"
    ),
    path(
        "theme-3/frameworks/<int:pk>/",
        frameworks.FrameworkDetail.as_view(),
        name="framework-detail",
    ),
    path(
        "theme-3/frameworks/<int:pk>/download/",
        frameworks.FrameworkDownload.as_view(),
        name="framework-download",
    ),
    path(
        "theme-3/frameworks/<int:pk>/remove/",
        framework_forms.FrameworkRemove.as_view(),
        name="framework-remove",
    ),
    path(
        "theme-3/frameworks/<int:pk>/compare/<int:other>/",
        frameworks.FrameworkCompare.as_view(),
        name="framework-compare",
    ),
    path(
        "theme-3/frameworks/<int:pk>/information-return/",
        frameworks.FrameworkInformation.as_view(),
        name="framework-information",
    ),
    path(
        "theme-3/frameworks/<int:pk>/document/",
        frameworks.FrameworkSections.as_view(),
        name="framework-sections",
    ),
    path(
        "theme-3/frameworks/<int:pk>/statements/<str:code>/",
        frameworks.FrameworkStatement.as_view(),
        name="framework-statement",
    ),
    path(
        "theme-3/entries/<int:pk>/wording/",
        framework_forms.OfficialWordingWrite.as_view(),
        name="official-wording",
    ),
]
