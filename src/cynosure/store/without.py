"""What stands without an import: what the others said, in the order in which they said it, in SQL.

Of the demands that the import held every state is laid out that an import said,
and judged as when it was taken in, once with the import and once without it. So
the tables can be written as if it had never been taken in, and the counts of
the other imports become those that they would have.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from cynosure.demand import (
    DEMANDS,
    EVENTS,
    IMPORTS,
    LABELS,
    MEMBERS,
    PAYLOADS,
    QUARANTINE,
    SET_ASIDE,
    SIGHTINGS,
    SOURCE_FIGURES,
)
from cynosure.store.comparing import BY_EXPORT, FIGURES, TEXTS, WORDS
from cynosure.store.layout import DIFFERING, REPEATED
from cynosure.store.snapshot import Snapshot
from cynosure.store.workbench import Workbench

_STORED: Mapping[str, pa.Schema] = {
    "demands": DEMANDS,
    "earlier_demands": DEMANDS,
    "events": EVENTS,
    "differing_events": DIFFERING,
    "sightings": SIGHTINGS,
    "repeated": REPEATED,
    "payloads": PAYLOADS,
    "source_figures": SOURCE_FIGURES,
    "earlier_figures": SOURCE_FIGURES,
    "labels": LABELS,
    "members": MEMBERS,
    "quarantine": QUARANTINE,
    "set_aside": SET_ASIDE,
    "imports": IMPORTS,
}

_UNDONE = "CREATE TEMP TABLE undone AS SELECT $import_id AS import_id"

_PLACED = f"""
CREATE TEMP TABLE placed AS
SELECT import_id, imported_at,
       row_number() OVER (ORDER BY number NULLS FIRST, imported_at, import_id) AS place,
       row_number() OVER (ORDER BY {BY_EXPORT}) AS rank
FROM stored_imports
"""

_CONCERNED = """
CREATE TEMP TABLE concerned AS
SELECT DISTINCT demand_id FROM (
    SELECT import_id, demand_id FROM stored_sightings
    UNION ALL SELECT import_id, demand_id FROM stored_events
    UNION ALL SELECT import_id, demand_id FROM stored_differing_events
) SEMI JOIN undone USING (import_id)
"""

_STATES = f"""
CREATE TEMP TABLE states AS
SELECT demand_id, import_id, payload_hash, stands,
       hash(*COLUMNS(* EXCLUDE (import_id, imported_at, stands))) AS content,
       {WORDS} AS words, {TEXTS} AS texts
FROM (SELECT *, true AS stands FROM stored_demands
      UNION ALL SELECT *, false FROM stored_earlier_demands)
SEMI JOIN concerned USING (demand_id)
"""

_FIGURED = f"""
CREATE TEMP TABLE figured AS
SELECT demand_id, import_id, {FIGURES} AS figures
FROM (SELECT * FROM stored_source_figures UNION ALL SELECT * FROM stored_earlier_figures)
SEMI JOIN concerned USING (demand_id) GROUP BY demand_id, import_id
"""

# What each import said of each of these demands; no content where nobody kept it.
_TOLD = """
CREATE TEMP TABLE told AS
SELECT held.import_id, held.demand_id, place, rank, held.said_by, states.content, states.words,
       states.texts, states.payload_hash, coalesce(figured.figures, 0) AS figures
FROM (
    SELECT seen.import_id, seen.demand_id, coalesce(again.said_by, seen.import_id) AS said_by
    FROM (SELECT * FROM stored_sightings SEMI JOIN concerned USING (demand_id)
          WHERE event_id IS NULL) AS seen
    LEFT JOIN (SELECT * FROM stored_repeated SEMI JOIN concerned USING (demand_id)
               WHERE event_id IS NULL) AS again
        ON again.import_id = seen.import_id AND again.demand_id = seen.demand_id
) AS held
JOIN placed ON placed.import_id = held.import_id
LEFT JOIN states ON states.demand_id = held.demand_id AND states.import_id = held.said_by
LEFT JOIN figured ON figured.demand_id = held.demand_id AND figured.import_id = held.said_by
"""

# As `comparing` decides: of what came before, what stands is what the newest export said.
_JUDGED = """
CREATE TEMP TABLE {name} AS
WITH judged AS (
    SELECT told.*, CASE
        WHEN max(rank) OVER earlier IS NULL THEN 'new'
        WHEN arg_max(content, rank) OVER earlier = content THEN 'unchanged'
        WHEN max(rank) OVER earlier > rank THEN 'older'
        ELSE 'changed' END AS verdict
    FROM {told} AS told
    WINDOW earlier AS (PARTITION BY demand_id ORDER BY place
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT *, arg_max(import_id, place) FILTER (verdict IN ('new', 'changed')) OVER earlier AS stood,
    verdict <> 'unchanged' OR figures <>
    arg_max(figures, place) FILTER (verdict IN ('new', 'changed')) OVER earlier AS own
FROM judged
WINDOW earlier AS (PARTITION BY demand_id ORDER BY place
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
"""
_WITH = _JUDGED.format(name="judged_with", told="told")
_WITHOUT = _JUDGED.format(
    name="judged_without", told="(SELECT * FROM told ANTI JOIN undone USING (import_id))"
)

_AFTER = """
CREATE TEMP TABLE after AS
SELECT demand_id, arg_max(import_id, place) AS import_id, arg_max(said_by, place) AS said_by,
       arg_max(words, place) AS words, arg_max(texts, place) AS texts
FROM judged_without WHERE verdict IN ('new', 'changed') GROUP BY demand_id
"""

_MOVED = """
CREATE TEMP TABLE restated AS
SELECT states.demand_id, after.demand_id IS NULL AS gone,
       states.content <> states_after.content AS otherwise,
       after.words IS DISTINCT FROM states.words AS reworded,
       after.texts IS DISTINCT FROM states.texts AS retold
FROM states LEFT JOIN after USING (demand_id)
LEFT JOIN states AS states_after
    ON states_after.demand_id = after.demand_id AND states_after.import_id = after.said_by
WHERE states.stands AND after.import_id IS DISTINCT FROM states.import_id;
CREATE TEMP TABLE reworded AS SELECT demand_id FROM restated WHERE reworded;
CREATE TEMP TABLE retold AS SELECT demand_id FROM restated WHERE retold
"""

# A source's words are the import's that brought them first as something of their own.
_REPAID = """
CREATE TEMP TABLE bringers AS
SELECT demand_id, payload_hash, arg_min(import_id, place) AS import_id
FROM judged_without WHERE verdict <> 'unchanged' GROUP BY demand_id, payload_hash;
CREATE TEMP TABLE repaid AS
SELECT DISTINCT paid.demand_id
FROM (SELECT demand_id, payload_hash, import_id FROM stored_payloads
      SEMI JOIN concerned USING (demand_id)) AS paid
LEFT JOIN bringers
    ON bringers.demand_id = paid.demand_id AND bringers.payload_hash = paid.payload_hash
WHERE bringers.import_id IS DISTINCT FROM paid.import_id
"""

# Events that the import brought first, and who else told one of that id: the same or another one.
_HEIRS = """
CREATE TEMP TABLE orphaned AS
SELECT demand_id, event_id, hash(*COLUMNS(* EXCLUDE (import_id, imported_at))) AS content
FROM stored_events SEMI JOIN undone USING (import_id);
CREATE TEMP TABLE occurrences AS
SELECT import_id, demand_id, event_id, place, n, content, same FROM (
    SELECT stored_repeated.import_id, demand_id, event_id, n, content, true AS same
    FROM stored_repeated JOIN orphaned USING (demand_id, event_id)
    UNION ALL
    SELECT others.import_id, demand_id, event_id, n, others.content, false
    FROM (SELECT import_id, demand_id, event_id, n,
                 hash(*COLUMNS(* EXCLUDE (import_id, imported_at, n))) AS content
          FROM stored_differing_events) AS others
    SEMI JOIN orphaned USING (demand_id, event_id)
) JOIN placed USING (import_id) ANTI JOIN undone USING (import_id);
CREATE TEMP TABLE heirs AS
SELECT * FROM occurrences
QUALIFY row_number() OVER (PARTITION BY demand_id, event_id ORDER BY place, n) = 1;
CREATE TEMP TABLE others AS
SELECT occurrences.*, occurrences.content = heirs.content AS agrees
FROM occurrences JOIN heirs USING (demand_id, event_id)
WHERE occurrences.import_id <> heirs.import_id OR occurrences.content <> heirs.content
"""

_STEPS = (
    _PLACED,
    _CONCERNED,
    _STATES,
    _FIGURED,
    _TOLD,
    _WITH,
    _WITHOUT,
    _AFTER,
    _MOVED,
    _REPAID,
    _HEIRS,
)

# Demands of which another import said something that nobody kept.
LOST = """
SELECT count(DISTINCT demand_id) FROM told
WHERE content IS NULL
AND demand_id IN (SELECT demand_id FROM told ANTI JOIN undone USING (import_id))
"""

_AS_BROUGHT = """
SELECT rows.* REPLACE (wanted.import_id AS import_id, placed.imported_at AS imported_at)
FROM ({rows}) AS rows
JOIN ({wanted}) AS wanted
    ON rows.demand_id = wanted.demand_id AND rows.import_id = wanted.said_by
JOIN placed ON placed.import_id = wanted.import_id
"""
_ALL_STATES = "SELECT * FROM stored_demands UNION ALL SELECT * FROM stored_earlier_demands"
_ALL_FIGURES = "SELECT * FROM stored_source_figures UNION ALL SELECT * FROM stored_earlier_figures"
_STANDING = "SELECT * FROM after SEMI JOIN restated USING (demand_id)"
_EARLIER = """
SELECT own.demand_id, own.import_id, own.said_by
FROM judged_without AS own ANTI JOIN after
    ON after.demand_id = own.demand_id AND after.import_id = own.import_id
WHERE own
"""
_FIGURES_BROUGHT = """
SELECT rows.* REPLACE (wanted.import_id AS import_id)
FROM ({rows}) AS rows JOIN ({wanted}) AS wanted
    ON rows.demand_id = wanted.demand_id AND rows.import_id = wanted.said_by
"""

DEMANDS_AFTER = _AS_BROUGHT.format(rows=_ALL_STATES, wanted=_STANDING)
FIGURES_AFTER = _FIGURES_BROUGHT.format(rows=_ALL_FIGURES, wanted=_STANDING)
EARLIER_DEMANDS_AFTER = _AS_BROUGHT.format(rows=_ALL_STATES, wanted=_EARLIER)
EARLIER_FIGURES_AFTER = _FIGURES_BROUGHT.format(rows=_ALL_FIGURES, wanted=_EARLIER)

PAYLOADS_AFTER = """
SELECT paid.* REPLACE (bringers.import_id AS import_id)
FROM (SELECT * FROM stored_payloads SEMI JOIN repaid USING (demand_id)) AS paid
JOIN bringers ON bringers.demand_id = paid.demand_id AND bringers.payload_hash = paid.payload_hash
"""

# The undone import's own event, as another one told it: `who` says which, and as which of it.
_RETOLD_EVENT = """
SELECT events.* REPLACE (who.import_id AS import_id, placed.imported_at AS imported_at){n}
FROM (SELECT * FROM stored_events SEMI JOIN undone USING (import_id)) AS events
JOIN (SELECT * FROM {who} WHERE same {only}) AS who USING (demand_id, event_id)
JOIN placed ON placed.import_id = who.import_id
"""
_DIFFERING_ROWS = """
SELECT events.*{n} FROM stored_differing_events AS events
JOIN (SELECT * FROM {who} WHERE NOT same {only}) AS who
    ON events.demand_id = who.demand_id AND events.event_id = who.event_id
    AND events.import_id = who.import_id AND events.n IS NOT DISTINCT FROM who.n
"""

EVENTS_AFTER = f"""
{_RETOLD_EVENT.format(who="heirs", only="", n="")}
UNION ALL {_DIFFERING_ROWS.format(who="heirs", only="", n=" EXCLUDE (n)")}
"""

DIFFERING_AFTER = f"""
SELECT * FROM stored_differing_events SEMI JOIN concerned USING (demand_id)
ANTI JOIN undone USING (import_id) ANTI JOIN orphaned USING (demand_id, event_id)
UNION ALL {_RETOLD_EVENT.format(who="others", only="AND NOT agrees", n=", who.n")}
UNION ALL {_DIFFERING_ROWS.format(who="others", only="AND NOT agrees", n="")}
"""

REPEATED_AFTER = """
SELECT import_id, demand_id, NULL::VARCHAR AS event_id, stood AS said_by, NULL::BIGINT AS n
FROM judged_without WHERE NOT own
UNION ALL
SELECT * FROM stored_repeated SEMI JOIN concerned USING (demand_id)
ANTI JOIN undone USING (import_id) ANTI JOIN orphaned USING (demand_id, event_id)
WHERE event_id IS NOT NULL
UNION ALL
SELECT import_id, demand_id, event_id, NULL, n FROM others WHERE agrees
"""

IMPORTS_AFTER = """
SELECT listed.* REPLACE (
    "new" + coalesce(more.made, 0) AS "new", changed + coalesce(more.altered, 0) AS changed,
    unchanged - coalesce(more.made, 0) - coalesce(more.altered, 0) AS unchanged)
FROM (SELECT * FROM stored_imports ANTI JOIN undone USING (import_id)) AS listed
LEFT JOIN (
    SELECT import_id, sum(sign * (verdict = 'new')::INT)::BIGINT AS made,
           sum(sign * (verdict = 'changed')::INT)::BIGINT AS altered
    FROM (SELECT import_id, verdict, 1 AS sign FROM judged_without
          UNION ALL SELECT import_id, verdict, -1 FROM judged_with)
    GROUP BY import_id
) AS more ON more.import_id = listed.import_id
"""


def lay_out(bench: Workbench, before: Snapshot, import_id: str) -> None:
    """Lay out on the workbench what the demands of an import would be without it."""
    for table, schema in _STORED.items():
        bench.show(f"stored_{table}", before.files(table), schema)
    bench.run(_UNDONE, import_id=import_id)
    for step in _STEPS:
        bench.run(step)
