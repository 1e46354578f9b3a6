"""Addresses of dissatisfiers, themes and remedies."""

from __future__ import annotations

from django.urls import path

from cynosure.web.dissatisfiers import acts, proposals, ranking, remedies, themes

urlpatterns = [
    path("dissatisfiers/", ranking.ranking, name="dissatisfiers"),
    path("dissatisfiers/themes/", themes.index, name="themes"),
    path("dissatisfiers/themes/undo/", acts.undo, name="themes_undo"),
    path("dissatisfiers/themes/proposed/", proposals.proposed, name="themes_proposed"),
    path("dissatisfiers/themes/<slug:theme>/", themes.theme, name="theme"),
    path("dissatisfiers/themes/<slug:theme>/name/", acts.name, name="theme_name"),
    path("dissatisfiers/themes/<slug:theme>/merge/", acts.merge, name="theme_merge"),
    path("dissatisfiers/themes/<slug:theme>/split/", acts.split, name="theme_split"),
    path("dissatisfiers/themes/<slug:theme>/mark/", acts.mark, name="theme_mark"),
    path("dissatisfiers/themes/<slug:theme>/remedy/", remedies.mark, name="remedy_mark"),
    path("dissatisfiers/remedies/", remedies.index, name="remedies"),
    path("dissatisfiers/remedies/<int:number>/", remedies.take_back, name="remedy_take_back"),
]
