"""The numbers that Prometheus gathers: requests as they come, the rest when it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import CollectorRegistry

from cynosure.wiring.standing import Standing, standing

# Pages shall answer within 0.15 s, and all but one in twenty within 0.4 s.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.75, 1.5, 5.0, 15.0, 60.0)

REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
_SECONDS = Histogram(
    "cynosure_request_seconds",
    "How long answering took.",
    ["address", "method"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
_ANSWERS = Counter(
    "cynosure_requests", "Requests that were answered.", ["address", "status"], registry=REGISTRY
)


def note(address: str, method: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    _SECONDS.labels(address, method).observe(seconds)
    _ANSWERS.labels(address, str(status)).inc()


def exposition() -> bytes:
    """Return all numbers as Prometheus reads them.

    Of a register that cannot be asked only `cynosure_register_up 0` is told.
    """
    return bytes(generate_latest(REGISTRY))


class _WhatStands:
    """Asks the register when it is gathered; workspaces are told by number, not by name."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Return nothing: what is told depends on what is there."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield what waits and how old figures are."""
        found = standing(Path(settings.FOLDER or "."), at=datetime.now(UTC))
        up = GaugeMetricFamily("cynosure_register_up", "Whether the register answers.")
        up.add_metric([], 0.0 if found is None else 1.0)
        yield up
        if found is not None:
            yield from _families(found)


def _families(found: list[Standing]) -> Iterator[GaugeMetricFamily]:
    for name, (means, value) in _OF_A_WORKSPACE.items():
        family = GaugeMetricFamily(f"cynosure_{name}", means, labels=["workspace"])
        for one in found:
            if (number := value(one)) is not None:
                family.add_metric([str(one.workspace)], float(number))
        yield family


_OF_A_WORKSPACE: Mapping[str, tuple[str, Callable[[Standing], float | None]]] = MappingProxyType(
    {
        "jobs_waiting": ("Jobs that wait for a worker.", lambda one: one.jobs_waiting),
        "jobs_running": ("Jobs that a worker does.", lambda one: one.jobs_running),
        "jobs_failed": (
            "Jobs that have failed and were not begun again.",
            lambda one: one.jobs_failed,
        ),
        "jobs_oldest_seconds": (
            "How long the oldest job that is due has waited.",
            lambda one: one.oldest_job.total_seconds(),
        ),
        "deliveries_waiting": (
            "Deliveries of machines that are not in the store yet.",
            lambda one: one.deliveries_waiting,
        ),
        "told_age_seconds": (
            "How old the figures on pages are; absent before the first.",
            lambda one: None if one.told_age is None else one.told_age.total_seconds(),
        ),
    }
)
REGISTRY.register(_WhatStands())
