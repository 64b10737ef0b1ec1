"""Theme 3: its first page, under the names of the app. Each part has a file of addresses beside."""

from django.urls import path

from assurance.views import theme3

urlpatterns = [
    path("theme-3/", theme3.Theme3.as_view(), name="theme3"),
]
