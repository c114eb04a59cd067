"""How the ledger stands, and having it checked."""

from django.urls import path

from lianxinqiao.web.office.ledger import views

urlpatterns = [
    path("", views.ledger, name="office_ledger"),
    path("verify/", views.verify, name="office_ledger_verify"),
]
