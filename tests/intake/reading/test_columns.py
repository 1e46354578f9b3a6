import gzip
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cynosure.intake.reading.columns import UnreadableParquet
from tests.intake.reading.reads import fields_of, rows_of
from tests.intake.taking import write


class TestReadParquet:
    def test_gives_rows_with_their_types(self, tmp_path: Path) -> None:
        moment = datetime(2026, 2, 28, 14, 5, tzinfo=UTC)
        pq.write_table(pa.table({"id": [1], "created": [moment], "tags": [["a"]]}), tmp_path / "a")

        assert fields_of(tmp_path / "a") == [{"id": 1, "created": moment, "tags": ["a"]}]

    def test_cuts_nanoseconds(self, tmp_path: Path) -> None:
        at = pa.array([1_772_287_500_123_456_789], pa.timestamp("ns", tz="UTC"))
        pq.write_table(pa.table({"at": at}), tmp_path / "a.parquet")

        (fields,) = fields_of(tmp_path / "a.parquet")

        assert fields["at"].microsecond == 123_456

    def test_reads_it_packed_too(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"id": [1, 2]}), tmp_path / "a")
        path = write(tmp_path / "a.parquet.gz", gzip.compress((tmp_path / "a").read_bytes()))

        assert fields_of(path) == [{"id": 1}, {"id": 2}]

    def test_refuses_a_damaged_file(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableParquet, match="Export it once more"):
            rows_of(write(tmp_path / "a.parquet", b"PAR1" + b"nothing of the kind" + b"PAR1"))
