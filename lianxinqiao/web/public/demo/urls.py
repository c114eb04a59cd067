"""Addresses that only the demo city answers; every view here is `only_demo`."""

from django.urls import URLPattern, URLResolver, path

from lianxinqiao.web.public.demo.article import article
from lianxinqiao.web.public.demo.mail import mail

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/mail/", mail, name="demo_mail"),
    path("article/", article, name="article"),
]
