"""Take in what somebody sent by a page, and have it told; begun again, it changes nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cynosure.wiring.kinds import RETELL
from cynosure.wiring.place import Place
from cynosure.wiring.uploads import NotKept, Upload, let_go, upload_called
from cynosure.workflows.take_in import Progress, take_in

# Read = new + changed + unchanged + set aside + quarantined.
COUNTED = ("read", "new", "changed", "unchanged", "set_aside", "quarantined")


def take_in_asked(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Take in the files that a job names, and return what became of each record.

    The import is named by the moment of asking, not of doing. So an attempt after one that
    was killed finds what that one kept, also where the files are gone already.

    Raises
    ------
    IntakeError
        If the files cannot be read, or were let go of; nothing of them is kept then.
    """
    from cynosure.register import jobs

    asked_at = datetime.fromisoformat(str(arguments["asked_at"]))
    upload = upload_called(place.folder, str(arguments["token"]))
    if upload is None:
        done = _kept_before(place, asked_at)
    else:
        done = _taken(upload, place, asked_at, progress)
    jobs.enqueue(RETELL, by="the worker", at=at, once=True)
    if upload is not None:
        let_go(upload)
    return done


def _taken(
    upload: Upload, place: Place, asked_at: datetime, progress: Progress
) -> Mapping[str, Any]:
    receipt = take_in(
        upload.files,
        store=place.store,
        labeller=place.labeller,
        imported_at=asked_at,
        source=upload.source,
        mapping=upload.mapping,
        timezone=upload.timezone,
        progress=progress,
    )
    return {"import_id": receipt.import_id, **{name: getattr(receipt, name) for name in COUNTED}}


def _kept_before(place: Place, asked_at: datetime) -> Mapping[str, Any]:
    for row in place.imports():
        if row["imported_at"] == asked_at:
            return {name: row[name] for name in ("import_id", *COUNTED)}
    raise NotKept
