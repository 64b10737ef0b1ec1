"""The statutory return on the screen: the years, one year's tables, the cases behind a number."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from assurance.models import SignOffSheet
from assurance.sac.behind import Behind, BehindReviews, behind, behind_reviews
from assurance.sac.cells import Return, build_return
from assurance.sac.check_enquiries import concluded_total
from assurance.sac.differences import differences
from assurance.sac.figures import Figures, Key
from assurance.sac.held import freezes_of, sheet_of
from assurance.sac.layout import has_figures
from assurance.sac.page import KEY_NAMES, messages, shown_table, table_links
from assurance.sac.spec import Specification, Table, specification_for
from assurance.sac.timetable import milestones, reporting_years
from assurance.sac.validate import Finding, check_return
from assurance.scopes import open_scope
from core import access
from core.periods import parse_financial_year
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.metrics.return_counts import left_out
from safeguard.metrics.scope import CaseScope

PAGE = 50


class ReturnPage(RequiresPermission):
    """A page about the return of the year in the address."""

    permission = Permission.RETURN_VIEW

    @property
    def year(self) -> str:
        return str(self.kwargs["year"])

    @cached_property
    def specification(self) -> Specification:
        return specification_for(self.year)

    @cached_property
    def scope(self) -> CaseScope:
        return open_scope(by=self.person, council=self.council)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return access.permissions_in(self.person, self.council)

    @cached_property
    def built(self) -> Return:
        return build_return(self.scope, self.year)

    @cached_property
    def sheet(self) -> SignOffSheet | None:
        return sheet_of(self.council, self.year)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return check_return(self.built, sheet=self.sheet, left_out=len(self.left_out))

    @cached_property
    def left_out(self) -> list[str]:
        """The references of those not counted, being under 18."""
        outside = left_out(self.scope.rows(self.built.period))
        return list(outside.order_by("reference").values_list("reference", flat=True))

    def chosen_table(self, tables: tuple[Table, ...]) -> Table:
        """Return the table that ?table= names, else the first; Http404 where it names none."""
        wanted = self.request.GET.get("table")
        found = (table for table in tables if wanted in (None, table.id))
        table = next(found, None)
        if table is None:
            raise Http404(f"the return has no table {wanted}")
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "year": self.kwargs.get("year")}


class ReturnList(RequiresPermission, TemplateView):
    permission = Permission.RETURN_VIEW
    template_name = "assurance/return_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scope = open_scope(by=self.person, council=self.council)
        last_frozen = {row.year: row for row in freezes_of(self.council).defer("cells").reverse()}
        signed = dict(
            SignOffSheet.objects.filter(council=self.council).values_list("year", "signed_on")
        )
        years = [
            {
                "year": year,
                "dates": milestones(specification_for(year), year),
                "frozen": last_frozen.get(year),
                "signed_on": signed.get(year),
            }
            for year in reporting_years(first_day(scope), scope.cut)
        ]
        shown = {"years": years, "cut": scope.cut, "may_import": self._may_import()}
        return {**super().get_context_data(**kwargs), **shown}

    def _may_import(self) -> bool:
        return access.has(self.person, Permission.EXTRACT_IMPORT, council=self.council)


class ReturnDetail(ReturnPage, TemplateView):
    """One table of the return, with the state of all of them. Empty where nothing was counted."""

    template_name = "assurance/return_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = reporting_years(first_day(self.scope), self.scope.cut)
        shown = {
            "years": [year for year in years if year != self.year],
            "dates": milestones(self.specification, self.year),
            "cut": self.scope.cut,
            "period": self.built.period,
            "has_figures": has_figures(self.built),
            "may_freeze": Permission.RETURN_FREEZE in self.permissions,
            "may_import": Permission.EXTRACT_IMPORT in self.permissions,
        }
        content = self._content() if shown["has_figures"] else {}
        return {**super().get_context_data(**kwargs), **shown, **content}

    def _content(self) -> dict[str, Any]:
        table = self.chosen_table(self.specification.counted)
        whole = [found for found in self.findings if not found.tables]
        severities = [found.severity for found in self.findings]
        return {
            **self._freezes(),
            "sheet": self.sheet,
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "concluded": concluded_total(Figures(self.specification, self.built.by_key)),
            "tables": table_links(self.built, self.findings, table.id),
            "shown": shown_table(self.built, table, self.findings, linked=True),
            "whole": messages(self.built, whole),
            "left_out": self.left_out if Permission.CASE_VIEW in self.permissions else [],
            "elsewhere": messages(
                self.built,
                [found for found in self.findings if found.tables and table.id not in found.tables],
            ),
        }

    def _freezes(self) -> dict[str, Any]:
        frozen = list(freezes_of(self.council).filter(year=self.year))
        if not frozen:
            return {"frozen": []}
        now = [cell.as_json() for cell in self.built.cells]
        return {"frozen": frozen, "changed": len(differences(frozen[0].cells, now))}


class ReturnCell(ReturnPage, TemplateView):
    """The cases behind one number, for those who may open cases; the number for the others."""

    def get_template_names(self) -> list[str]:
        name = "return_cell_reviews" if self._of_reviews else "return_cell"
        return [f"assurance/{name}.html"]

    @cached_property
    def _of_reviews(self) -> BehindReviews | None:
        period = parse_financial_year(self.year)
        try:
            return behind_reviews(self.council, period, self.specification, self._key)
        except LookupError as error:
            raise Http404(str(error)) from error

    @property
    def _key(self) -> Key:
        return tuple(self.request.GET.get(name, "") for name in KEY_NAMES)  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self._of_reviews is not None:
            reviews = self._of_reviews.rows.visible_to(self.person)
            may = Permission.BOARD_VIEW in self.permissions
            about = {"behind": self._of_reviews, "reviews": reviews, "may_see_reviews": may}
            return {**super().get_context_data(**kwargs), **about}
        found = self._behind()
        shown: dict[str, Any] = {
            "behind": found,
            "value": found.value(),
            "may_see_cases": Permission.CASE_VIEW in self.permissions,
        }
        if shown["may_see_cases"]:
            pages = Paginator(self._cases(found), PAGE)
            shown["page_obj"] = pages.get_page(self.request.GET.get("page"))
        return {**super().get_context_data(**kwargs), **shown}

    def _behind(self) -> Behind:
        rows = self.scope.rows(parse_financial_year(self.year))
        try:
            found = behind(rows, self.specification, self._key)
        except LookupError as error:
            raise Http404(str(error)) from error
        if found is None:
            raise Http404("no case is behind a count of reviews")
        return found

    def _cases(self, found: Behind) -> Any:
        cases: Any = found.rows.visible_to(self.person)
        if found.kind == "concern":
            return cases.select_related("adult").order_by("-received_on", "-pk")
        return cases.select_related("concern__adult").order_by("-commenced_on", "-pk")


def first_day(scope: CaseScope) -> date | None:
    """Return the day of the earliest concern; None where there is none."""
    return scope.concerns().order_by("received_on").values_list("received_on", flat=True).first()
