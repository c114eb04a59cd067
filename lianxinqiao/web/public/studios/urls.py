"""Addresses of studios."""

from django.urls import path

from lianxinqiao.web.public.studios import views

urlpatterns = [
    path("studios/", views.studios, name="studios"),
    path("studios/<str:code>/", views.studio, name="studio"),
]
