"""Background work."""

from django.urls import path

from lianxinqiao.web.office.jobs import views

urlpatterns = [
    path("", views.failures, name="office_jobs"),
    path("<int:job>/retry/", views.retry, name="office_job_retry"),
]
