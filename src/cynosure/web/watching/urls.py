"""Addresses for those who watch the server."""

from __future__ import annotations

from django.urls import path

from cynosure.web.watching import views

urlpatterns = [
    path("healthy", views.healthy, name="healthy"),
    path("ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
