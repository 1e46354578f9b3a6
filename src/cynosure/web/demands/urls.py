"""Addresses of the room of demands.

An id may hold anything, slashes too, so nothing stands behind it, and what is done to one
demand has an address of its own beside the list.
"""

from __future__ import annotations

from django.urls import path, register_converter

from cynosure.web.demands import acting, labels, listing, one
from cynosure.web.demands.ids import DemandId

register_converter(DemandId, "demand")

urlpatterns = [
    path("demands/", listing.demands, name="demands"),
    path("demands/<demand:demand_id>/", one.demand, name="demand"),
    path("demands-export/", listing.export, name="demands-export"),
    path("similar/<demand:demand_id>/", one.similar, name="demand-similar"),
    path("decide/<demand:demand_id>/", acting.decide, name="demand-decide"),
    path("undo/<demand:demand_id>/", acting.undo, name="demand-undo"),
    path("unmask/<demand:demand_id>/", acting.unmask, name="demand-unmask"),
    path("move/<demand:demand_id>/", acting.move, name="demand-move"),
    path("views/", listing.save_view, name="views"),
    path("views/<int:number>/", listing.let_go_of_view, name="view"),
    path("labels/", labels.labels, name="labels"),
    path("labels/learn/", labels.learn, name="labels-learn"),
]
