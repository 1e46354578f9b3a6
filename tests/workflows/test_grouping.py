"""Grouping a table of texts: every row is accounted for, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.intake.texts import open_texts
from cynosure.workflows.grouping import GROUPS, Grouped, group
from tests.themes.texts import ODD, TROUBLES, said

TELLINGS = [telling for tellings in TROUBLES.values() for telling in tellings]
# A first row with words, by which the columns are known.
FIRST: dict[str, str | None] = {
    "id": "first",
    "title": "CSV export is empty",
    "body": "The file has no rows at all.",
}
TEXTS = st.none() | st.sampled_from([*TELLINGS, *ODD]) | st.text(max_size=30)


def grouped(
    rows: Sequence[dict[str, str | None]], folder: Path, *, lines: Sequence[str] = ()
) -> tuple[pa.Table, Grouped]:
    """Return the groups of rows, and of raw lines behind them, with what was told of them."""
    file = folder / "texts.ndjson"
    written = [*map(json.dumps, rows), *lines]
    file.write_text("\n".join(written), encoding="utf-8")
    told = Grouped()
    table = pa.Table.from_batches(group(open_texts(file), told), GROUPS)
    return table, told


def invented() -> list[dict[str, str | None]]:
    return [{"id": key, "title": title, "body": body} for key, title, body in said()]


class TestGrouping:
    def test_counts_what_became_of_the_rows(self, tmp_path: Path) -> None:
        table, told = grouped(invented(), tmp_path, lines=["17", '"word"'])

        themes = table["theme"].to_pylist()
        assert told.read == len(said()) + 2
        assert told.placed == sum(theme is not None for theme in themes)
        assert told.not_recurring == sum(theme is None for theme in themes)
        assert [row["place"] for row in told.unreadable] == [
            f"texts.ndjson, line {len(said()) + n}" for n in (1, 2)
        ]

    def test_tells_the_themes_that_the_rows_have_the_largest_first(self, tmp_path: Path) -> None:
        table, told = grouped(invented(), tmp_path)

        pairs = list(zip(table["theme"].to_pylist(), table["name"].to_pylist(), strict=True))
        sizes = [size for _, _, size in told.themes]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes == [pairs.count((key, name)) for key, name, _ in told.themes]
        assert len({key for key, _, _ in told.themes}) == len(told.themes)

    def test_names_a_theme_in_the_words_of_its_texts(self, tmp_path: Path) -> None:
        table, _ = grouped(invented(), tmp_path)

        name_of = dict(zip(table["id"].to_pylist(), table["name"].to_pylist(), strict=True))
        assert "export" in name_of["export-0"].lower()
        assert "sync" in name_of["sync-0"].lower()

    def test_reads_titles_and_bodies_alike(self, tmp_path: Path) -> None:
        bodies = [{"id": row["id"], "body": row["title"]} for row in invented()]

        assert grouped(bodies, tmp_path)[0]["theme"] == grouped(invented(), tmp_path)[0]["theme"]

    def test_gives_a_theme_the_same_id_whatever_the_order(self, tmp_path: Path) -> None:
        straight, _ = grouped(invented(), tmp_path)
        reverse, _ = grouped(invented()[::-1], tmp_path)

        assert reverse["id"].to_pylist() == straight["id"].to_pylist()[::-1]
        assert reverse["theme"].to_pylist() == straight["theme"].to_pylist()[::-1]

    @pytest.mark.parametrize("by_root", [False, True])
    def test_tells_how_far_it_is(self, by_root: bool, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_text("id,title\n1,Thanks\n2,Slow\n", encoding="utf-8")
        told: list[tuple[str, int]] = []

        list(
            group(
                open_texts(tmp_path / "t.csv"),
                Grouped(),
                by_root=by_root,
                progress=lambda doing, n: told.append((doing, n)),
            )
        )

        assert told == [("Reading for themes", 2), ("Finding themes", 2)]

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.none() | st.text(max_size=3), TEXTS, TEXTS), max_size=30))
    def test_loses_no_row_and_puts_none_elsewhere(
        self, texts: list[tuple[str | None, str | None, str | None]]
    ) -> None:
        rows: list[dict[str, str | None]] = [
            FIRST,
            *({"id": a, "title": b, "body": c} for a, b, c in texts),
        ]

        with TemporaryDirectory() as folder:
            table, told = grouped(rows, Path(folder))

        assert table.schema == GROUPS
        assert table["id"].to_pylist() == [row["id"] or None for row in rows]
        assert told.read == told.placed + told.not_recurring == len(rows)
        assert told.placed == sum(size for _, _, size in told.themes)
        assert told.unreadable == []
