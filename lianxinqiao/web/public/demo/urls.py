"""Addresses that only the demo city answers; every view here is `only_demo`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
