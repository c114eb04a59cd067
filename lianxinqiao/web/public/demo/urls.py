"""Addresses that only the demo city answers; every view here is `only_demo`."""

from django.urls import URLPattern, URLResolver, path

from lianxinqiao.web.public.demo import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", views.demo, name="demo"),
    path("demo/step/", views.step, name="demo_step"),
    path("demo/see/", views.see, name="demo_see"),
    path("demo/clock/", views.clock, name="demo_clock"),
    path("demo/reset/", views.reset, name="demo_reset"),
    path("demo/again/", views.again, name="demo_again"),
]
