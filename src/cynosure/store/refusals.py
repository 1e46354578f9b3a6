"""The refusal list: whoever was erased is known again without being named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes, token_hex

import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.errors import StoreError
from cynosure.store.layout import KEY_FILE, REFUSALS
from cynosure.store.mentions import Mentions, keyed_hash, plain, sieve_of

# Shorter names and numbers are in every second text by chance.
SHORTEST_NAME = 3
SHORTEST_NUMBER = 5


class LostKey(StoreError):
    """The refusal list cannot be read without its key."""

    def __init__(self, file: Path, people: int) -> None:
        super().__init__(
            f"{file} is missing, and with it the means to recognise {people} erased name(s) in "
            "what is taken in. Restore the file from a backup; nothing was taken in."
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """One erased name, by its hash."""

    hash: str
    length: int
    sieve: int
    token: str
    is_asker: bool
    in_texts: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Refusals:
    """Everybody who was erased, and the key that recognises them."""

    key: bytes
    names: Mapping[str, Refused]

    def __bool__(self) -> bool:
        return bool(self.names)

    def of(self, name: str | None) -> Refused | None:
        """Return what is known of a name, or None if nobody of this name was erased."""
        if not name:
            return None
        return self.names.get(keyed_hash(plain(name), self.key))

    def of_each(self, names: pa.Array) -> dict[str, Refused]:
        """Return those of a column's names that were erased."""
        found = ((name, self.of(name)) for name in names.unique().to_pylist())
        return {name: refused for name, refused in found if refused is not None}

    def mentions(self) -> Mentions:
        """Return the names to be looked for in texts."""
        hashes: dict[int, set[str]] = {}
        sieves: dict[int, set[int]] = {}
        for refused in self.names.values():
            if refused.in_texts:
                hashes.setdefault(refused.length, set()).add(refused.hash)
                sieves.setdefault(refused.length, set()).add(refused.sieve)
        return Mentions(
            self.key,
            {length: frozenset(some) for length, some in hashes.items()},
            {length: frozenset(some) for length, some in sieves.items()},
        )

    def another_id(self, name: str) -> str:
        """Return an id that stands for an id made from the person's own words."""
        return keyed_hash(name.encode(), self.key)

    def with_person(
        self, *, askers: Sequence[str], names: Iterable[str], at: datetime
    ) -> tuple[Refusals, list[Refused], str]:
        """Return the list with a person added, what is new on it, and the person's token.

        Somebody who is on it keeps their token, so erasing twice changes nothing.
        """
        known = [found for found in map(self.of, askers) if found is not None]
        token = known[0].token if known else f"erased-{token_hex(8)}"
        added: dict[str, Refused] = {}
        for is_asker, some in ((True, askers), (False, names)):
            for name in some:
                written = plain(name)
                mark = keyed_hash(written, self.key)
                standing = added.get(mark) or self.names.get(mark)
                if not written or (standing is not None and (standing.is_asker or not is_asker)):
                    continue
                shortest = SHORTEST_NUMBER if written.isdigit() else SHORTEST_NAME
                added[mark] = Refused(
                    hash=mark,
                    length=len(written),
                    sieve=sieve_of(written, self.key),
                    token=token,
                    is_asker=is_asker,
                    in_texts=len(written) >= shortest,
                    at=at,
                )
        return Refusals(self.key, {**self.names, **added}), list(added.values()), token


def read_refusals(workspace: Path, files: Sequence[str]) -> Refusals:
    """Return the refusal list of a workspace.

    Raises
    ------
    LostKey
        If somebody is on it and the key is not there.
    """
    rows = [row for file in files for row in pq.read_table(file, schema=REFUSALS).to_pylist()]
    file = workspace / KEY_FILE
    if rows and not file.exists():
        raise LostKey(file, len(rows))
    key = file.read_bytes() if file.exists() else b""
    # A name may stand twice: first as a mention, later as an asker.
    rows.sort(key=lambda row: bool(row["is_asker"]))
    return Refusals(key, {row["hash"]: Refused(**row) for row in rows})


def ensure_key(workspace: Path) -> None:
    """Make the key of the refusal list, readable by its owner only, unless it is there."""
    file = workspace / KEY_FILE
    if file.exists():
        return
    beside = file.with_name(f".{KEY_FILE}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as open_file:
        open_file.write(token_bytes(32))
    beside.replace(file)
