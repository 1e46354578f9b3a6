"""Made-up demands, and indexes of them in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
from hypothesis import strategies as st

from cynosure.search import SHOWN, Hit, Index, Segment, read_by, updated

# Few words, so that texts share them; each script and sign that is read in its own way.
SPOKEN = [
    "export",
    "crash",
    "crashes",
    "refund",
    "the",
    "a",
    "never",
    "came",
    "ERR-4012",
    "v2.3.1",
    "don't",
    "404",
    "退款",
    "没有",
    "ありがとう",
    "שלום",
    "مرحبا",
    "สวัสดี",
    "résumé",
    "RÉSUMÉ",
    "🙂",
    "👍🏽",
    "x-y",
    "(.*)",
    "';--",
    "\x00",
    "é",
    "é",
]

texts = st.one_of(st.lists(st.sampled_from(SPOKEN), max_size=8).map(" ".join), st.text(max_size=20))
demand_ids = st.integers(0, 30).map("desk:{}".format)
said = st.dictionaries(demand_ids, st.tuples(texts, texts), max_size=12)


def batch(demands: Mapping[str, tuple[str | None, str | None]]) -> pa.RecordBatch:
    """Return demands, by id the title and the body, as the store gives them."""
    rows = [
        {"demand_id": one, "title": title, "body": body, "asker": "ana", "asker_kind": "customer"}
        for one, (title, body) in demands.items()
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SHOWN)


def as_it_is(segment: Segment) -> Segment:
    return segment


def with_them(
    index: Index, *steps: Mapping[str, tuple[str | None, str | None]], read: Iterable[str] = ()
) -> Index:
    """Return an index that these demands were added to, one step after the other."""
    for step in steps:
        index = updated(
            index, [batch(step)], files=read, keep=as_it_is, progress=lambda _stage, _n: None
        )
    return index


def index_of(*steps: Mapping[str, tuple[str | None, str | None]]) -> Index:
    return with_them(Index(read_by()), *steps)


def answers(hits: Iterable[Hit]) -> list[tuple[str, float, float, bool]]:
    """Return what hits say, without where in an index they lie."""
    return [(hit.demand_id, hit.score, hit.likeness, hit.says_all) for hit in hits]
