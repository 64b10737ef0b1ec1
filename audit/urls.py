"""Case-file audit."""

from django.urls import include, path

app_name = "audit"
urlpatterns = [
    path("", include("audit.urls_tools")),
    path("", include("audit.urls_rounds")),
    path("", include("audit.urls_after")),
    path("", include("audit.urls_doing")),
]
