"""A small SQLite file of answers: keys and codes, no text, and what was used so far."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from cynosure.errors import ClassificationError
from cynosure.nature.labellers.language_model import Spent

_AT_ONCE = 500  # keys of one query; SQLite of old allows 999
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (
    labeller TEXT PRIMARY KEY, calls INTEGER NOT NULL,
    tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL
) WITHOUT ROWID;
"""
_COUNT = """
INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT (labeller) DO UPDATE SET
    calls = calls + excluded.calls, tokens_in = tokens_in + excluded.tokens_in,
    tokens_out = tokens_out + excluded.tokens_out
"""


class UnusableAnswers(ClassificationError):
    """The file of a language model's answers cannot be read or written."""

    exit_status = 74  # EX_IOERR

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"The answers in {file} cannot be used: {why}. Give your account access to it; if it "
            "is damaged, delete it, and the language model is asked anew."
        )


class AlreadyAsking(ClassificationError):
    """Another process is asking for the same answers."""

    exit_status = 75  # EX_TEMPFAIL

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another command is asking a language model and writing to {file}. Both would pay for "
            "the same answers; try again when it has ended."
        )


class KeptAnswers:
    """Answers in a file, made at the first one; each call's are there or not, never half."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def known(self, keys: Collection[str]) -> dict[str, str]:
        """Return the answers that there are for these keys."""
        found: dict[str, str] = {}
        if not keys or not self.file.exists():
            return found
        with self._opened(writing=False) as base:
            rest = iter(keys)
            while some := list(islice(rest, _AT_ONCE)):
                marks = ",".join("?" * len(some))
                rows = base.execute(
                    f"SELECT key, answer FROM answers WHERE key IN ({marks})",  # noqa: S608 - only marks
                    some,
                )
                found.update(rows.fetchall())
        return found

    def spent(self, labeller: str) -> Spent:
        """Return what has been used under this labeller's name."""
        if not self.file.exists():
            return Spent()
        with self._opened(writing=False) as base:
            row = base.execute(
                "SELECT calls, tokens_in, tokens_out FROM spent WHERE labeller = ?", [labeller]
            ).fetchone()
        return Spent(*row) if row else Spent()

    def begin_call(self, labeller: str, *, tokens_in: int) -> None:
        """Count a call before it is made."""
        with self._opened(writing=True) as base:
            base.execute(_COUNT, [labeller, 1, tokens_in, 0])

    def keep(
        self, labeller: str, found: Mapping[str, str], *, tokens_in: int, tokens_out: int
    ) -> None:
        """Keep answers and count further tokens, both or neither."""
        with self._opened(writing=True) as base:
            base.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", found.items())
            base.execute(_COUNT, [labeller, 0, tokens_in, tokens_out])

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Be the only one who asks for these answers.

        Raises
        ------
        AlreadyAsking
            If somebody else does.
        """
        lock = FileLock(self.file.with_name(f"{self.file.name}.lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise AlreadyAsking(self.file) from None
        except OSError as problem:
            raise UnusableAnswers(self.file, problem.strerror or str(problem)) from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _opened(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        mode = "rwc" if writing else "ro"
        address = f"file:{quote(str(self.file.absolute()))}?mode={mode}"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=30)) as base, base:
                if writing:
                    base.executescript(_SCHEMA)
                yield base
        except sqlite3.Error as problem:
            raise UnusableAnswers(self.file, str(problem)) from None
