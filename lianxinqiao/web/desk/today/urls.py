"""The desk's first page."""

from django.urls import path

from lianxinqiao.web.desk.today import views

urlpatterns = [path("", views.today, name="desk")]
