"""Conclude, reopen, ask about experience."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
