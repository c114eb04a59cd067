"""The figures of the reader's area, and the lines of each."""

from django.urls import path

from lianxinqiao.web.office.figures import views

urlpatterns = [
    path("", views.figures, name="office_figures"),
    path("<slug:name>/", views.figure, name="office_figure"),
]
