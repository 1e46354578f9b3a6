from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.themes import near_equal_groups
from tests.themes.texts import Said, batches, said, shuffled


def _groups(rows: list[Said], *, size: int = 1_000) -> dict[str, str | None]:
    table = near_equal_groups(batches(rows, size=size))
    return dict(zip(table["demand_id"].to_pylist(), table["group_id"].to_pylist(), strict=True))


def _kind(demand: str) -> str:
    return demand.split("-", maxsplit=1)[0]


class TestNearEqualGroups:
    def test_puts_different_tellings_of_one_trouble_together(self) -> None:
        groups = _groups(said())

        for trouble in ("export", "invoice", "sync", "upload"):
            members = [group for demand, group in groups.items() if _kind(demand) == trouble]
            (_, most) = Counter(members).most_common(1)[0]
            assert most >= 0.8 * len(members), trouble

    def test_never_mixes_troubles(self) -> None:
        kinds = defaultdict(set)
        for demand, group in _groups(said()).items():
            if group:
                kinds[group].add(_kind(demand))

        assert kinds
        assert all(len(kind) == 1 for kind in kinds.values())

    def test_leaves_alone_what_nobody_else_says(self) -> None:
        groups = _groups(said())

        assert {group for demand, group in groups.items() if _kind(demand) == "odd"} == {None}

    def test_names_every_demand_once_in_the_order_given(self) -> None:
        rows = said()

        assert list(_groups(rows)) == [row[0] for row in rows]

    def test_sees_through_numbers_ids_addresses_and_pasted_logs(self) -> None:
        tellings = [
            "Backup failed on host 10.0.0.7 with v2.1.4",
            "backup failed on https://a.example/x?id=77 (3f2a9b1c77de)",
            "Backup failed 2026-01-03 #4711",
        ]
        logs = [f"```\nstep {i} foo{i} bar{i}\n```" for i in range(3)]
        rows: list[Said] = [
            (f"b-{i}", t, log) for i, (t, log) in enumerate(zip(tellings, logs, strict=True))
        ]

        groups = _groups(rows + said())

        assert groups["b-0"] is not None
        assert groups["b-0"] == groups["b-1"] == groups["b-2"]

    def test_does_not_group_by_the_lines_of_a_template(self) -> None:
        form = "A clear and concise description\nDid you search before asking\n{}"
        words = [
            "amber",
            "birch",
            "cedar",
            "dune",
            "ember",
            "fjord",
            "glade",
            "heath",
            "islet",
            "jetty",
        ]
        rows: list[Said] = [
            (
                f"t-{i}",
                f"{words[i % 10]}{chr(97 + i // 10)} {words[(i * 3 + 1) % 10]}{chr(97 + i % 7)}",
                form.format("x"),
            )
            for i in range(60)
        ]

        groups = _groups(rows + said())

        assert {group for demand, group in groups.items() if _kind(demand) == "t"} == {None}

    def test_finds_a_trouble_that_nearly_half_of_all_demands_are_about(self) -> None:
        outage: list[Said] = [(f"o-{i}", "login page unreachable", None) for i in range(22)]

        groups = _groups(outage + said(times=1))

        assert {group for demand, group in groups.items() if _kind(demand) == "o"} != {None}

    def test_does_not_chain_from_like_to_like(self) -> None:
        words = [f"w{chr(97 + i)}{chr(97 + i)}x" for i in range(26)]
        rows: list[Said] = [
            (f"c-{i}-{j}", " ".join(words[i : i + 3]), None) for i in range(24) for j in range(3)
        ]

        sizes = Counter(group for group in _groups(rows).values() if group)

        assert max(sizes.values()) <= 4 * 3

    def test_reads_bodies_where_there_is_no_title(self) -> None:
        rows: list[Said] = [(name, None, title) for name, title, _ in said()]

        groups = _groups(rows)

        assert groups["export-0"] is not None
        assert groups["export-0"] == groups["export-4"]

    @pytest.mark.parametrize("rows", [[], [("a", None, None)], [("a", "", " "), ("b", "?", "…")]])
    def test_says_nothing_of_nothing(self, rows: list[Said]) -> None:
        assert set(_groups(rows).values()) <= {None}

    def test_is_the_same_in_another_process(self) -> None:
        code = (
            "from tests.themes.texts import *; from cynosure.themes import near_equal_groups;"
            "print(near_equal_groups(batches(said())).to_pydict())"
        )

        here = str(near_equal_groups(batches(said())).to_pydict())
        there = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(p for p in sys.path if p)},
        )  # fmt: skip

        assert there.stdout.strip() == here


class TestLaws:
    @settings(max_examples=15)
    @given(st.integers(0, 10_000), st.integers(1, 40))
    def test_neither_the_order_of_rows_nor_of_batches_matters(self, seed: int, size: int) -> None:
        rows = said()

        assert _groups(shuffled(rows, seed), size=size) == _groups(rows)

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=80)), max_size=30))
    def test_never_stumbles_over_a_text(self, texts: list[tuple[str, str]]) -> None:
        rows: list[Said] = [(str(i), title, body) for i, (title, body) in enumerate(texts)]

        assert len(_groups(rows)) == len(rows)
