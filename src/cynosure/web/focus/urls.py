"""Where Focus lies: at the root of its workspace."""

from __future__ import annotations

from django.urls import path

from cynosure.web.focus import views

urlpatterns = [
    path("", views.focus, name="focus"),
    path("tell-again/", views.tell_again, name="tell_again"),
]
