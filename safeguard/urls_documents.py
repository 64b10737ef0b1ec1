"""Files kept with a case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
