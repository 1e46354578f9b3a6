"""One source read in two zones is said, since its events then stand twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cynosure.workflows.zones import read_in_two_zones

zones = st.sampled_from(["UTC", "Europe/Berlin", None])
rows = st.lists(
    st.fixed_dictionaries({"source": st.sampled_from(["desk", "shop"]), "zone": zones}), max_size=6
)


class TestOneSourceInTwoZones:
    def test_names_the_source_and_its_zones(self) -> None:
        said = read_in_two_zones(
            [{"source": "desk", "zone": "UTC"}, {"source": "desk", "zone": "Asia/Tokyo"}]
        )

        assert said is not None
        assert "'desk'" in said
        assert "Asia/Tokyo and UTC" in said

    @given(rows)
    def test_is_said_exactly_where_one_source_has_two(
        self, imports: list[dict[str, str | None]]
    ) -> None:
        pairs = {(row["source"], row["zone"]) for row in imports if row["zone"]}

        assert (read_in_two_zones(imports) is not None) == (
            len(pairs) > len({source for source, _ in pairs})
        )
