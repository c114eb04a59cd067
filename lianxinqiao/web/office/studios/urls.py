"""The office's first page and the page of a studio."""

from django.urls import path

from lianxinqiao.web.office.studios import views

urlpatterns = [
    path("", views.studios, name="office"),
    path("studios/<str:code>/", views.studio, name="office_studio"),
]
