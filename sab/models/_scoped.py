"""Whose rows are whose: a board's for those who serve it, an agency's for those who answer for it.

Both are decided by the row itself: it carries its board, and where an agency answers for it, that
agency. Nothing here reaches a case.
"""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from core.access import councils_where
from core.models import User
from core.permissions import Permission

M = TypeVar("M", bound=models.Model)


def in_boards_where(user: User | AnonymousUser, permission: Permission, board: str = "board") -> Q:
    """Return what selects rows of boards that cover a council in which `user` holds it."""
    return Q(**{f"{board}__areas__council__in": councils_where(user, permission)})


class BoardRows(models.QuerySet[M]):
    """Rows of a board, for those who may read its matters."""

    permission: ClassVar[Permission] = Permission.BOARD_VIEW

    def visible_to(self, user: User | AnonymousUser) -> Self:
        rows = self.model._base_manager.filter(in_boards_where(user, self.permission))
        return self.filter(pk__in=rows.values("pk"))


class AgencyRows(BoardRows[M]):
    """Rows of a board that one partner answers for: they and their own agency's people see them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        rows = self.model._base_manager.filter(
            in_boards_where(user, self.permission) | self.own_agency(user)
        )
        return self.filter(pk__in=rows.values("pk"))

    def of_own_agency(self, user: User | AnonymousUser) -> Self:
        """Those that an organisation answers for in which `user` does so today."""
        return self.filter(self.own_agency(user))

    @staticmethod
    def own_agency(user: User | AnonymousUser) -> Q:
        return Q(partner__organisation__in=councils_where(user, Permission.AGENCY_ANSWER))
