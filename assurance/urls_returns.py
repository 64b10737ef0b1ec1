"""Pages of the statutory return, under the names of the app."""

from django.urls import path, register_converter

from assurance.sac.spec import specification_for
from assurance.views import frozen_returns, returns
from core.periods import YEAR_LABEL


class FinancialYearConverter:
    """A reporting year that a specification covers, such as 2024-25; 2024-26 is no address."""

    regex = YEAR_LABEL.pattern.replace("(", "(?:")

    def to_python(self, value: str) -> str:
        specification_for(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FinancialYearConverter, "financial_year")

urlpatterns = [
    path("", returns.ReturnList.as_view(), name="return-list"),
    path(
        "frozen/<uuid:public_id>/",
        frozen_returns.FrozenReturnDetail.as_view(),
        name="return-frozen-detail",
    ),
    path("<financial_year:year>/", returns.ReturnDetail.as_view(), name="return-detail"),
    path("<financial_year:year>/cell/", returns.ReturnCell.as_view(), name="return-cell"),
    path(
        "<financial_year:year>/freeze/", frozen_returns.ReturnFreeze.as_view(), name="return-freeze"
    ),
    path(
        "<financial_year:year>/sign-off/",
        frozen_returns.ReturnSignOff.as_view(),
        name="return-sign-off",
    ),
    path(
        "<financial_year:year>/download/",
        frozen_returns.ReturnDownload.as_view(),
        name="return-download",
    ),
]
