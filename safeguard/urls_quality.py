"""The data-quality desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
