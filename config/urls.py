"""Root URLs: includes only."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.urls")),
    path("", include("core.urls_account")),
    path("", include("safeguard.urls")),
    path("", include("assurance.urls")),
    path("audit/", include("audit.urls")),
    path("api/v1/", include("api.urls")),
]

# 403, 404 and 500 are Django's own, which take the templates of those names.
handler400 = "core.views.pages.bad_request"
