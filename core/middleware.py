"""Response headers that no package we use sets; and signing in with nothing typed lost."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from core.views.drafts import hold

GetResponse = Callable[[HttpRequest], HttpResponse]


class PermissionsPolicy:
    """Switch off the browser features that no page of ours uses."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), usb=()"
        return response


class NoStore:
    """Keep pages made for a signed-in person out of every cache, the browser's own included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class SignInFirst(LoginRequiredMiddleware):
    """Send whoever is not signed in to sign in, and keep what they posted on a form meanwhile."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        hold(request, view_func)
        return super().handle_no_permission(request, view_func)
