"""A question asked of fewer columns has the same answer."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.engines.narrowing import narrowed

ROWS = pa.table(
    {
        "id": [1, 2, 3, 4, 5, 6],
        "kind": ["a", "b", "a", None, "b", "a"],
        "waited": [10, 20, None, 5, 7, 20],
        "note": ["x", "y", "x", "z", None, "x"],
        "unasked": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    }
)


@pytest.fixture(scope="module")
def backend() -> ibis.BaseBackend:
    made = ibis.duckdb.connect()
    made.create_table("demands", ROWS)
    return made


def answer(backend: ibis.BaseBackend, table: ir.Table) -> list[dict[str, object]]:
    rows = backend.to_pyarrow(table).to_pylist()
    return sorted(rows, key=str)


QUESTIONS: dict[str, Callable[[ir.Table], ir.Table]] = {
    "counted": lambda t: t.mutate(x=t.waited + 1).filter(t.kind == "a").aggregate(n=lambda u: u.count()),
    "counted of nothing else": lambda t: t.select("id", "kind").aggregate(n=lambda u: u.count()),
    "counted where": lambda t: t.aggregate(n=t.count(where=t.waited > 6)),
    "joined": lambda t: t.join(t.view(), "kind").select("id", "waited_right"),
    "joined with itself, grouped": lambda t: (
        t.group_by("kind").agg(n=t.count(), most=t.waited.max()).join(t, "kind").select("id", "n")
    ),
    "of both": lambda t: (
        t.select("id", "kind").union(t.select("id", "kind")).group_by("kind").agg(n=lambda u: u.count())
    ),
    "distinct": lambda t: t.select("kind", "note").distinct().select("kind"),
    "in order": lambda t: t.order_by(t.waited.desc()).limit(2).select("id"),
    "in a window": lambda t: t.mutate(
        place=ibis.row_number().over(group_by=t.kind, order_by=t.id), z=t.note
    ).select("id", "place"),
    "within another": lambda t: t.filter(t.waited == t.waited.max()).select("id"),
    "among others": lambda t: t.filter(t.kind.isin(t.filter(t.waited > 8).kind)).select("id"),
    "without a column": lambda t: t.mutate(x=t.id).drop("note", "kind").select("x", "waited"),
    "with nulls filled": lambda t: t.fill_null({"waited": 0}).select("waited", "id"),
    "one figure of several": lambda t: (
        t.aggregate(n=t.count(), most=t.waited.max(), least=t.waited.min()).select("most")
    ),
    "only how many groups": lambda t: (
        t.group_by("kind").agg(n=t.count()).aggregate(groups=lambda u: u.count())
    ),
    "only how many figures": lambda t: (
        t.aggregate(n=t.count(), most=t.waited.max()).aggregate(rows=lambda u: u.count())
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_keeps_the_answer(backend: ibis.BaseBackend, name: str) -> None:
    asked = QUESTIONS[name](backend.table("demands"))

    narrow = narrowed(asked)

    assert narrow.schema() == asked.schema()
    assert answer(backend, narrow) == answer(backend, asked)


def test_leaves_out_what_nobody_asks_for(backend: ibis.BaseBackend) -> None:
    asked = backend.table("demands").mutate(x=ibis._.waited + 1).filter(ibis._.kind == "a")

    narrow = narrowed(asked.aggregate(most=asked.x.max()))

    (project,) = narrow.op().find(ops.Project)
    assert set(project.values) == {"x", "kind"}


STEPS: dict[str, Callable[[ir.Table], ir.Table]] = {
    "added": lambda t: t.mutate(waited=t.waited + 1, more=t.id * 2),
    "filtered": lambda t: t.filter(t.waited > 6),
    "chosen": lambda t: t.select("id", "kind", "waited"),
    "renamed": lambda t: t.mutate(kind=t.kind.upper()),
    "grouped": lambda t: t.group_by("kind").agg(id=t.id.max(), waited=t.waited.sum()),
    "sorted": lambda t: t.order_by("id"),
    "joined": lambda t: t.semi_join(t.filter(t.id > 2), "id"),
    "doubled": lambda t: t.select("id", "kind", "waited").union(t.select("id", "kind", "waited")),
    "distinct": lambda t: t.select("id", "kind", "waited").distinct(),
}  # fmt: skip


@given(
    steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=6),
    last=st.sampled_from([("id",), ("kind", "waited"), ("waited",)]),
)
def test_keeps_the_answer_of_any_chain_of_steps(
    backend: ibis.BaseBackend, steps: list[str], last: tuple[str, ...]
) -> None:
    table = backend.table("demands")
    for step in steps:
        table = STEPS[step](table)
    asked = table.select(*last)

    assert answer(backend, narrowed(asked)) == answer(backend, asked)
