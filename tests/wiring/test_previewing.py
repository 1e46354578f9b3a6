"""What files that were sent are taken for is shown without personal data."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cynosure.wiring.previewing import SHOWN, Preview, look_at, preview_of
from cynosure.wiring.uploads import Receiving, Upload

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLANTED = ("planted.person@example.org", "Ana Planted")
TABLE = (
    "id,title,description,created at,requester\n"
    + "".join(
        f"{n},It fails,Write to {PLANTED[0]} says {PLANTED[1]},2026-03-01 09:00,{PLANTED[1]}\n"
        for n in range(60)
    )
    + f"61,It fails,x,not a date {PLANTED[0]},{PLANTED[1]}\n"
)


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    receiving = Receiving(tmp_path, limit=1024**2)
    receiving.begin("tickets.csv")
    receiving.write(TABLE.encode())
    return receiving.keep(by="Paul", at=NOW)


@pytest.fixture
def preview(upload: Upload) -> Preview:
    return preview_of(look_at(upload, now=NOW))


class TestPreview:
    def test_shows_the_first_fifty_demands(self, preview: Preview) -> None:
        assert len(preview.demands) == SHOWN == 50

    def test_shows_nobody_in_texts_examples_dates_or_reasons(self, preview: Preview) -> None:
        shown = [
            *(one[name] for one in preview.demands for name in ("title", "body")),
            *(example for each in preview.columns for example in each.examples),
            *(one.written for one in preview.dates),
            *(words for pair in preview.quarantine for words in pair),
        ]

        assert preview.quarantine
        assert not [words for words in shown for person in PLANTED if person in (words or "")]
