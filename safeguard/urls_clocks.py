"""The council's timescales, and why something is due when it is."""

from django.urls import path

from safeguard.views import clocks

urlpatterns = [
    path("settings/clocks/", clocks.ClockList.as_view(), name="clock-list"),
    path("settings/clocks/add/", clocks.ClockAdd.as_view(), name="clock-add"),
    path("settings/clocks/<int:pk>/change/", clocks.ClockChange.as_view(), name="clock-change"),
    path("settings/clocks/<int:pk>/end/", clocks.ClockEnd.as_view(), name="clock-end"),
    path("concerns/<int:pk>/clocks/", clocks.ClockWhy.as_view(), name="clock-why"),
    path("concerns/<int:pk>/clocks/late/", clocks.LateReasonGive.as_view(), name="late-reason"),
]
