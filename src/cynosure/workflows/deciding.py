"""What people decided, laid over what the machine says: wherever a label is read."""

from __future__ import annotations

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.workflows.engine import Engine


def decided_over(
    engine: Engine, labels: ir.Table, decisions: pa.Table | None, *, demands: ir.Table
) -> ir.Table:
    """Return labels with people's decisions in the place of the machine's.

    `decisions` has the schema LABELS, one row a demand; those on demands that are not
    kept any more are left out. They are few beside the labels, so the engine gets
    them as a table of its own, and the store need not know them.
    """
    if decisions is None or not decisions.num_rows:
        return labels
    said = engine.take(decisions).cast(labels.schema())
    kept = said.semi_join(demands.select("demand_id"), "demand_id")
    return labels.anti_join(said, "demand_id").union(kept)
