"""What django-allauth may not do here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from core.models import User
from core.services.drafts import claim_held


class ClosedAccountAdapter(DefaultAccountAdapter):
    """People are given accounts by an administrator; nobody makes one for themselves.

    Who signs in gets back what they had posted after they were signed out.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if isinstance(user, User):
            claim_held(by=user, session=request.session)
