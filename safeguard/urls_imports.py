"""Imports of case extracts and the mappings for them. Included under imports/."""

from django.urls import path

from safeguard.views import imports, mappings

urlpatterns = [
    path("", imports.ImportList.as_view(), name="import-list"),
    path("new/", imports.ImportNew.as_view(), name="import-new"),
    path("mappings/", mappings.MappingList.as_view(), name="mapping-list"),
    path("mappings/new/", mappings.MappingNew.as_view(), name="mapping-new"),
    path("mappings/<int:pk>/", mappings.MappingEdit.as_view(), name="mapping-edit"),
    path("<uuid:public_id>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("<uuid:public_id>/progress/", imports.ImportProgress.as_view(), name="import-progress"),
    path("<uuid:public_id>/faults/", imports.ImportFaults.as_view(), name="import-faults"),
    path("<uuid:public_id>/returned/", imports.ImportReturned.as_view(), name="import-returned"),
    path("<uuid:public_id>/load/", imports.ImportLoad.as_view(), name="import-load"),
    path("<uuid:public_id>/undo/", imports.ImportUndo.as_view(), name="import-undo"),
    path("<uuid:public_id>/mapping/", mappings.MappingHelp.as_view(), name="mapping-help"),
]
