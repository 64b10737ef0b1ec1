"""Pages of the returns."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
