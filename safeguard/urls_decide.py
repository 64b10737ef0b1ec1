"""Triage, the decision and its sign-off, feedback, the waiting view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
