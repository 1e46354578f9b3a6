"""Addresses of the audit."""

from __future__ import annotations

from django.urls import path, register_converter

from cynosure.web.audit import drawing, rounds, views


class RoundConverter:
    """One of the three goings through a sample."""

    regex = "first|second|settled"

    def to_python(self, value: str) -> str:
        """Return the round as it is called."""
        return value

    def to_url(self, value: str) -> str:
        """Return the round as it stands in an address."""
        return value


register_converter(RoundConverter, "round")

urlpatterns = [
    path("audit/", views.overview, name="audit"),
    path("audit/draw/", drawing.draw, name="audit_draw"),
    path("audit/draw/<int:number>/", drawing.progress, name="audit_drawing"),
    path("audit/narrowing/", views.narrowing, name="audit_narrowing"),
    path("audit/<round:role>/", rounds.judge, name="audit_round"),
]
