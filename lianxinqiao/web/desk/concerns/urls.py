"""Addresses of concerns at the desk: the list, the case, one page per verb."""

from django.urls import path

from lianxinqiao.web.desk.concerns import views

urlpatterns = [
    path("", views.concerns, name="desk_concerns"),
    path("<str:number>/", views.concern, name="desk_concern"),
    path("<str:number>/photos/<int:photo>/", views.photo, name="desk_concern_photo"),
    path("<str:number>/accept/", views.accept, name="desk_concern_accept"),
    path("<str:number>/decline/", views.decline, name="desk_concern_decline"),
    path("<str:number>/assign/", views.assign, name="desk_concern_assign"),
    path("<str:number>/answer/", views.answer, name="desk_concern_answer"),
    path("<str:number>/close/", views.close, name="desk_concern_close"),
    path("<str:number>/reopen/", views.reopen, name="desk_concern_reopen"),
    path("<str:number>/note/", views.note, name="desk_concern_note"),
    path("<str:number>/reveal/", views.reveal, name="desk_concern_reveal"),
]
