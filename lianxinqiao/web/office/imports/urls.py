"""Workbooks into the register."""

from django.urls import path

from lianxinqiao.web.office.imports import views

urlpatterns = [
    path("", views.imports, name="office_imports"),
    path("<slug:what>/", views.sheet, name="office_import"),
    path("<slug:what>/template/", views.template, name="office_import_template"),
]
