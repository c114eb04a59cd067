"""Addresses that only the demo city answers; every view here is `only_demo`."""

from django.urls import URLPattern, URLResolver, path

from lianxinqiao.web.public.demo.article import article

urlpatterns: list[URLPattern | URLResolver] = [
    path("article/", article, name="article"),
]
