"""Addresses of the public door."""

from django.urls import URLPattern, URLResolver, include, path

from lianxinqiao.web.parts.doors import acting, open_to_all
from lianxinqiao.web.parts.frame import look

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lianxinqiao.web.public.home.urls")),
    path("look/", open_to_all(acting(look)), name="look"),
    path("", include("lianxinqiao.web.public.studios.urls")),
    path("", include("lianxinqiao.web.public.concerns.urls")),
    path("", include("lianxinqiao.web.public.figures.urls")),
    path("", include("lianxinqiao.web.public.demo.urls")),
    path("about/", include("lianxinqiao.web.public.about.urls")),
]
