"""Frameworks: their versions, one version part by part, two compared, as a file."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from assurance.framework_files.differences import differences
from assurance.framework_files.writing import as_yaml
from assurance.models import (
    EntryKind,
    Framework,
    FrameworkEntry,
    OfficialWording,
    QualityStatement,
)
from assurance.services.framework_removal import is_shipped
from core import access
from core.permissions import Permission
from core.views import RequiresPermission

COUNTED = {
    EntryKind.REQUIRED_EVIDENCE: "Required evidence",
    EntryKind.CHECKLIST_ITEM: "Checklist",
    EntryKind.STAGE2_PROMPT: "Prompts",
    EntryKind.BEST_PRACTICE: "Best practice",
    EntryKind.LEGAL_REFERENCE: "Law",
}


class FrameworkPage(RequiresPermission, TemplateView):
    """A page about frameworks; `may_manage` says whether its reader may load and word them."""

    permission = Permission.FRAMEWORK_VIEW

    def trail(self) -> list[dict[str, str]]:
        """Return the pages above this one, and this one by its name."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = access.offered(self.request, council=self.council)
        top = {"label": "Theme 3", "url": reverse("assurance:theme3")}
        return super().get_context_data(
            may_manage=Permission.FRAMEWORK_MANAGE in held,
            breadcrumbs=[top, *self.trail()],
            **kwargs,
        )


class FrameworkList(FrameworkPage):
    template_name = "assurance/framework_list.html"

    def trail(self) -> list[dict[str, str]]:
        return [{"label": "Frameworks"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Framework.objects.select_related("loaded_by").annotate(size=Count("entries"))
        return super().get_context_data(
            **kwargs, frameworks=[(row, is_shipped(row)) for row in rows]
        )


class VersionPage(FrameworkPage):
    """A page about one version."""

    here = ""

    @cached_property
    def framework(self) -> Framework:
        rows = Framework.objects.select_related("loaded_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def trail(self) -> list[dict[str, str]]:
        top = {"label": "Frameworks", "url": reverse("assurance:framework-list")}
        name = str(self.framework)
        if not self.here:
            return [top, {"label": name}]
        above = {"label": name, "url": address_of(self.framework)}
        return [top, above, {"label": self.here}]

    def worded(self, entries: QuerySet[FrameworkEntry]) -> list[FrameworkEntry]:
        """Return entries, each with `official`: this council's wording of it, or None."""
        rows = OfficialWording.objects.filter(council=self.council, entry__in=entries)
        held = {row.entry_id: row for row in rows}
        found = list(entries)
        for entry in found:
            entry.official = held.get(entry.pk)  # type: ignore[attr-defined]
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, framework=self.framework)


class FrameworkDetail(VersionPage):
    template_name = "assurance/framework_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        framework = self.framework
        kinds = framework.entries.values_list("statement_id", "kind").annotate(Count("pk"))
        counts = {(statement, kind): number for statement, kind, number in kinds}
        rows = [
            (each, [counts.get((each.pk, kind), 0) for kind in COUNTED])
            for each in framework.statements.select_related("theme")
        ]
        sources = [(key, each) for key, each in sorted(framework.sources.items())]
        return super().get_context_data(
            **kwargs,
            rows=rows,
            columns=COUNTED.values(),
            themes=framework.themes.all(),
            categories=framework.categories.all(),
            sources=sources,
            sections=counts.get((None, EntryKind.STAGE3_SECTION), 0),
            items=counts.get((None, EntryKind.INFORMATION_ITEM), 0),
            may_go=not is_shipped(framework),
            others=Framework.objects.filter(code=framework.code).exclude(pk=framework.pk),
        )


class FrameworkStatement(VersionPage):
    template_name = "assurance/framework_statement.html"

    @cached_property
    def statement(self) -> QualityStatement:
        rows = self.framework.statements.select_related("theme")
        return get_object_or_404(rows, code=self.kwargs["code"])

    @property
    def here(self) -> str:  # type: ignore[override]
        return self.statement.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = self.worded(self.statement.entries.select_related("category"))
        by_kind = {kind.value: [e for e in entries if e.kind == kind] for kind in EntryKind}
        return super().get_context_data(
            **kwargs,
            statement=self.statement,
            by_kind=by_kind,
            headings=self.statement.sub_headings.all(),
            not_scored=self.framework.categories.filter(is_scored=False),
            others=self.framework.statements.exclude(pk=self.statement.pk),
        )


class FrameworkInformation(VersionPage):
    """The items of the information return."""

    template_name = "assurance/framework_information.html"
    here = "Information return"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.framework.entries.filter(kind=EntryKind.INFORMATION_ITEM)
        entries = self.worded(rows.prefetch_related("statements"))
        total = self.framework.statements.count()
        return super().get_context_data(**kwargs, entries=entries, statements=total)


class FrameworkSections(VersionPage):
    """The sections of the self-assessment document."""

    template_name = "assurance/framework_sections.html"
    here = "Self-assessment document"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.framework.entries.filter(kind=EntryKind.STAGE3_SECTION)
        return super().get_context_data(**kwargs, entries=self.worded(rows))


class FrameworkCompare(VersionPage):
    template_name = "assurance/framework_compare.html"
    here = "Compare"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        same = Framework.objects.filter(code=self.framework.code)
        other = get_object_or_404(same, pk=self.kwargs["other"])
        found = differences(other, self.framework)
        # What a council wrote stays with the version it was written for.
        stays = OfficialWording.objects.filter(council=self.council, entry__framework=other)
        return super().get_context_data(
            **{**kwargs, "other": other}, found=found, wordings=stays.count()
        )


class FrameworkDownload(RequiresPermission, View):
    """The version as a file. It holds no record of anybody, so it enters no ledger."""

    permission = Permission.FRAMEWORK_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        framework = get_object_or_404(Framework, pk=pk)
        response = HttpResponse(as_yaml(framework), content_type="application/yaml")
        name = f"{framework.code}-{framework.version}.yaml"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def address_of(framework: Framework) -> str:
    return reverse("assurance:framework-detail", args=[framework.pk])
