"""Every address of the house, door by door."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lianxinqiao.web.public.urls")),
    path("", include("lianxinqiao.web.parts.urls")),
    path("desk/", include("lianxinqiao.web.desk.urls")),
    path("office/", include("lianxinqiao.web.office.urls")),
]

handler400 = "lianxinqiao.web.parts.faults.bad_request"
handler403 = "lianxinqiao.web.parts.faults.forbidden"
handler404 = "lianxinqiao.web.parts.faults.not_found"
handler500 = "lianxinqiao.web.parts.faults.server_error"
