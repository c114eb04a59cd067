"""Messages."""

from django.urls import path

from lianxinqiao.web.desk.inbox import views

urlpatterns = [
    path("", views.inbox, name="desk_inbox"),
    path("<int:message>/read/", views.read, name="desk_inbox_read"),
]
