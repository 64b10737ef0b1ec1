"""The work of an enquiry."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
