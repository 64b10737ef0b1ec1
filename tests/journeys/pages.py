"""The pages that Chromium opens, and for whom. A new page is a new line.

An address is a path, or the name of a case that `test_pages_browser.py` makes, in braces.
"""

from core.roles import Role

# role: pages it opens
PAGES: dict[Role | None, tuple[str, ...]] = {
    None: (
        "/sign-in/",
        "/help/",
        "/accessibility/",
        "/account/password/forgotten/",
        "/account/password/forgotten/sent/",
        "/account/password/chosen/",
        "/account/password/choose/1-none/",
        "/account/inactive/",
    ),
    Role.PRACTITIONER: (
        "/",
        "/concerns/",
        "/concerns/?received_from=tomorrow&decision=maybe",
        "/concerns/?search=nobody",
        "/concerns/{concern}/",
        "/enquiries/",
        "/enquiries/{enquiry}/",
        "/adults/{adult}/",
        "/notifications/",
        "/notifications/?kind=provider",
        "/notifications/{notification}/",
        "/notifications/provider/{provider_notification}/",
        "/account/password/",
        "/account/confirm/",
        "/sign-out/",
    ),
    Role.SAFEGUARDING_MANAGER: (
        "/",
        "/measures/",
        "/measures/concerns_raised/",
        "/measures/concerns_raised/cases/",
        "/measures/conversion_rate_pct/",
        "/sac-return/",
        "/sac-return/2024-25/",
        "/sac-return/2024-25/cell/?table=SG1f&panel=&row=CONCERN&column=COUNT",
        "/reports/",
        "/reports/new/",
    ),
    Role.ANALYST: (
        "/",
        "/imports/",
        "/imports/new/",
        "/imports/{import_run}/",
        "/imports/mappings/",
        "/imports/mappings/new/",
        "/imports/mappings/{mapping}/",
        "/sac-return/2024-25/freeze/",
        "/sac-return/2024-25/sign-off/",
        "/exports/",
        "/settings/",
        "/settings/calendar/",
        "/settings/calendar/closures/add/",
        "/settings/calendar/closures/{closure}/remove/",
        "/settings/calendar/bank-holidays/add/",
    ),
    Role.QA_LEAD: ("/",),
    Role.DIRECTOR: ("/", "/concerns/open/"),
    Role.AUDITOR: ("/",),
    Role.ADMINISTRATOR: (
        "/",
        "/people/",
        "/people/add/",
        "/people/{membership}/end/",
        "/settings/",
        "/settings/council/",
        "/settings/register/",
        "/settings/register/changes/add/",
        "/settings/register/changes/{policy_change}/remove/",
        "/components/",
    ),
}
# Pages that are an answer to a mistake: their status is part of what they are.
MISTAKES: tuple[tuple[Role | None, str, int], ...] = (
    (None, "/nowhere/", 404),
    (Role.AUDITOR, "/people/", 403),
)
WIDTHS = (1280, 375)
