"""A workspace of format 1 as it was first released, written by hand.

It must not use our own writing code: later releases shall open what this
release left on disks, not what they would write themselves.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

TIME = pa.timestamp("us", tz="UTC")
TEXT = pa.string()
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)

# Spelt out, not imported: the schemas of today may change, these may not.
FIELDS: dict[str, dict[str, pa.DataType]] = {
    "demands": {
        "demand_id": TEXT,
        "source": TEXT,
        "source_id": TEXT,
        "url": TEXT,
        "asker": TEXT,
        "asker_kind": TEXT,
        "customer": TEXT,
        "role": TEXT,
        "standing": TEXT,
        "channel": TEXT,
        "product": TEXT,
        "language": TEXT,
        "title": TEXT,
        "body": TEXT,
        "reported_type": TEXT,
        "labels": pa.list_(TEXT),
        "priority": TEXT,
        "asked_at": TIME,
        "zone": TEXT,
        "effort_minutes": pa.float64(),
        "cost": pa.float64(),
        "satisfaction": pa.float64(),
        "duplicate_of": TEXT,
        "follows": TEXT,
        "follows_origin": TEXT,
        "imported_at": TIME,
        "payload_hash": TEXT,
        "import_id": TEXT,
    },
    "events": {
        "demand_id": TEXT,
        "at": TIME,
        "kind": TEXT,
        "actor": TEXT,
        "actor_kind": TEXT,
        "public": pa.bool_(),
        "before": TEXT,
        "after": TEXT,
        "origin": TEXT,
        "seq": pa.int64(),
        "event_id": TEXT,
        "imported_at": TIME,
        "import_id": TEXT,
    },
    "sightings": {"import_id": TEXT, "demand_id": TEXT, "event_id": TEXT},
    "imports": {
        "import_id": TEXT,
        "shape": TEXT,
        "source": TEXT,
        "files": pa.list_(TEXT),
        "exported_at": TIME,
        "last_sign_at": TIME,
        "imported_at": TIME,
        "zone": TEXT,
        "zone_assumed": pa.bool_(),
        "tells": pa.list_(TEXT),
        "notes": pa.list_(TEXT),
        "read": pa.int64(),
        "new": pa.int64(),
        "changed": pa.int64(),
        "unchanged": pa.int64(),
        "set_aside": pa.int64(),
        "quarantined": pa.int64(),
    },
}
ROWS: dict[str, list[dict[str, Any]]] = {
    "demands": [
        {
            "demand_id": "desk:1",
            "source": "desk",
            "source_id": "1",
            "asker": "ana",
            "asker_kind": "customer",
            "title": "Cannot print",
            "labels": ["printing"],
            "asked_at": MOMENT,
            "imported_at": MOMENT,
            "payload_hash": "0a",
            "import_id": "i1",
        }
    ],
    "events": [
        {
            "demand_id": "desk:1",
            "at": MOMENT,
            "kind": "asked",
            "origin": "observed",
            "event_id": "e1",
            "imported_at": MOMENT,
            "import_id": "i1",
        }
    ],
    "sightings": [{"import_id": "i1", "demand_id": "desk:1"}],
    "imports": [
        {
            "import_id": "i1",
            "shape": "table",
            "source": "desk",
            "files": ["desk.csv"],
            "imported_at": MOMENT,
            "tells": ["endings"],
            "notes": [],
            "read": 1,
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "set_aside": 0,
            "quarantined": 0,
        }
    ],
}


def write_format_1(folder: Path) -> None:
    """Write a workspace of format 1 with one demand in it, and one that no import lists."""
    folder.mkdir(parents=True)
    (folder / "store.json").write_text(json.dumps({"format": 1}))
    pins = {}
    for name in ("demands", "events", "sightings"):
        _append(folder, name, ROWS[name])
        pins[name] = DeltaTable(str(folder / name)).version()
    _append(folder, "imports", ROWS["imports"], pins)
    # A writer that was killed before its last commit.
    _append(folder, "demands", [{**ROWS["demands"][0], "demand_id": "desk:2", "import_id": "i2"}])


def _append(
    folder: Path, name: str, rows: list[dict[str, Any]], pins: dict[str, int] | None = None
) -> None:
    schema = pa.schema(list(FIELDS[name].items()))
    write_deltalake(
        str(folder / name),
        pa.Table.from_pylist(rows, schema=schema),
        mode="append",
        commit_properties=CommitProperties(
            app_transactions=[
                Transaction(table, version) for table, version in (pins or {}).items()
            ]
        ),
    )
