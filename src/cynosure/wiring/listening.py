"""Listening at a terminal: contacts in the register, and out of it as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from cynosure.errors import ReportError
from cynosure.masking import mask
from cynosure.nature.auditing.listening import in_lines, listen, summed
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.reports.to_csv import harmless
from cynosure.wiring.place import Place
from cynosure.wiring.terminal import read_key, read_line, write

COLUMNS = ("heard_at", "nature", "code", "note", "heard_by")


class ContactsNotWritten(ReportError):
    """The table of listened contacts cannot be written."""

    def __init__(self, out: Path, reason: str) -> None:
        super().__init__(
            f"The contacts cannot be written to {out}: {reason}. Choose another --out."
        )


def listen_at_terminal(place: Place, *, by: str, now: Callable[[], datetime]) -> Iterator[str]:
    """Take contacts down until the listener leaves, and yield what all of them come to."""
    with open_register(place.folder):
        # Django's models can be imported only where a register is open.
        from cynosure.register.listening import Notes

        found = listen(Notes(by=by, now=now), read_key, read_line, write)
    yield from in_lines(found)


def show_contacts(place: Place) -> Iterator[str]:
    """Yield what the contacts come to that were heard so far."""
    if not has_register(place.folder):
        yield from in_lines(summed([]))
        return
    with open_register(place.folder, create=False):
        from cynosure.register.listening import kept_contacts

        yield from in_lines(summed(one.heard for one in kept_contacts()))


def write_contacts(place: Place, out: Path) -> int:
    """Write every contact that counts to a CSV file, notes masked; return how many.

    Raises
    ------
    ContactsNotWritten
        If the file cannot be written; a file that was there stays as it was.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    n = 0
    with open_register(place.folder):
        from cynosure.register.listening import kept_contacts

        for one in kept_contacts():
            heard, n = one.heard, n + 1
            table.writerow(
                [
                    f"{one.heard_at:%Y-%m-%dT%H:%M:%SZ}",
                    heard.nature or "",
                    heard.code or "",
                    harmless(mask(one.note)),
                    harmless(one.heard_by),
                ]
            )
    try:
        half = out.with_name(out.name + ".part")
        half.write_text(text.getvalue(), encoding="utf-8", newline="\n")
        half.replace(out)
    except OSError as error:
        raise ContactsNotWritten(out, error.strerror or str(error)) from error
    return n
