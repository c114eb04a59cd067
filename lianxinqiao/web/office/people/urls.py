"""Who may sign in."""

from django.urls import path

from lianxinqiao.web.office.people import views

urlpatterns = [
    path("", views.people, name="office_people"),
    path("<int:person>/", views.person, name="office_person"),
    path("<int:person>/issue_password/", views.issue_password, name="office_person_issue_password"),
    path("<int:person>/disable_person/", views.disable_person, name="office_person_disable_person"),
    path("<int:person>/enable_person/", views.enable_person, name="office_person_enable_person"),
]
