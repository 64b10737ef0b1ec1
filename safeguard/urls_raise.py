"""Raise a concern, a page at a time."""

from django.urls import URLPattern, path

from safeguard.views import raising, raising_adult, raising_pages

DRAFT = "concerns/raise/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("concerns/raise/", raising.ConcernRaise.as_view(), name="concern-raise"),
    path(DRAFT, raising.ConcernDraftTasks.as_view(), name="concern-draft"),
    path(f"{DRAFT}check/", raising.ConcernDraftCheck.as_view(), name="concern-draft-check"),
    path(
        f"{DRAFT}discard/",
        raising.ConcernDraftDiscard.as_view(),
        name="concern-draft-discard",
    ),
    path(
        f"{DRAFT}adult/",
        raising_adult.ConcernDraftAdult.as_view(),
        name="concern-draft-adult",
    ),
    path(
        f"{DRAFT}adult/new/",
        raising_adult.ConcernDraftAdultNew.as_view(),
        name="concern-draft-adult-new",
    ),
    path(
        f"{DRAFT}<slug:page>/",
        raising_pages.ConcernDraftPage.as_view(),
        name="concern-draft-page",
    ),
    path("concerns/<int:pk>/raised/", raising.ConcernRaised.as_view(), name="concern-raised"),
]
