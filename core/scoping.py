"""Rows of one council at a time: the query set of records that belong to a council."""

from typing import ClassVar, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from core.access import councils_where
from core.models import User
from core.permissions import Permission

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Selects the rows of the councils in which a person holds `permission` today."""

    permission: ClassVar[Permission]

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(council__in=councils_where(user, self.permission))
