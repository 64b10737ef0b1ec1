"""Evidence shared with visiting assessors: choosing it, and reading it."""

from django.urls import path

from assurance.views import shared_with_me, sharing

urlpatterns = [
    path("theme-3/sharing/", sharing.SharingList.as_view(), name="sharing-list"),
    path("theme-3/sharing/begin/", sharing.SharingBegin.as_view(), name="sharing-begin"),
    path("theme-3/sharing/<int:pk>/", sharing.SharingDetail.as_view(), name="sharing-detail"),
    path(
        "theme-3/sharing/<int:pk>/change/", sharing.SharingChange.as_view(), name="sharing-change"
    ),
    path(
        "theme-3/sharing/<int:pk>/choose/", sharing.SharingChoose.as_view(), name="sharing-choose"
    ),
    path(
        "theme-3/sharing/<int:pk>/reader/", sharing.SharingReader.as_view(), name="sharing-reader"
    ),
    path("theme-3/sharing/<int:pk>/stop/", sharing.SharingStop.as_view(), name="sharing-stop"),
    path("theme-3/sharing/<int:pk>/pack/", sharing.SharingPack.as_view(), name="sharing-pack"),
    path(
        "theme-3/sharing/items/<int:item>/remove/",
        sharing.SharingItemRemove.as_view(),
        name="sharing-item-remove",
    ),
    path(
        "theme-3/sharing/readers/<int:reader>/remove/",
        sharing.SharingReaderRemove.as_view(),
        name="sharing-reader-remove",
    ),
    path("shared-evidence/", shared_with_me.SharedList.as_view(), name="shared-list"),
    path(
        "shared-evidence/<uuid:set>/", shared_with_me.SharedSetDetail.as_view(), name="shared-set"
    ),
    path(
        "shared-evidence/<uuid:set>/<int:item>/",
        shared_with_me.SharedItemDetail.as_view(),
        name="shared-item",
    ),
    path(
        "shared-evidence/<uuid:set>/<int:item>/file/",
        shared_with_me.SharedFile.as_view(),
        name="shared-file",
    ),
]
