"""The page of Theme 3 offers each reader the parts that are theirs, and only pages that exist."""

import pytest
from django.urls import reverse

from assurance import theme3_parts
from assurance.theme3_parts import PARTS, Part, parts_for
from core.permissions import THEME_3, Permission
from core.roles import GRANTS, Role


def test_every_part_is_for_somebody_the_page_lets_in():
    for part in PARTS:
        readers = [role for role in Role if GRANTS[role] & part.permissions]
        assert readers, part.label
        assert all(GRANTS[role] & THEME_3 for role in readers), part.label


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRACTITIONER, Role.ASSESSOR])
def test_a_reader_is_offered_what_their_role_opens(role, signed_in, cqc_framework):
    page = signed_in(role).get(reverse("assurance:theme3")).content.decode()
    for part in parts_for(frozenset(Permission)):
        mine = part in parts_for(GRANTS[role])
        assert (f'href="{part.url}"' in page) == mine


def test_a_page_that_is_not_built_is_not_offered(monkeypatch):
    missing = Part("Nowhere", "assurance:nowhere", THEME_3, "Nothing")
    monkeypatch.setattr(theme3_parts, "PARTS", (missing,))
    assert parts_for(THEME_3) == []
