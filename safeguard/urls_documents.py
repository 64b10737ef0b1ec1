"""Files kept with a case."""

from django.urls import path

from safeguard.views import documents

urlpatterns = [
    path("concerns/<int:pk>/documents/add/", documents.DocumentAdd.as_view(), name="document-add"),
    path(
        "documents/<uuid:public_id>/",
        documents.DocumentDownload.as_view(),
        name="document-download",
    ),
    path(
        "documents/<uuid:public_id>/remove/",
        documents.DocumentRemove.as_view(),
        name="document-remove",
    ),
]
