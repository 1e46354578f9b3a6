"""The audit of a workspace: its draw and labels in the register, its demands in the store."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand import DEMANDS, LABELS
from cynosure.errors import MeasureError
from cynosure.measures import Audit, JudgedDemand
from cynosure.nature import draw
from cynosure.nature.auditing.agreement import Agreement, agreement
from cynosure.nature.auditing.audit import Draw, Labelled, draw_sample, judged_of
from cynosure.nature.auditing.audit_session import audit_session, in_words
from cynosure.nature.auditing.strata import draw_in_strata, strata_of
from cynosure.nature.deciding.decisions import Decision
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.wiring.demands import customers, items
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.terminal import read_key, write
from cynosure.workflows.telling import NothingToTell


class Design(StrEnum):
    """How a sample is drawn."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"


class NothingJudged(MeasureError):
    """Nobody has judged a demand of the workspace yet."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody has judged a demand of this workspace yet. Begin with: "
            "cynosure audit --workspace DIR -n 40"
        )


class NoCustomer(MeasureError):
    """No demand of the workspace was asked by a customer."""

    def __init__(self) -> None:
        super().__init__(
            "No demand of this workspace was asked by a customer: all are of staff or bots. The "
            "audit is of customers' demands, so take in an export that holds some."
        )


class SamePerson(MeasureError):
    """A second person has to be another one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} judged all of these demands first, and nobody can be their own second "
            "person. Let somebody else judge them, under their own name: --second --by NAME"
        )


def audit_so_far(place: Place) -> Audit | None:
    """Return what people said of a random sample of this workspace; None before the first label."""
    if not has_register(place.folder):
        return None
    with open_register(place.folder, create=False):
        # Django's models can be imported only where a register is open.
        from cynosure.register import audit as kept

        newest, known = kept.latest_draw(), kept.labels()
    if newest is None or not known:
        return None
    if newest.strata:
        drawn = _still_there(place, newest.as_drawn)
    else:
        drawn = draw_sample(customers(place), n=len(known), seed=newest.seed)
    found = judged_of(drawn, known)
    if not found.labels:
        return None
    strata = found.drawn_from or (0,) * len(found.labels)
    return Audit(
        judged=tuple(
            JudgedDemand(label.demand_id, label.nature, label.code, stratum)
            for label, stratum in zip(found.labels, strata, strict=True)
        ),
        strata=found.strata,
    )


def agreement_so_far(place: Place) -> Agreement | None:
    """Return how far two people agree; None where nobody judged a second time."""
    if not has_register(place.folder):
        return None
    with open_register(place.folder, create=False):
        from cynosure.register import audit as kept

        first, second, settled = kept.said("first"), kept.said("second"), kept.said("settled")
    return agreement(first, second, settled) if second else None


def audit_in_terminal(
    place: Place, *, size: int, design: Design | None, by: str, now: Callable[[], datetime]
) -> None:
    """Show a random sample of customers' demands, and keep each decision.

    Without a design the last one goes on. The same seed goes on with it: a larger sample only
    adds to a smaller one, and what was judged before counts in the new sample, too.
    """
    bring_up_to_date(place)
    with open_register(place.folder):
        from cynosure.register import audit as kept

        newest = kept.latest_draw()
        seed = newest.seed if newest else secrets.randbits(62)
        known = kept.labels()
        stratified = design is Design.STRATIFIED or (
            design is None and newest is not None and bool(newest.strata)
        )
        if stratified:
            # A smaller sample than the last would put aside what was judged.
            size = max(size, sum(one in known for one in newest.demand_ids) if newest else 0)
            bounds = None
            if newest and newest.strata and newest.labeller == place.labeller.name:
                bounds = [each.below for each in newest.strata if each.below is not None]
            drawn = _in_strata(place, size=size, seed=seed, bounds=bounds)
        else:
            drawn = draw_sample(customers(place), n=size, seed=seed)
        if not drawn.population:
            raise NoCustomer if place.imports() else NothingToTell
        this = kept.keep_draw(drawn, size=size, at=now(), labeller=place.labeller.name)
        waiting = [one for one in drawn.demand_ids if one not in known]

        def record(decision: Decision) -> None:
            kept.keep_label(decision, draw=this, by=by, at=now())

        audit_session(items(place, waiting), read_key, write, record)
    # A demand that was drawn may have taught the own model before.
    bring_up_to_date(place)


def judge_again(place: Place, *, size: int | None, by: str, now: Callable[[], datetime]) -> None:
    """Show judged demands to a second person, who sees neither the first's word nor the machine's.

    All of them, or a random part. What the second judged before is not shown again.

    Raises
    ------
    NothingJudged
        If there is nothing to judge again.
    SamePerson
        If the second is the first.
    """
    with open_register(place.folder):
        from cynosure.register import audit as kept

        newest, firsts, done = kept.latest_draw(), kept.labelled_by("first"), kept.said("second")
        if newest is None or not firsts:
            raise NothingJudged
        others = [one for one, name in firsts.items() if not _same(name, by)]
        if not others:
            raise SamePerson(by)
        batch = pa.record_batch({"demand_id": pa.array(sorted(others), pa.string())})
        order = draw([batch], size or len(others), seed=f"second person {newest.seed}")
        waiting = [one for one in order if one not in done]

        def record(decision: Decision) -> None:
            kept.keep_label(decision, draw=newest, by=by, at=now(), role="second")

        if not waiting:
            write("All of these have been judged a second time.\n")
        again = [
            replace(item, predicted_nature=None, predicted_code=None, probability=None)
            for item in items(place, waiting)
        ]
        audit_session(again, read_key, write, record, blind=True)


def settle(place: Place, *, by: str, now: Callable[[], datetime]) -> None:
    """Show what two people called differently, with both words; what is decided now counts."""
    with open_register(place.folder):
        from cynosure.register import audit as kept

        newest = kept.latest_draw()
        first, second, settled = (
            kept.said("first"), kept.said("second"), kept.said("settled")
        )  # fmt: skip
        if newest is None or not second:
            raise NothingJudged
        apart = agreement(first, second, settled).apart
        if not apart:
            write("The two agree on everything, or it is settled.\n")
            return

        def record(decision: Decision) -> None:
            kept.keep_label(decision, draw=newest, by=by, at=now(), role="settled")

        again = [
            replace(item, said=_both(first[item.demand_id], second[item.demand_id]))
            for item in items(place, apart)
        ]
        audit_session(again, read_key, write, record, blind=True)


def _both(one: Labelled, two: Labelled) -> tuple[str, ...]:
    return (
        f"One said: {in_words(one.nature, one.code)}",
        f"The other said: {in_words(two.nature, two.code)}",
    )


def _same(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def _in_strata(place: Place, *, size: int, seed: int, bounds: Sequence[float] | None) -> Draw:
    strata = strata_of(_sureness(place), n=size, bounds=bounds)
    drawn = draw_in_strata(_sureness(place), strata, seed=seed)
    return Draw(
        seed,
        sum(stratum.population for stratum in strata),
        tuple(each.demand_id for each in drawn),
        strata,
        tuple(each.stratum for each in drawn),
    )


def _still_there(place: Place, drawn: Draw) -> Draw:
    """Return a kept draw without the demands that are no longer kept under their id."""
    ids = set(_rows_of(place, drawn.demand_ids))
    kept = [
        (one, stratum)
        for one, stratum in zip(drawn.demand_ids, drawn.drawn_from, strict=True)
        if one in ids
    ]
    return replace(
        drawn,
        demand_ids=tuple(one for one, _ in kept),
        drawn_from=tuple(stratum for _, stratum in kept),
    )


def _of_customers(place: Place) -> ir.Table:
    rows = place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)
    return rows.filter(rows.asker_kind.fill_null("customer") == "customer")


def _labels(place: Place) -> ir.Table:
    labels = place.engine.parquet(place.store.snapshot().files("labels"), LABELS)
    return labels.filter(labels.labeller == place.labeller.name)


def _sureness(place: Place) -> Iterator[pa.RecordBatch]:
    said = _labels(place).select(
        "demand_id", "probability", "failure_probability", "value_probability"
    )
    rows = _of_customers(place).select("demand_id").left_join(said, "demand_id")
    return place.engine.batches(rows.drop("demand_id_right"))


def _rows_of(place: Place, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    demands = place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)
    labels = _labels(place)
    wanted = demands.filter(demands.demand_id.isin(list(ids)))
    rows = place.engine.result(
        wanted.select("demand_id", "title", "body", "asker").left_join(
            labels.select("demand_id", "nature", "code", "probability"), "demand_id"
        )
    ).to_pylist()
    return {row["demand_id"]: row for row in rows}
