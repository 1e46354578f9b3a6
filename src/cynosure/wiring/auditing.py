"""The audit of a workspace: its draw and labels in the register, its demands in the store."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import typer

from cynosure.demand import LABELS
from cynosure.measures import Audit
from cynosure.nature.audit import (
    AuditedShare,
    Draw,
    Labelled,
    agreement,
    audited_share,
    draw_sample,
    labelled_so_far,
    labels_still_needed,
)
from cynosure.nature.audit_session import audit_session
from cynosure.nature.decisions import Decision
from cynosure.register import open_register
from cynosure.register.opening import FILE
from cynosure.reports.wording import share, share_range
from cynosure.wiring.demands import customers, items
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.terminal import read_key, write
from cynosure.workflows.telling import NothingToTell


def audit_so_far(place: Place) -> Audit | None:
    """Return what people said of a random sample of this workspace; None before the first label."""
    labels = _labels_of_sample(place)
    if not labels:
        return None
    told = audited_share(labels, population=len(labels))
    return Audit(failure=told.failures, value=told.values)


def audit_in_terminal(place: Place, *, size: int, by: str, now: Callable[[], datetime]) -> None:
    """Show a random sample of customers' demands, keep each decision, and say what it adds up to."""
    bring_up_to_date(place)
    with open_register(place.folder):
        # Django's models can be imported only where a register is open.
        from cynosure.register import audit as kept

        newest = kept.latest_draw()
        # The same seed goes on: a larger sample only adds to a smaller one.
        seed = newest.seed if newest else secrets.randbits(62)
        drawn = draw_sample(customers(place), n=size, seed=seed)
        if not drawn.population:
            raise NothingToTell
        this = kept.keep_draw(drawn, size=size, at=now())
        known = kept.labels()
        waiting = [one for one in drawn.demand_ids if one not in known]

        def record(decision: Decision) -> None:
            kept.keep_label(decision, draw=this, by=by, at=now())

        audit_session(items(place, waiting), read_key, write, record)
        labels = labelled_so_far(drawn, kept.labels())
    # A demand that was drawn may have taught the own model before.
    bring_up_to_date(place)
    for line in _summary(place, labels, drawn.population):
        typer.echo(line)


def _labels_of_sample(place: Place) -> list[Labelled]:
    if not (place.folder / FILE).exists():
        return []
    with open_register(place.folder, create=False):
        from cynosure.register import audit as kept

        newest, known = kept.latest_draw(), kept.labels()
    if newest is None or not known:
        return []
    drawn: Draw = draw_sample(customers(place), n=len(known), seed=newest.seed)
    return labelled_so_far(drawn, known)


def _summary(place: Place, labels: Sequence[Labelled], population: int) -> Iterator[str]:
    told: AuditedShare = audited_share(labels, population=population)
    if told.value is None or told.interval is None:
        yield "No demand of the sample is failure or value demand yet, so there is no share."
        return
    yield (
        f"Failure share of your sample: {share(told.value)} "
        f"({share_range(told.interval.low, told.interval.high)}, 95 % by Wilson), of "
        f"{told.failures + told.values} failure and value demands among {told.labelled} labelled."
    )
    more = labels_still_needed(told)
    if more:
        yield f"About {more:,} more labels would give ± 3 points."
    met = agreement(labels, _predicted(place, labels))
    if met.n:
        beyond = "" if met.kappa is None else f" (kappa {met.kappa:.2f})"
        yield f"The classifier agrees with you on {met.same} of {met.n}{beyond}."


def _predicted(place: Place, labels: Sequence[Labelled]) -> dict[str, str | None]:
    table = place.engine.parquet(place.store.snapshot().files("labels"), LABELS)
    wanted = [label.demand_id for label in labels]
    rows = place.engine.result(
        table.filter(table.demand_id.isin(wanted) & (table.labeller == place.labeller.name)).select(
            "demand_id", "nature"
        )
    ).to_pylist()
    return {row["demand_id"]: row["nature"] for row in rows}
