"""Addresses of the room Settings; those of members, tokens and trail are with `people`."""

from __future__ import annotations

from django.urls import path

from cynosure.web.workspace import about, erasure, labellers, sources, webhooks, weights

urlpatterns = [
    path("settings/", sources.show, name="workspace"),
    path("settings/mappings/", sources.mappings, name="workspace_mappings"),
    path("settings/mappings/<slug:name>/", sources.mapping, name="workspace_mapping"),
    path(
        "settings/mappings/<slug:name>/delete/",
        sources.delete_mapping,
        name="workspace_mapping_delete",
    ),
    path("settings/labellers/", labellers.show, name="workspace_labellers"),
    path("settings/weights/", weights.show, name="workspace_weights"),
    path("settings/weights/undo/", weights.undo, name="workspace_weight_undo"),
    path("settings/webhooks/", webhooks.show, name="workspace_webhooks"),
    path(
        "settings/webhooks/<slug:sender>/secret/", webhooks.secret, name="workspace_webhook_secret"
    ),
    path(
        "settings/webhooks/secrets/<int:number>/end/",
        webhooks.end_secret,
        name="workspace_webhook_secret_end",
    ),
    path(
        "settings/webhooks/deliveries/<int:number>/again/",
        webhooks.again,
        name="workspace_delivery_again",
    ),
    path(
        "settings/webhooks/deliveries/<int:number>/let-go/",
        webhooks.let_go,
        name="workspace_delivery_let_go",
    ),
    path("settings/erasure/", erasure.ask, name="workspace_erasure"),
    path("settings/erasure/<int:number>/", erasure.receipt, name="workspace_erasure_receipt"),
    path("settings/erasure/<int:number>/again/", erasure.again, name="workspace_erasure_again"),
    path("settings/about/", about.show, name="workspace_about"),
    path("settings/about/another/", about.another, name="workspace_another"),
]
