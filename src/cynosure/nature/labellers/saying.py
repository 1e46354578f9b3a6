"""What a labeller reads of a batch, and what it says of it, as columns."""

from __future__ import annotations

import hashlib

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import CAUSES, CODES, LABELS, WANTS

# What rules, tables and language models answer: a cause, a want, or that nobody asks.
ANSWERS: tuple[str, ...] = (*CODES, "none")


def column(batch: pa.RecordBatch, name: str) -> pa.Array:
    """Return a column of texts; nulls where the batch has none of that name.

    >>> column(pa.record_batch({"title": ["Late"]}), "product").to_pylist()
    [None]
    """
    at = batch.schema.get_field_index(name)
    return pa.nulls(batch.num_rows, pa.string()) if at < 0 else batch.column(at).cast(pa.string())


def said(
    ids: pa.Array,
    answers: pa.Array,
    *,
    labeller: str,
    natures: pa.Array | None = None,
    probabilities: pa.Array | None = None,
) -> pa.RecordBatch:
    """Return LABELS with one of ANSWERS a row; null says nothing.

    A labeller that knows no code may give `natures` where the answer is null.
    Without probabilities they are null: a rule does not know how sure it is,
    and a 1 would be a claim. With one, the chance of the other natures is
    left open, since nobody said how it divides.

    >>> said(pa.array(["desk:1"]), pa.array(["slow"]), labeller="rules").to_pylist()[0]["nature"]
    'failure'
    """
    nature = pc.case_when(
        pc.make_struct(
            pc.is_in(answers, value_set=pa.array(list(CAUSES))),
            pc.is_in(answers, value_set=pa.array(list(WANTS))),
            pc.equal(answers, "none"),
        ),
        pa.scalar("failure"),
        pa.scalar("value"),
        pa.scalar("none"),
    ).cast(pa.string())
    if natures is not None:
        nature = pc.coalesce(nature, natures.cast(pa.string()))
    unknown = pa.nulls(len(ids), pa.float64())
    sure = unknown if probabilities is None else probabilities.cast(pa.float64())
    columns = {
        "demand_id": ids.cast(pa.string()),
        "nature": nature,
        "code": pc.if_else(pc.equal(answers, "none"), None, answers),
        "probability": pc.if_else(pc.is_valid(nature), sure, None),
        "failure_probability": pc.if_else(pc.equal(nature, "failure"), sure, None),
        "value_probability": pc.if_else(pc.equal(nature, "value"), sure, None),
        "code_probability": unknown,
        "second_code": pa.nulls(len(ids), pa.string()),
        "labeller": pa.repeat(pa.scalar(labeller, pa.string()), len(ids)),
    }
    return pa.RecordBatch.from_arrays([columns[field.name] for field in LABELS], schema=LABELS)


def fingerprint(content: object) -> str:
    """Return twelve characters that change when the content does.

    >>> fingerprint(["a"]) == fingerprint(["a"]), fingerprint(["a"]) == fingerprint(["b"])
    (True, False)
    """
    written = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(written, digest_size=6).hexdigest()
