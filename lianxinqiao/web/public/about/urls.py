"""Addresses of the pages that explain."""

from django.urls import path

from lianxinqiao.web.public.about import views

urlpatterns = [path("<slug:name>/", views.about, name="about")]
