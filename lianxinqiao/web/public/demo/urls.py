"""Addresses that only the demo city answers; every view here is `only_demo`."""

from django.urls import URLPattern, URLResolver, path

from lianxinqiao.web.public.demo import views
from lianxinqiao.web.public.demo.article import article
from lianxinqiao.web.public.demo.mail import mail
from lianxinqiao.web.public.demo.parts import parts

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", views.demo, name="demo"),
    path("demo/step/", views.step, name="demo_step"),
    path("demo/see/", views.see, name="demo_see"),
    path("demo/clock/", views.clock, name="demo_clock"),
    path("demo/reset/", views.reset, name="demo_reset"),
    path("demo/again/", views.again, name="demo_again"),
    path("demo/mail/", mail, name="demo_mail"),
    path("article/", article, name="article"),
    path("parts/", parts, name="parts"),
]
