"""Evidence shared with visiting assessors: some choose it, an assessor reads what is theirs.

A reader's own set needs a person, whom the table does not know: what an assessor may read, and what
not, is in tests/assurance/test_sharing.py. Here nobody is its reader, so an assessor finds nothing.
"""

from core.roles import Role
from tests.access.rows import made
from tests.factories import SharedItemFactory, SharedSetFactory, SharedSetReaderFactory

CHOOSES = frozenset({Role.DIRECTOR, Role.QA_LEAD})
READS = frozenset({Role.ASSESSOR})

MAKERS = {
    "shared set": lambda council: SharedSetFactory(council=council),
    "shared item": lambda council: SharedItemFactory(shared_set__council=council),
    "shared reader": lambda council: SharedSetReaderFactory(shared_set__council=council),
}
SET = {"pk": made("shared set")}
NOT_THEIRS = {"set": made("shared set", by_public_id=True)}
NOT_THEIR_ITEM = {**NOT_THEIRS, "item": 1}


def about(key, **address):
    return ("get", address or {"pk": made(key)}, {}, CHOOSES, 200)


TABLE = {
    "assurance:sharing-list": ("get", {}, {}, CHOOSES, 200),
    "assurance:sharing-begin": ("get", {}, {}, CHOOSES, 200),
    "assurance:sharing-detail": about("shared set"),
    "assurance:sharing-change": about("shared set"),
    "assurance:sharing-choose": about("shared set"),
    "assurance:sharing-reader": about("shared set"),
    "assurance:sharing-stop": about("shared set"),
    "assurance:sharing-pack": about("shared set"),
    "assurance:sharing-item-remove": about("", item=made("shared item")),
    "assurance:sharing-reader-remove": about("", reader=made("shared reader")),
    "assurance:shared-list": ("get", {}, {}, READS, 200),
    "assurance:shared-set": ("get", NOT_THEIRS, {}, READS, 404),
    "assurance:shared-item": ("get", NOT_THEIR_ITEM, {}, READS, 404),
    "assurance:shared-file": ("get", NOT_THEIR_ITEM, {}, READS, 404),
}
