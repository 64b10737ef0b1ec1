"""Closed by default: an action that no view listed is refused."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.access import councils_where

if TYPE_CHECKING:
    from rest_framework.views import APIView


class HasActionPermission(BasePermission):
    """Allow an action only if the view lists it and the person holds it in some council."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        granted = getattr(view, "action_permissions", {})
        permission = granted.get(getattr(view, "action", None))
        return permission is not None and councils_where(request.user, permission).exists()
