"""Addresses of the figures."""

from django.urls import path

from lianxinqiao.web.public.figures import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:name>/", views.figure, name="figure"),
]
