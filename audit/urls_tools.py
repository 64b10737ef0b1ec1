"""Audit tools and their versions."""

from django.urls import path, re_path

from audit.views import part_forms, question_forms, strand_forms, tool_forms, tool_try, tools

VERSION = "tools/versions/<int:pk>/"
urlpatterns = [
    path("tools/", tools.ToolList.as_view(), name="tool-list"),
    path("tools/load/", tool_forms.ToolImport.as_view(), name="tool-import"),
    path(VERSION, tools.VersionDetail.as_view(), name="version-detail"),
    path(f"{VERSION}compare/<int:other>/", tools.VersionCompare.as_view(), name="version-compare"),
    path(f"{VERSION}draft/", tool_forms.VersionDraft.as_view(), name="version-draft"),
    path(f"{VERSION}edit/", tool_forms.VersionEdit.as_view(), name="version-edit"),
    path(f"{VERSION}questions/add/", question_forms.QuestionAdd.as_view(), name="question-add"),
    path(
        f"{VERSION}questions/<str:code>/",
        question_forms.QuestionChange.as_view(),
        name="question-change",
    ),
    path(
        f"{VERSION}questions/<str:code>/remove/",
        question_forms.QuestionRemove.as_view(),
        name="question-remove",
    ),
    path(
        f"{VERSION}questions/<str:code>/move/",
        part_forms.QuestionMove.as_view(),
        name="question-move",
    ),
    path(f"{VERSION}sections/add/", part_forms.SectionAdd.as_view(), name="section-add"),
    path(
        f"{VERSION}sections/<str:code>/", part_forms.SectionChange.as_view(), name="section-change"
    ),
    path(
        f"{VERSION}sections/<str:code>/remove/",
        part_forms.SectionRemove.as_view(),
        name="section-remove",
    ),
    path(f"{VERSION}scales/add/", strand_forms.ScaleAdd.as_view(), name="scale-add"),
    path(f"{VERSION}grades/", strand_forms.GradesChange.as_view(), name="grades-change"),
    path(f"{VERSION}parts/add/", strand_forms.StrandAdd.as_view(), name="strand-add"),
    path(f"{VERSION}parts/<str:key>/", strand_forms.StrandChange.as_view(), name="strand-change"),
    path(
        f"{VERSION}parts/<str:key>/remove/",
        strand_forms.StrandRemove.as_view(),
        name="strand-remove",
    ),
    path(f"{VERSION}history/", strand_forms.VersionHistory.as_view(), name="version-history"),
    path(f"{VERSION}scales/<str:key>/", part_forms.ScaleChange.as_view(), name="scale-change"),
    path(f"{VERSION}try/", tool_try.VersionTry.as_view(), name="version-try"),
    path(f"{VERSION}publish/", tool_forms.VersionPublish.as_view(), name="version-publish"),
    path(f"{VERSION}retire/", tool_forms.VersionRetire.as_view(), name="version-retire"),
    path(f"{VERSION}discard/", tool_forms.VersionDiscard.as_view(), name="version-discard"),
    re_path(
        r"^tools/versions/(?P<pk>\d+)/export\.(?P<ending>yaml|xlsx)$",
        tools.VersionExport.as_view(),
        name="version-export",
    ),
]
