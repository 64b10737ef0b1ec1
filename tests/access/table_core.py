"""Home, help, people, settings, exports, and the account pages."""

from core.roles import Role
from tests.access.rows import ANONYMOUS, EVERYBODY, made

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CALENDAR = frozenset({Role.ADMINISTRATOR, Role.ANALYST})
SETTINGS = CALENDAR | {Role.SAFEGUARDING_MANAGER}
LEDGER = frozenset({Role.ANALYST, Role.DIRECTOR})
PUBLIC = {ANONYMOUS: 200}
RESET = {"uidb36": "1", "key": "set-password"}

TABLE = {
    "core:home": ("get", {}, {}, EVERYBODY, 200),
    "core:choose-council": ("post", {}, {}, EVERYBODY, 302),
    "core:help": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
    "core:accessibility": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
    "core:health": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
    # Neither names a form: what is kept of one is tested in safeguard/test_views_drafts.py.
    "core:draft-save": ("post", {}, {}, EVERYBODY, 400),
    "core:draft-discard": ("get", {}, {}, EVERYBODY, 404),
    "core:gallery": ("get", {}, {}, ADMINISTRATOR, 200),
    "core:export-list": ("get", {}, {}, LEDGER, 200),
    "core:people": ("get", {}, {}, ADMINISTRATOR, 200),
    "core:membership-give": ("get", {}, {}, ADMINISTRATOR, 200),
    "core:membership-end": ("get", {"pk": made("membership")}, {}, ADMINISTRATOR, 200),
    "core:settings": ("get", {}, {}, SETTINGS, 200),
    "core:council-settings": ("get", {}, {}, ADMINISTRATOR, 200),
    "core:calendar": ("get", {}, {}, CALENDAR, 200),
    "core:closure-add": ("get", {}, {}, CALENDAR, 200),
    "core:closure-remove": ("get", {"pk": made("closure")}, {}, CALENDAR, 200),
    "core:bank-holiday-add": ("get", {}, {}, CALENDAR, 200),
    "account_login": ("get", {}, {}, EVERYBODY, 302, PUBLIC),
    "account_logout": ("get", {}, {}, EVERYBODY, 200),
    "account_inactive": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
    "account_reauthenticate": ("get", {}, {}, EVERYBODY, 200),
    "account_change_password": ("get", {}, {}, EVERYBODY, 200),
    "account_reset_password": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
    "account_reset_password_done": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
    # A key that was never sent: the page says so.
    "account_reset_password_from_key": ("get", RESET, {}, EVERYBODY, 200, PUBLIC),
    "account_reset_password_from_key_done": ("get", {}, {}, EVERYBODY, 200, PUBLIC),
}
