"""Addresses of the desk: today, concerns, messages. The whole door is shut to other roles."""

from django.urls import include, path

from lianxinqiao.web.parts.doors import behind

urlpatterns = behind(
    "desk",
    [
        path("", include("lianxinqiao.web.desk.today.urls")),
        path("concerns/", include("lianxinqiao.web.desk.concerns.urls")),
        path("inbox/", include("lianxinqiao.web.desk.inbox.urls")),
    ],
)
