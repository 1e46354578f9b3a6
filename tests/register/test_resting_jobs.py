"""A job may rest first, so that what comes until then goes with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cynosure.register import open_register

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_resting_job_waits_and_serves_for_all_that_ask_meanwhile(tmp_path: Path) -> None:
    with open_register(tmp_path):
        from cynosure.register import jobs

        first = jobs.enqueue("retell", by="Maria", at=NOON, once=True, rest=MINUTE)
        again = jobs.enqueue("retell", by="Paul", at=NOON + MINUTE / 2, once=True, rest=MINUTE)

        assert again.pk == first.pk
        assert jobs.claim("me", at=NOON + MINUTE / 2, kinds=["retell"]) is None
        held = jobs.claim("me", at=NOON + MINUTE, kinds=["retell"])
        assert held is not None
        assert held.number == first.pk


def test_who_is_in_haste_brings_it_forward(tmp_path: Path) -> None:
    with open_register(tmp_path):
        from cynosure.register import jobs

        jobs.enqueue("retell", by="Maria", at=NOON, once=True, rest=MINUTE)
        jobs.enqueue("retell", by="Paul", at=NOON, once=True)

        assert jobs.claim("me", at=NOON, kinds=["retell"]) is not None
