"""Measures and the statutory return, read only: the same figures as pages, files and commands."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.serializers.assurance import FigureSerializer, PeriodSerializer, ReturnSerializer
from assurance.asking import cases_asked
from assurance.catalogue import MEASURES
from assurance.filters import CASE_NAMES, FigureFilter
from assurance.sac.cells import build_return
from assurance.scopes import open_scope
from core import access
from core.models import Organisation
from core.periods import Period
from core.permissions import Permission
from safeguard.metrics.facts import Facts
from safeguard.metrics.narrowing import Narrowing


def council_asked(request: Request, permission: Permission) -> Organisation:
    """Return the council named by ?council=CODE among those where the person holds `permission`.

    Raises:
        NotFound: there is none of that code that they may see.
    """
    code = request.query_params.get("council", "")
    found = access.councils_where(request.user, permission).filter(code=code).first()
    if found is None:
        raise NotFound(f"No council with the code {code!r} that you may see.")
    return found


def narrowing_asked(request: Request, council: Organisation) -> Narrowing:
    """Return which cases of `council` the query asks for, as the filters of a page do.

    Raises:
        ValidationError: a filter has a value that is not listed, or there is no such filter. One
            that is misspelt would otherwise give the figures of all cases.
    """
    unknown = sorted(set(request.query_params) - {"council", "start", "end", *CASE_NAMES})
    if unknown:
        raise ValidationError({name: ["There is no such filter."] for name in unknown})
    asked = cases_asked(request._request.GET, council=council)
    if asked.wrong:
        raise ValidationError(dict(asked.wrong))
    return asked.only


COUNCIL = OpenApiParameter("council", str, required=True, description="The council's code.")

CASES = [
    OpenApiParameter(name, str, description=f"{filter_.label}: only cases with this code.")
    for name, filter_ in FigureFilter.base_filters.items()
    if name in CASE_NAMES
]


class MeasureViewSet(ViewSet):
    """Every measure of one council over a period, both ends included; of all cases or of some."""

    action_permissions: ClassVar[dict[str, Permission]] = {"list": Permission.MEASURE_VIEW}

    @extend_schema(
        parameters=[COUNCIL, PeriodSerializer, *CASES], responses=FigureSerializer(many=True)
    )
    def list(self, request: Request) -> Response:
        council = council_asked(request, Permission.MEASURE_VIEW)
        asked = PeriodSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        period = Period.between(asked.validated_data["start"], asked.validated_data["end"])
        scope = open_scope(
            by=access.current_user(request._request),
            council=council,
            only=narrowing_asked(request, council),
        )
        facts = Facts(scope.rows(period))
        rows = [{"measure": measure, "figure": measure.figure(facts)} for measure in MEASURES]
        return Response(FigureSerializer(rows, many=True).data)


class ReturnViewSet(ViewSet):
    """The cells of the return of one reporting year, such as 2024-25."""

    action_permissions: ClassVar[dict[str, Permission]] = {"retrieve": Permission.RETURN_VIEW}
    lookup_value_regex = r"\d{4}-\d{2}"

    @extend_schema(parameters=[COUNCIL], responses=ReturnSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        council = council_asked(request, Permission.RETURN_VIEW)
        scope = open_scope(by=access.current_user(request._request), council=council)
        try:
            built = build_return(scope, pk)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return Response(ReturnSerializer(built).data)
