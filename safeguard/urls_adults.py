"""Add and change adults, merge two records of one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
