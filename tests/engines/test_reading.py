"""Many threads ask one DuckDB, and each gets its own answer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cynosure.answers import Answer
from cynosure.engines.reading import ReadingEngine
from cynosure.measures import MEASURES, Facts, answer
from tests.measures.facts import AS_OF, random_rows, tables


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ReadingEngine]:
    opened = ReadingEngine(spill=tmp_path / "spill")
    yield opened
    opened.close()


class TestReadingEngine:
    def test_answers_every_measure_alike_whichever_thread_asks(self, engine: ReadingEngine) -> None:
        demands, requests = tables(random_rows(80))
        facts = Facts(demands=engine.take(demands), requests=engine.take(requests), as_of=AS_OF)

        def ask(measure: str) -> Answer:
            return answer(measure, facts, result=engine.result, sql=engine.sql)

        alone = {measure: ask(measure) for measure in MEASURES}
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(ask, [*MEASURES] * 3))

        assert together == [alone[measure] for measure in [*MEASURES] * 3]

    def test_streams_rows_while_others_ask(self, engine: ReadingEngine, tmp_path: Path) -> None:
        file = tmp_path / "numbers.parquet"
        pq.write_table(pa.table({"n": pa.array(range(100_000))}), file)
        numbers = engine.parquet([str(file)], pa.schema([("n", pa.int64())]))

        stream = engine.batches(numbers.order_by("n"), rows=1_000)
        first = next(stream)
        counted = engine.rows("SELECT count(*) AS n FROM read_parquet(?)", [str(file)])

        assert counted["n"].to_pylist() == [100_000]
        assert first["n"].to_pylist() + [
            n for batch in stream for n in batch["n"].to_pylist()
        ] == list(range(100_000))

    def test_fills_question_marks_with_values_and_not_with_sql(self, engine: ReadingEngine) -> None:
        said = "'; DROP TABLE x; --"

        assert engine.rows("SELECT ? AS said", [said])["said"].to_pylist() == [said]
