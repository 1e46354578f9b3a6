"""A receipt tells what was reached beside the store, and one of an earlier version still opens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cynosure.register.scope import within
from tests.web.conftest import Desk

if TYPE_CHECKING:
    from django.test import Client

AT = datetime(2026, 3, 9, 9, tzinfo=UTC)
EARLIER = {
    "token": "erased-1",
    "demands": 1,
    "events": 2,
    "mentions": 0,
    "records": 0,
    "payloads": 1,
    "out_of_reach": ["backups"],
    "found": True,
}


def receipt_of(desk: Desk, **said: Any) -> str:
    from cynosure.register import jobs

    with within(desk.number):
        job = jobs.enqueue("erase", {"asker": "erased-1"}, by="Olga", at=AT)
        held = jobs.claim("w", at=AT, kinds=["erase"])
        assert held is not None
        jobs.done(held, at=AT, result={**EARLIER, **said})
    return desk.address(f"settings/erasure/{job.pk}/")


def test_a_receipt_counts_deliveries_and_files(desk: Desk, olga: Client) -> None:
    page = olga.get(receipt_of(desk, deliveries=2, uploads=3, unread_uploads=1)).content.decode()

    assert "Deliveries given up" in page
    assert "3 uploads let go of" in page


def test_a_receipt_of_an_earlier_version_says_nothing_of_them(desk: Desk, olga: Client) -> None:
    answered = olga.get(receipt_of(desk))

    assert answered.status_code == 200
    assert "Deliveries given up" not in answered.content.decode()
