"""Addresses that only the demo city answers; every view here is `only_demo`."""

from django.urls import URLPattern, URLResolver, path

from lianxinqiao.web.public.demo.parts import parts

urlpatterns: list[URLPattern | URLResolver] = [
    path("parts/", parts, name="parts"),
]
