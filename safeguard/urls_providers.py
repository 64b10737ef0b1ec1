"""Providers, and notifications that are not concerns."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
