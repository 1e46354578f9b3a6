"""The addresses that other systems send to."""

from __future__ import annotations

from django.urls import path

from cynosure.web.webhooks import views

urlpatterns = [path("<slug:slug>/<slug:sender>/", views.receive, name="webhook")]
