"""Demands that one reads oneself: fetched by id, masked before anybody sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis.expr.types as ir

from cynosure.masking import mask
from cynosure.reports.content import DemandText
from cynosure.workflows.engine import Engine
from cynosure.workflows.shown_reasons import shown_reasons
from cynosure.workflows.telling import Telling

# From a title, a body and a reported type to the words that spoke for the label.
ReasonsOf = Callable[[str, str, str | None], tuple[str, ...]]

EXCERPT = 600  # characters of a body that a report shows


def demand_texts(
    telling: Telling, engine: Engine, ids: Sequence[str], *, reasons_of: ReasonsOf | None = None
) -> tuple[DemandText, ...]:
    """Return these demands in this order, their texts masked.

    The asker's own name goes too, whatever of it their words hold. An id that
    is not kept is left out.
    """
    if not ids:
        return ()
    wanted = list(dict.fromkeys(ids))
    facts = telling.facts.demands
    rows = engine.result(
        telling.demands.filter(telling.demands.demand_id.isin(wanted))
        .select(
            "demand_id", "title", "body", "url", "asker", "asker_kind", "asked_at", "reported_type"
        )
        .left_join(_waits(facts.filter(facts.demand_id.isin(wanted))), "demand_id")
        .drop("demand_id_right")
    ).to_pylist()
    by_id = {row["demand_id"]: row for row in rows}
    return tuple(
        _text(by_id[demand_id], reasons=_reasons(by_id[demand_id], telling, reasons_of))
        for demand_id in ids
        if demand_id in by_id
    )


def names_in(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names to mask in a demand's words: its asker's, unless that is a bot.

    A bot's name is a system's, and its notices begin with it.
    """
    return (row["asker"],) if row["asker"] and row["asker_kind"] != "bot" else ()


def _waits(facts: ir.Table) -> ir.Table:
    waited = facts.request_to_resolution_seconds.fill_null(
        facts.competing_ending_seconds
    ).fill_null(facts.censored_seconds)
    # Where a source does not tell endings, nobody knows whether it is still open.
    told = facts.tells_endings.fill_null(False)
    return facts.select(
        *("demand_id", "nature", "code", "probability", "start"),
        state=told.ifelse(facts.state, None),
        waited_seconds=told.ifelse(waited, None),
    )


def _reasons(
    row: Mapping[str, Any], telling: Telling, reasons_of: ReasonsOf | None
) -> tuple[str, ...]:
    if reasons_of is None:
        return ()
    if row["demand_id"] in telling.decided:
        return ("a person's decision",)
    title, body = row["title"] or "", row["body"] or ""
    return shown_reasons(
        reasons_of(title, body, row["reported_type"]), (title, body), names_in(row)
    )


def _text(row: Mapping[str, Any], *, reasons: tuple[str, ...]) -> DemandText:
    names = names_in(row)
    title, body = row["title"] or "", row["body"] or ""
    # Cut after masking: a cut through an address would hide it from the mask.
    shown = mask(body[: 4 * EXCERPT], names)
    return DemandText(
        demand_id=row["demand_id"],
        title=mask(title, names) or "(no title)",
        text=shown[:EXCERPT] + ("…" if len(shown) > EXCERPT else ""),
        nature=row["nature"],
        code=row["code"],
        probability=row["probability"],
        reasons=reasons,
        url=row["url"],
        asked_at=row["start"] or row["asked_at"],
        waited_seconds=row["waited_seconds"],
        state=row["state"],
    )
