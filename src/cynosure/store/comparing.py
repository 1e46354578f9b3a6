"""What an import changes: each staged row against what is stored, in SQL.

Rows are compared by a hash of all that a source said in them (not when and by
which import it came). Two rows are taken for the same only where a hash of
their names and one of their content agree, 128 bits together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cynosure.demand import DEMANDS, EVENTS, IMPORTS, LABELS, PAYLOADS, SIGHTINGS, SOURCE_FIGURES
from cynosure.store.snapshot import Snapshot
from cynosure.store.staging import STAGED, Staged
from cynosure.store.workbench import Workbench

_STORED = {
    "demands": DEMANDS,
    "events": EVENTS,
    "sightings": SIGHTINGS,
    "payloads": PAYLOADS,
    "source_figures": SOURCE_FIGURES,
    "labels": LABELS,
    "imports": IMPORTS,
}

# The order of imports is that of their exports; one without a time of its own
# was exported when it was imported. Ties are broken by what cannot tie.
BY_EXPORT = "coalesce(exported_at, imported_at), imported_at, import_id"

_RANKS = f"""
CREATE TEMP TABLE ranks AS
SELECT import_id, row_number() OVER (ORDER BY {BY_EXPORT}) AS rank
FROM (SELECT import_id, exported_at, imported_at FROM stored_imports
      UNION ALL SELECT $import_id, $exported_at::TIMESTAMPTZ, $imported_at::TIMESTAMPTZ)
"""

NEWEST_NUMBER = "SELECT coalesce(max(number), count(*)) FROM stored_imports"

_THIS_IMPORT = "CREATE TEMP TABLE this_import AS SELECT $import_id AS import_id"

# What a labeller looks at, and what a theme is made of.
WORDS = "hash(title, body, reported_type, labels, channel, language, satisfaction, product)"
TEXTS = "hash(title, body)"

_SAID = f"""
CREATE TEMP TABLE said AS
SELECT n, demand_id, hash(*COLUMNS(* EXCLUDE (n, import_id, imported_at))) AS content,
       {WORDS} AS words, {TEXTS} AS texts
FROM staged_demands
"""

_FIRSTS = """
CREATE TEMP TABLE firsts AS
SELECT demand_id, min(n) AS n, arg_min(content, n) AS content, arg_min(words, n) AS words,
       arg_min(texts, n) AS texts
FROM said GROUP BY demand_id
"""

_REFUSED = """
CREATE TEMP TABLE refused AS
SELECT said.n, said.demand_id FROM said JOIN firsts USING (demand_id)
WHERE said.content <> firsts.content
"""

_KNOWN = f"""
CREATE TEMP TABLE known AS
SELECT demand_id, import_id AS said_by,
       hash(*COLUMNS(* EXCLUDE (import_id, imported_at))) AS content,
       {WORDS} AS words, {TEXTS} AS texts
FROM stored_demands SEMI JOIN firsts USING (demand_id)
"""

# The newest import that held a demand, also where it then changed nothing.
_HELD = """
CREATE TEMP TABLE held AS
SELECT demand_id, max(rank) AS rank
FROM stored_sightings JOIN ranks USING (import_id) SEMI JOIN known USING (demand_id)
WHERE event_id IS NULL GROUP BY demand_id
"""

_DECIDED = """
CREATE TEMP TABLE decided AS
SELECT firsts.n, firsts.demand_id,
       CASE WHEN known.demand_id IS NULL THEN 'new'
            WHEN known.content = firsts.content THEN 'unchanged'
            WHEN held.rank > (SELECT rank FROM ranks SEMI JOIN this_import USING (import_id))
            THEN 'older'
            ELSE 'changed' END AS verdict,
       known.said_by, known.words <> firsts.words AS reworded, known.texts <> firsts.texts AS retold
FROM firsts LEFT JOIN known USING (demand_id) LEFT JOIN held USING (demand_id)
"""

_CHANGED = """
CREATE TEMP TABLE changed AS SELECT demand_id FROM decided WHERE verdict = 'changed';
CREATE TEMP TABLE reworded AS SELECT demand_id FROM decided WHERE verdict = 'changed' AND reworded;
CREATE TEMP TABLE retold AS SELECT demand_id FROM decided WHERE verdict = 'changed' AND retold;
CREATE TEMP TABLE taken AS SELECT n, demand_id FROM decided WHERE verdict IN ('new', 'changed')
"""

# Figures as an import says them, and whether it says other ones of an unchanged demand.
FIGURES = "hash(list({'figure': figure, 'value': value} ORDER BY figure))"
_FIGURES = f"""
CREATE TEMP TABLE said_figures AS
SELECT any_value(import_id) AS import_id, demand_id, figure, min(value) AS value
FROM staged_figures GROUP BY demand_id, figure;
CREATE TEMP TABLE refigured AS
SELECT decided.demand_id FROM decided
LEFT JOIN (SELECT demand_id, {FIGURES} AS figures FROM said_figures GROUP BY demand_id) AS said
    USING (demand_id)
LEFT JOIN (SELECT demand_id, {FIGURES} AS figures FROM stored_source_figures
           SEMI JOIN known USING (demand_id) GROUP BY demand_id) AS stood USING (demand_id)
WHERE verdict = 'unchanged' AND said.figures IS DISTINCT FROM stood.figures
"""

# What does not stand now, but would if another import were undone.
_KEPT = """
CREATE TEMP TABLE kept AS
SELECT n, demand_id FROM decided WHERE verdict = 'older'
UNION ALL SELECT n, demand_id FROM decided SEMI JOIN refigured USING (demand_id)
"""

_EVENT_KEYS = """
CREATE TEMP TABLE staged_keys AS
SELECT n, hash(demand_id, event_id) AS key,
       hash(*COLUMNS(* EXCLUDE (n, of_demand, import_id, imported_at))) AS content
FROM staged_events ANTI JOIN refused ON staged_events.of_demand = refused.n
"""

_STORED_KEYS = """
CREATE TEMP TABLE stored_keys AS
SELECT hash(demand_id, event_id) AS key,
       hash(*COLUMNS(* EXCLUDE (import_id, imported_at))) AS content
FROM stored_events SEMI JOIN firsts USING (demand_id)
"""

# Twice in this import, or there already: nothing new.
_REPEATED_EVENTS = """
CREATE TEMP TABLE passed_over AS
SELECT n FROM staged_keys SEMI JOIN stored_keys USING (key, content)
UNION ALL
SELECT n FROM (
    SELECT unnest(list(n)) AS n, min(n) AS first
    FROM staged_keys ANTI JOIN stored_keys USING (key, content)
    WHERE key IN (SELECT key FROM staged_keys GROUP BY key HAVING count(*) > 1)
    GROUP BY key, content HAVING count(*) > 1
) WHERE n <> first
"""

# The same id with other content. Few, so names are compared and not hashes.
_DISPUTED = """
CREATE TEMP TABLE disputed AS
SELECT n FROM staged_keys ANTI JOIN passed_over USING (n)
SEMI JOIN (
    SELECT key FROM stored_keys
    UNION ALL SELECT key FROM staged_keys ANTI JOIN passed_over USING (n)
    GROUP BY key HAVING count(*) > 1
) AS twice USING (key)
"""

_DIFFERING = """
CREATE TEMP TABLE differing AS
SELECT disputed.n FROM disputed JOIN staged_events USING (n)
SEMI JOIN stored_events USING (demand_id, event_id)
UNION
SELECT n FROM (
    SELECT n, row_number() OVER (PARTITION BY demand_id, event_id ORDER BY n) AS place
    FROM disputed JOIN staged_events USING (n)
) WHERE place > 1
"""

NEW_DEMANDS = "SELECT staged_demands.* FROM staged_demands SEMI JOIN taken USING (n)"

NEW_EVENTS = """
SELECT staged_events.* FROM staged_events
SEMI JOIN staged_keys USING (n)
ANTI JOIN passed_over USING (n) ANTI JOIN differing USING (n)
"""

DIFFERING_EVENTS = "SELECT staged_events.* FROM staged_events SEMI JOIN differing USING (n)"

EARLIER_DEMANDS = """
SELECT staged_demands.* EXCLUDE (n) FROM staged_demands SEMI JOIN kept USING (n)
UNION ALL SELECT * FROM stored_demands SEMI JOIN changed USING (demand_id)
"""

EARLIER_FIGURES = """
SELECT * FROM said_figures SEMI JOIN kept USING (demand_id)
UNION ALL SELECT * FROM stored_source_figures SEMI JOIN changed USING (demand_id)
"""

REPEATED = """
SELECT (SELECT import_id FROM this_import) AS import_id, demand_id, NULL::VARCHAR AS event_id,
       said_by, NULL::BIGINT AS n
FROM decided ANTI JOIN refigured USING (demand_id) WHERE verdict = 'unchanged'
UNION ALL
SELECT (SELECT import_id FROM this_import), demand_id, event_id, NULL, min(n)
FROM staged_events SEMI JOIN
    (SELECT n FROM staged_keys SEMI JOIN stored_keys USING (key, content)) USING (n)
WHERE event_id IS NOT NULL GROUP BY demand_id, event_id
"""

NEW_PAYLOADS = """
SELECT DISTINCT ON (staged_payloads.demand_id, staged_payloads.payload_hash) staged_payloads.*
FROM staged_payloads
SEMI JOIN (
    SELECT demand_id, payload_hash FROM staged_demands
    SEMI JOIN (SELECT n FROM decided WHERE verdict <> 'unchanged') USING (n)
) AS wanted
    ON staged_payloads.demand_id = wanted.demand_id
    AND staged_payloads.payload_hash = wanted.payload_hash
ANTI JOIN stored_payloads
    ON staged_payloads.demand_id = stored_payloads.demand_id
    AND staged_payloads.payload_hash = stored_payloads.payload_hash
"""

NEW_FIGURES = "SELECT * FROM said_figures SEMI JOIN taken USING (demand_id)"

NEW_SIGHTINGS = """
SELECT (SELECT import_id FROM this_import) AS import_id, demand_id, NULL::VARCHAR AS event_id FROM firsts
UNION ALL
SELECT DISTINCT (SELECT import_id FROM this_import), demand_id, event_id FROM staged_events
SEMI JOIN staged_keys USING (n) WHERE origin = 'claimed'
"""

REFUSED_PAYLOADS = """
CREATE TEMP TABLE refused_payloads AS
SELECT refused.demand_id, min(payload) AS payload
FROM refused JOIN staged_demands USING (n)
LEFT JOIN staged_payloads ON staged_payloads.demand_id = refused.demand_id
    AND staged_payloads.payload_hash = staged_demands.payload_hash
GROUP BY refused.n, refused.demand_id ORDER BY refused.n
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many of an import's rows are what."""

    new: int
    changed: int
    unchanged: int
    kept: int  # unchanged demands of which it says what does not stand
    refused: int  # rows whose id came before in the same import, with other content
    demands: int  # different ones
    new_events: int
    repeated_events: int
    differing_events: int


def compare(
    bench: Workbench,
    *,
    staged: Staged,
    before: Snapshot,
    import_id: str,
    exported_at: datetime | None,
    imported_at: datetime,
) -> Compared:
    """Lay out on the workbench what is new and what changed, and count it."""
    for part, schema in STAGED.items():
        bench.show(f"staged_{part}", staged.files(part), schema)
    for table, schema in _STORED.items():
        bench.show(f"stored_{table}", before.files(table), schema)
    bench.run(_RANKS, import_id=import_id, exported_at=exported_at, imported_at=imported_at)
    bench.run(_THIS_IMPORT, import_id=import_id)
    steps = (
        _SAID,
        _FIRSTS,
        _REFUSED,
        _KNOWN,
        _HELD,
        _DECIDED,
        _CHANGED,
        _FIGURES,
        _KEPT,
        _EVENT_KEYS,
        _STORED_KEYS,
        _REPEATED_EVENTS,
        _DISPUTED,
        _DIFFERING,
    )
    for step in steps:
        bench.run(step)
    rows = bench.count("SELECT count(*) FROM said")
    new = bench.count("SELECT count(*) FROM decided WHERE verdict = 'new'")
    changed = bench.count("SELECT count(*) FROM changed")
    refused = bench.count("SELECT count(*) FROM refused")
    events = bench.count("SELECT count(*) FROM staged_keys")
    repeated = bench.count("SELECT count(*) FROM passed_over")
    differing = bench.count("SELECT count(*) FROM differing")
    return Compared(
        new=new,
        changed=changed,
        unchanged=rows - new - changed - refused,
        kept=bench.count("SELECT count(*) FROM kept"),
        refused=refused,
        demands=bench.count("SELECT count(*) FROM firsts"),
        new_events=events - repeated - differing,
        repeated_events=repeated,
        differing_events=differing,
    )
