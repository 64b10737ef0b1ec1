"""Home, help, people, settings, the ledger of exports."""

from django.urls import path

from core.views import drafts, home, pages, people, settings

app_name = "core"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("council/", home.ChooseCouncil.as_view(), name="choose-council"),
    path("help/", pages.Help.as_view(), name="help"),
    path("accessibility/", pages.Accessibility.as_view(), name="accessibility"),
    path("components/", pages.Gallery.as_view(), name="gallery"),
    path("health/", pages.health, name="health"),
    path("drafts/save/", drafts.DraftSave.as_view(), name="draft-save"),
    path("drafts/discard/", drafts.DraftDiscard.as_view(), name="draft-discard"),
    path("exports/", pages.ExportList.as_view(), name="export-list"),
    path("people/", people.People.as_view(), name="people"),
    path("people/add/", people.MembershipGive.as_view(), name="membership-give"),
    path("people/<int:pk>/end/", people.MembershipEnd.as_view(), name="membership-end"),
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/council/", settings.CouncilSettings.as_view(), name="council-settings"),
    path("settings/calendar/", settings.Calendar.as_view(), name="calendar"),
    path("settings/calendar/closures/add/", settings.ClosureAdd.as_view(), name="closure-add"),
    path(
        "settings/calendar/closures/<int:pk>/remove/",
        settings.ClosureRemove.as_view(),
        name="closure-remove",
    ),
    path(
        "settings/calendar/bank-holidays/add/",
        settings.BankHolidayAdd.as_view(),
        name="bank-holiday-add",
    ),
]
