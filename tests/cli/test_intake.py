"""What the commands say of an import in one line."""

from __future__ import annotations

import pytest

from cynosure.cli.intake import say
from cynosure.store import Receipt


def receipt(**told: int | None) -> Receipt:
    dull: dict[str, int | None] = {
        **dict.fromkeys(("changed", "unchanged", "set_aside", "quarantined"), 0),
        **dict.fromkeys(("demands", "new_events", "repeated_events", "differing_events"), 0),
    }
    return Receipt(import_id="i1", **(dull | told))  # type: ignore[arg-type]  # names are checked at run time


class TestSay:
    @pytest.mark.parametrize(
        ("rows", "begins"),
        [
            (65_533, "Read 7,554 (from 65,533 rows): 7,554 new,"),
            (7_554, "Read 7,554: 7,554 new,"),
            (None, "Read 7,554: 7,554 new,"),
        ],
    )
    def test_names_the_rows_where_they_are_others_than_the_records(
        self, capsys: pytest.CaptureFixture[str], rows: int | None, begins: str
    ) -> None:
        say(receipt(rows=rows, read=7_554, new=7_554))

        assert capsys.readouterr().err.startswith(begins)
