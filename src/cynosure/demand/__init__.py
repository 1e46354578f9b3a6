"""The words: what a demand is, what happens to it, and what it can be."""

from cynosure.demand.codebook import CAUSES, CODES, NATURES, WANTS, Nature, nature_of
from cynosure.demand.ids import demand_id, event_id, payload_hash, with_id
from cynosure.demand.kinds import ENDINGS, EVENT_KINDS, FLAGS, STATES
from cynosure.demand.records import (
    CLOCKS,
    DEMANDS,
    EVENTS,
    IMPORTS,
    LABELS,
    PAYLOADS,
    QUARANTINE,
    REQUESTS,
    SET_ASIDE,
    SIGHTINGS,
    SOURCE_FIGURES,
    TIME,
    Demand,
    Event,
    as_batch,
)

__all__ = [
    "CAUSES",
    "CLOCKS",
    "CODES",
    "DEMANDS",
    "ENDINGS",
    "EVENTS",
    "EVENT_KINDS",
    "FLAGS",
    "IMPORTS",
    "LABELS",
    "NATURES",
    "PAYLOADS",
    "QUARANTINE",
    "REQUESTS",
    "SET_ASIDE",
    "SIGHTINGS",
    "SOURCE_FIGURES",
    "STATES",
    "TIME",
    "WANTS",
    "Demand",
    "Event",
    "Nature",
    "as_batch",
    "demand_id",
    "event_id",
    "nature_of",
    "payload_hash",
    "with_id",
]
