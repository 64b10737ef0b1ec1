"""A council's name, colour and calendar."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from core import access
from core.forms import BankHolidayForm, ClosureDayForm, CouncilForm
from core.models import BankHoliday, ClosureDay
from core.permissions import Permission
from core.services.calendars import add_bank_holiday, add_closure_day, remove_closure_day
from core.services.council_settings import change_council
from core.views.bases import ConfirmView, RequiresPermission, ServiceFormView


class Settings(RequiresPermission, TemplateView):
    """The parts of the settings; each page behind it has its own permission."""

    template_name = "core/settings.html"
    permissions = (
        Permission.COUNCIL_MANAGE,
        Permission.CALENDAR_MANAGE,
        Permission.CLOCK_MANAGE,
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = (p for p in self.permissions if access.councils_where(request.user, p).exists())
        self.permission = next(held, self.permissions[0])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = access.permissions_in(self.person, self.council)
        return super().get_context_data(
            **kwargs,
            may_manage=Permission.COUNCIL_MANAGE in held,
            may_keep_calendar=Permission.CALENDAR_MANAGE in held,
            may_keep_clocks=Permission.CLOCK_MANAGE in held,
            may_load_published=Permission.PUBLISHED_LOAD in held,
        )


class CouncilSettings(ServiceFormView):
    permission = Permission.COUNCIL_MANAGE
    form_class = CouncilForm
    template_name = "core/council_form.html"
    done_message = "The name and colour are saved"
    success_url = reverse_lazy("core:settings")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.council.name, "colour": self.council.colour}

    def call_service(self, **data: Any) -> None:
        change_council(by=self.person, council=self.council, **data)


class Calendar(RequiresPermission, TemplateView):
    permission = Permission.CALENDAR_MANAGE
    template_name = "core/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this_year = timezone.localdate().replace(month=1, day=1)
        return super().get_context_data(
            **kwargs,
            closures=ClosureDay.objects.filter(council=self.council).order_by("-on"),
            holidays=BankHoliday.objects.filter(on__gte=this_year),
            last=BankHoliday.objects.last(),
        )


class ClosureAdd(ServiceFormView):
    permission = Permission.CALENDAR_MANAGE
    form_class = ClosureDayForm
    template_name = "core/closure_form.html"
    done_message = "The closure day is added"
    success_url = reverse_lazy("core:calendar")

    def call_service(self, **data: Any) -> None:
        add_closure_day(by=self.person, council=self.council, **data)


class BankHolidayAdd(ServiceFormView):
    permission = Permission.CALENDAR_MANAGE
    form_class = BankHolidayForm
    template_name = "core/bank_holiday_form.html"
    done_message = "The bank holiday is added"
    success_url = reverse_lazy("core:calendar")

    def call_service(self, **data: Any) -> None:
        add_bank_holiday(by=self.person, council=self.council, **data)


class ClosureRemove(ConfirmView[ClosureDay]):
    permission = Permission.CALENDAR_MANAGE
    template_name = "core/closure_remove.html"
    row_name = "closure"
    done_message = "That day counts as a working day again"
    success_url = reverse_lazy("core:calendar")

    def rows(self) -> QuerySet[ClosureDay]:
        return ClosureDay.objects.filter(council=self.council)

    def call_service(self, **data: Any) -> None:
        remove_closure_day(by=self.person, closure=self.row)
