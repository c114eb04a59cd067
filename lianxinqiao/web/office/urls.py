"""Addresses of the office. The whole door is shut to other roles."""

from django.urls import include, path

from lianxinqiao.web.parts.doors import behind

urlpatterns = behind(
    "office",
    [
        path("", include("lianxinqiao.web.office.studios.urls")),
        path("concerns/", include("lianxinqiao.web.office.concerns.urls")),
        path("figures/", include("lianxinqiao.web.office.figures.urls")),
        path("ledger/", include("lianxinqiao.web.office.ledger.urls")),
        path("import/", include("lianxinqiao.web.office.imports.urls")),
        path("people/", include("lianxinqiao.web.office.people.urls")),
        path("jobs/", include("lianxinqiao.web.office.jobs.urls")),
    ],
)
