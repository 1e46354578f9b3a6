"""The log: a line of JSON an event, and in it no person, no key and no customer's word.

What is logged by Cynosure is written so. What others log (Django, waitress) may hold paths,
keys and addresses, so of theirs only the template stays; and of an exception what it is and
where it came from, never its message, which may quote the row that was refused.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_OURS = "cynosure"
_LEFT_OUT = "(what was said is left out: it may name somebody)"
_FRAMES = 12  # the innermost: where it broke, and how it came there


class WithoutPersons(JsonFormatter):
    """Writes a record as one line of JSON without what may name somebody."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="at",
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        if record.name.split(".")[0] != _OURS:
            record = _bare(record)
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 the name is logging's
        """Return what broke and where, from the innermost frame outwards."""
        kind, _, trace = ei
        return f"{kind.__name__ if kind else 'nothing'} at {_where(trace)}"

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 the name is logging's
        """Return nothing: a stack quotes lines, and says no more than the exception."""
        del stack_info
        return ""


def log_to_stderr() -> None:
    """Log from now on to standard error: on a terminal what is wrong, else every request too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutPersons())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)
    # Every refused request is in our own line; Django's would tell its path.
    for name in ("django.request", "django.security"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # busy is what metrics tell


def _bare(record: logging.LogRecord) -> logging.LogRecord:
    # A template with its arguments apart is its program's own words; a whole text may be anything.
    said = str(record.msg) if record.args else _LEFT_OUT
    return logging.LogRecord(
        record.name, record.levelno, "", 0, said.replace("%", "%%"), (), record.exc_info
    )


def _where(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return " < ".join(f"{_short(one.filename)}:{one.lineno} {one.name}" for one in reversed(frames))


def _short(filename: str) -> str:
    """Return the last parts of a path: what is beneath the packages, not whose home it is.

    >>> _short("/home/ana/lib/python3.11/site-packages/django/db/models/query.py")
    'django/db/models/query.py'
    """
    for above in ("site-packages/", "/src/"):
        if above in filename:
            return filename.rsplit(above, 1)[1]
    return "/".join(filename.rsplit("/", 2)[-2:])
