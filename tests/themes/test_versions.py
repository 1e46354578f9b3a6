from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.themes import versions_in


def named(text: str, *products: str) -> set[str]:
    return set(versions_in(pa.array([text]), products=products)["version"].to_pylist())


class TestVersionsIn:
    @pytest.mark.parametrize(
        ("text", "versions"),
        [
            ("Crash in v2.3.1", {"2.3.1"}),
            ("since version 8.4 it hangs", {"8.4"}),
            ("App version: 69, SDK", {"69"}),
            ("Version ist 8.4", {"8.4"}),
            ("on Android 7.1.1.", {"Android 7.1.1"}),
            ("iOS 17 and iPadOS 17.2", {"iOS 17", "iPadOS 17.2"}),
            ("iOS version 17", {"iOS 17"}),
            ("Android:7.0, app 8.4.28.1104", {"Android 7.0", "8.4.28.1104"}),
            ("Mac OS X 10.12", {"macOS 10.12"}),
            ("5.0-beta2 is broken", {"5.0-beta2"}),
            ("2.0.0-rc.1 fails", {"2.0.0-rc.1"}),
            ("Chrome/117.0.5938.92", {"Chrome 117.0.5938.92"}),
            ("android7 and windows10", {"Android 7", "Windows 10"}),
            ("(v1.2)", {"1.2"}),
        ],
    )
    def test_finds(self, text: str, versions: set[str]) -> None:
        assert named(text) == versions

    @pytest.mark.parametrize(
        "text",
        [
            "on 12.05.2024",
            "2024.05.12",
            "12.5.24 at 10.30",
            "10:30",
            "from 192.168.0.17",
            "I paid $3.99, not 3.99 €",
            "EUR 1.299.000",
            "call 555.123.4567",
            "01.23.45.67.89",
            "3 days, 2 of 5, 50 %",
            "ticket 20931",
            "1.5 hours",
            "no digits",
            "",
        ],
    )
    def test_leaves_alone(self, text: str) -> None:
        assert named(text) == set()

    def test_takes_v_and_no_v_for_one(self) -> None:
        assert named("v2.3.1 or 2.3.1 or V2.3.1 or version 2.3.1") == {"2.3.1"}

    def test_takes_a_number_after_a_product_of_ours(self) -> None:
        assert named("Ledger 4.1 hangs") == set()
        assert named("Ledger 4.1 hangs", "Ledger") == {"Ledger 4.1"}

    def test_says_of_which_text_each_is(self) -> None:
        texts = pa.chunked_array([["v1.2", None], ["none"], ["iOS 9 or v1.2"]])

        assert versions_in(texts).to_pylist() == [
            {"row": 0, "version": "1.2"},
            {"row": 3, "version": "1.2"},
            {"row": 3, "version": "iOS 9"},
        ]

    def test_of_nothing_is_nothing(self) -> None:
        assert versions_in(pa.array([], pa.string())).num_rows == 0
        assert versions_in(pa.nulls(3, pa.string())).num_rows == 0

    @given(st.lists(st.none() | st.text()), st.lists(st.none() | st.text()))
    def test_reads_each_text_by_itself(
        self, first: list[str | None], then: list[str | None]
    ) -> None:
        def told(texts: list[str | None]) -> list[tuple[int, str]]:
            found = versions_in(pa.array(texts, pa.string())).to_pylist()
            return [(row["row"], row["version"]) for row in found]

        shifted = [(row + len(first), version) for row, version in told(then)]

        assert told([*first, *then]) == told(first) + shifted
