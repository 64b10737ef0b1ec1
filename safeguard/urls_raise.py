"""Raise a concern, a page at a time."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
