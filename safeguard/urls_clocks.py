"""The council's timescales, and why something is due when it is."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
