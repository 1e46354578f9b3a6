"""The addresses of the design: the choice of light or dark."""

from __future__ import annotations

from django.urls import path

from cynosure.web.design.appearance import appearance

urlpatterns = [path("appearance/", appearance, name="appearance")]
