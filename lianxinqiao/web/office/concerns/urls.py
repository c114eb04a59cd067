"""Matters of the area, one matter, and opening its text by a reason."""

from django.urls import path

from lianxinqiao.web.office.concerns import views

urlpatterns = [
    path("", views.concerns, name="office_concerns"),
    path("<str:number>/", views.concern, name="office_concern"),
    path("<str:number>/photos/<int:photo>/", views.photo, name="office_concern_photo"),
    path("<str:number>/reveal/", views.reveal, name="office_concern_reveal"),
]
