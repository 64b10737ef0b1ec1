"""Add and change adults, merge two records of one."""

from django.urls import URLPattern, path

from safeguard.views import adult_forms, merging

urlpatterns: list[URLPattern] = [
    path("adults/add/", adult_forms.AdultAdd.as_view(), name="adult-add"),
    path("adults/<int:pk>/change/", adult_forms.AdultChange.as_view(), name="adult-change"),
    path("adults/<int:pk>/merge/", merging.AdultMergePage.as_view(), name="adult-merge"),
    path(
        "adults/merges/<int:pk>/undo/",
        merging.AdultMergeUndo.as_view(),
        name="adult-merge-undo",
    ),
]
