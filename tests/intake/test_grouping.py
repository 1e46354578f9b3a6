import errno
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.grouping import Groups, NoRoom
from cynosure.intake.shape import Place, Record

rows = st.lists(
    st.tuples(st.text(max_size=3), st.sampled_from(["main", "changes"]), st.integers()), max_size=40
)


def gathered(records: list[tuple[str, str, int]], *, size: int) -> dict[str, list[tuple[str, int]]]:
    with Groups(size=size) as groups:
        for key, part, number in records:
            fields = {"key": key, "number": number % 2**40}
            record = Record(Place("a.csv", f"line {number}"), fields, part)
            groups.add(key, record, orjson.dumps(fields))
        return {
            group[0].fields["key"]: [(one.part, one.fields["number"]) for one in group]
            for group in groups
        }


class TestGroups:
    @given(rows, st.sampled_from([0, 10**9]))
    def test_bring_each_record_to_its_own(
        self, records: list[tuple[str, str, int]], size: int
    ) -> None:
        expected: dict[str, list[tuple[str, int]]] = {}
        for key, part, number in records:
            expected.setdefault(key, []).append((part, number % 2**40))
        for held in expected.values():
            held.sort(key=lambda row: row[0] != "main")

        assert gathered(records, size=size) == expected

    def test_keep_the_place_of_a_record(self) -> None:
        with Groups(size=0) as groups:
            groups.add("A-1", Record(Place("a.csv", "line 7"), {}, "main"), b"{}")
            ((record,),) = list(groups)

        assert str(record.place) == "a.csv, line 7"

    def test_say_that_the_disk_is_full(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Full:
            def write(self, _: bytes) -> Any:
                raise OSError(errno.ENOSPC, "No space left on device")

        with Groups(size=0) as groups:
            monkeypatch.setattr(groups, "_files", [Full()])

            with pytest.raises(NoRoom, match=r"No space left on device.*Nothing was stored"):
                groups.add("A-1", Record(Place("a.csv", "line 7"), {}, "main"), b"{}")
