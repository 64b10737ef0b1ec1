"""Audit tools: the list, one version as its auditors will see it, two compared, as a file."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from audit import preview
from audit.files import WRITERS
from audit.models import AuditTool, ToolVersion
from audit.rules.documents import differences
from audit.rules.tools import document_faults
from core import access
from core.permissions import Permission
from core.views import RequiresPermission


def tools_here(view: RequiresPermission) -> QuerySet[AuditTool]:
    """Return the tools of the council that a page works in, and the shared ones."""
    rows = AuditTool.objects.visible_to(view.person)
    return rows.filter(Q(council=view.council) | Q(council__isnull=True))


class ToolPage(RequiresPermission, TemplateView):
    """A page about tools; `may_manage` says whether its reader may change them."""

    permission = Permission.AUDIT_TOOL_VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = access.offered(self.request, council=self.council)
        found = super().get_context_data(**kwargs)
        return {"may_manage": Permission.AUDIT_TOOL_MANAGE in held, **found}


class ToolList(ToolPage):
    template_name = "audit/tool_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = ToolVersion.objects.filter(tool__in=tools_here(self))
        rows = versions.defer("content").select_related("tool").annotate(asks=Count("questions"))
        return super().get_context_data(**kwargs, versions=rows.order_by("tool__title", "-id"))


class VersionPage(ToolPage):
    """A page about one version that its reader may see."""

    @cached_property
    def version(self) -> ToolVersion:
        rows = ToolVersion.objects.select_related("tool", "published_by", "retired_by")
        return get_object_or_404(rows.filter(tool__in=tools_here(self)), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_own = self.version.tool.council_id is not None
        found = super().get_context_data(**kwargs, version=self.version)
        return {**found, "may_change": found["may_manage"] and is_own}


class VersionDetail(VersionPage):
    template_name = "audit/version_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, document = self.version, self.version.content
        others = version.tool.versions.exclude(pk=version.pk).defer("content")
        changes = version.questions.exclude(change="same").exclude(change="new")
        return super().get_context_data(
            **kwargs,
            document=document,
            sections=preview.sections_shown(document),
            grades=preview.grades_shown(document),
            faults=document_faults(document) if version.status == "draft" else [],
            others=others,
            broken=changes if version.based_on_id else [],
        )


class VersionCompare(VersionPage):
    template_name = "audit/version_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ToolVersion.objects.filter(tool__key=self.version.tool.key)
        other = get_object_or_404(rows.filter(tool__in=tools_here(self)), pk=self.kwargs["other"])
        found = differences(other.content, self.version.content)
        columns = [{"label": label} for label in ("Where", "What", "Before", "Now")]
        cells = [[d.where, d.what, d.old, d.new] for d in found]
        return super().get_context_data(**{**kwargs, "other": other}, columns=columns, rows=cells)


class VersionExport(RequiresPermission, View):
    """The version as a file. It holds questions and no case, so it enters no ledger."""

    permission = Permission.AUDIT_TOOL_VIEW

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        rows = ToolVersion.objects.select_related("tool").filter(tool__in=tools_here(self))
        version = get_object_or_404(rows, pk=pk)
        kind, write = WRITERS[ending]
        name = f"{version.tool.key}-{version.number}.{ending}"
        response = HttpResponse(write(version.content), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def address_of(version: ToolVersion) -> str:
    return reverse("audit:version-detail", args=[version.pk])
