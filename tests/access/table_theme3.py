"""Theme 3: a page for everybody with a part in it, and the frameworks it rests on."""

from core.permissions import THEME_3
from core.roles import GRANTS, Role

# What each finds there differs by role; see test_theme3.py.
WITH_A_PART = frozenset(role for role in Role if GRANTS[role] & THEME_3)

TABLE = {
    "assurance:theme3": ("get", {}, {}, WITH_A_PART, 200),
}
