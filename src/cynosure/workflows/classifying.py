"""Classifying a table of texts: rows in, a label a row out, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Protocol

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.intake.seen import Seen, Sight
from cynosure.intake.texts import TextBatch, TextTable
from cynosure.nature import Labeller
from cynosure.nature.labellers import Chain
from cynosure.nature.model import OUTCOMES

UNREADABLE = pa.schema([("place", pa.string()), ("reason", pa.string()), ("record", pa.string())])
_EXAMPLES = 5
_NUMBERS = ("probability", "failure_probability", "value_probability", "none_probability",
            "code_probability")  # fmt: skip


class WithChances(Protocol):
    """A labeller that knows the probability of every outcome."""

    def chances(self, batch: pa.RecordBatch) -> NDArray[np.float64]:
        """Return the probability of each of OUTCOMES, one row a demand; all 0 for unknown."""


@dataclass(slots=True)
class Classified:
    """What became of the rows: read = labelled + unknown + unreadable.

    Rows that could not be read are written to `spool`, which is the caller's to close.
    """

    spool: IO[bytes]
    labelled: int = 0
    unknown: int = 0
    unreadable: int = 0
    without_id: int = 0
    repeated: int = 0  # rows whose id stood before
    examples: dict[str, list[str]] = field(default_factory=dict)  # of the two above, with places
    _seen: Seen = field(default_factory=Seen)

    @property
    def read(self) -> int:
        """How many rows stand in the table."""
        return self.labelled + self.unknown + self.unreadable

    def unreadable_rows(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows that could not be read, as UNREADABLE."""
        self.spool.seek(0)
        for line in self.spool:
            yield pa.RecordBatch.from_pylist([orjson.loads(line)], schema=UNREADABLE)

    def count(self, batch: TextBatch, labels: pa.RecordBatch) -> None:
        """Count a batch and its labels."""
        unknown = labels["nature"].null_count
        self.labelled += labels.num_rows - unknown
        self.unknown += unknown
        for row in batch.unread:
            self.unreadable += 1
            said = {"place": str(row.place), "reason": row.reason, "record": row.text}
            self.spool.write(orjson.dumps(said) + b"\n")
        ids = batch.rows["source_id"].to_pylist()
        named = [(name, place) for name, place in zip(ids, batch.places, strict=True) if name]
        self.without_id += len(ids) - len(named)
        for name, place in zip(ids, batch.places, strict=True):
            if not name:
                self._show("without_id", place)
        names = [name for name, _ in named]
        for sight, (name, place) in zip(self._seen.look(names, names), named, strict=True):
            if sight is not Sight.NEW:
                self.repeated += 1
                self._show("repeated", f"{name!r} ({place})")

    def _show(self, what: str, example: str) -> None:
        shown = self.examples.setdefault(what, [])
        if len(shown) < _EXAMPLES:
            shown.append(example)


def schema_of(
    *, parts: Sequence[str] | None = None, outcomes: Sequence[str] | None = None
) -> pa.Schema:
    """Return the columns that `classify` writes."""
    words = ("id", "nature", "code", "second_code")
    return pa.schema(
        [
            *((name, pa.string()) for name in words),
            *((name, pa.float64()) for name in _NUMBERS),
            *([] if parts is None else [("labelled_by", pa.string())]),
            *((f"{outcome}_chance", pa.float64()) for outcome in outcomes or ()),
        ]
    )


def classify(
    table: TextTable,
    labeller: Labeller,
    told: Classified,
    *,
    parts: Sequence[str] | None = None,
    chances: WithChances | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield a label for each row that could be read, in the order of the table.

    Equal ids are labelled each by its own words, and rows without an id too:
    the order tells them apart. `told` counts what became of the rows. With the
    names of a chain's `parts` a column says which of them spoke; with
    `chances` there is one column more for each outcome. Memory does not grow
    with the rows, but for sixteen bytes an id, by which repeated ids are known.
    """
    schema = schema_of(parts=parts, outcomes=OUTCOMES if chances else None)
    for batch in table.batches():
        if parts is None or not isinstance(labeller, Chain):
            labels = labeller.label(batch.rows)
            speaks = [0] * labels.num_rows
        else:
            spoken = labeller.spoken(batch.rows)
            labels, speaks = spoken.labels, spoken.part.tolist()
        columns = _columns(batch.rows["source_id"], labels)
        if parts is not None:
            known = labels["nature"].is_valid().to_pylist()
            by = [parts[n] if so else None for n, so in zip(speaks, known, strict=True)]
            columns["labelled_by"] = pa.array(by, pa.string())
        if chances is not None:
            each = chances.chances(batch.rows)
            unknown = ~each.any(axis=1)
            for number, outcome in enumerate(OUTCOMES):
                columns[f"{outcome}_chance"] = pa.array(each[:, number], mask=unknown)
        told.count(batch, labels)
        yield pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _columns(ids: pa.Array, labels: pa.RecordBatch) -> dict[str, pa.Array]:
    columns = {name: labels[name] for name in labels.schema.names}
    failure, value = labels["failure_probability"], labels["value_probability"]
    rest = pc.round(pc.subtract(pc.subtract(1.0, failure), value), 6)
    of_none = pc.if_else(pc.equal(labels["nature"], "none"), labels["probability"], None)
    columns["none_probability"] = pc.coalesce(
        pc.max_element_wise(rest, 0.0, skip_nulls=False), of_none
    )
    columns["id"] = ids
    return columns
