"""Addresses of a resident's way: say, receipt and status, outcome, mark."""

from django.urls import path

from lianxinqiao.web.public.concerns import views

urlpatterns = [
    path("say/", views.say, name="say"),
    path("s/<str:code>/", views.scan, name="scan"),
    path("call/", views.call, name="call"),
    path("status/", views.find, name="find"),
    path("r/<str:token>/", views.receipt, name="receipt"),
    path("r/<str:token>/rate/", views.rate, name="receipt_rate"),
    path("r/<str:token>/mark/", views.mark, name="receipt_mark"),
    path("r/<str:token>/erase/", views.erase, name="receipt_erase"),
    path("r/<str:token>/qr/", views.picture, name="receipt_qr"),
    path("r/<str:token>/photos/<int:photo>/", views.photo, name="receipt_photo"),
]
