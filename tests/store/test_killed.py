"""Whenever a writer is killed, readers see the state before or after, and the next run mends it."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from cynosure.store import open_store
from tests.store.contents import everything, state
from tests.store.killed import PERSON, WRITERS, ended, fresh, started, write_until

KILLED = -9
MOMENTS = 20


@pytest.fixture(scope="module", params=list(WRITERS))
def writer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before") / "workspace"
    fresh(folder)
    return folder


class Undisturbed:
    """What a writing makes of a workspace when nobody disturbs it."""

    def __init__(self, writer: str, before: Path, folder: Path) -> None:
        shutil.copytree(before, folder)
        self.steps = 0
        self.writer = writer
        store = open_store(folder)
        self.before = told(folder)
        started_at = time.perf_counter()
        WRITERS[writer](store, self._count)
        self.seconds = time.perf_counter() - started_at
        self.after = told(folder)

    def _count(self, _stage: str, _done: int) -> None:
        self.steps += 1


def told(folder: Path) -> object:
    """Return what readers see, but for what is drawn by lot: tokens and the ids made with a key."""
    seen = state(open_store(folder), without=("event_id", "payload_hash", "hash", "sieve"))
    return _without_tokens(seen)


def _without_tokens(seen: object) -> object:
    match seen:
        case dict():
            return {name: _without_tokens(value) for name, value in seen.items()}
        case list():
            return sorted((_without_tokens(value) for value in seen), key=repr)
        case str() if seen.startswith("erased-"):
            return "erased-"
        case _:
            return seen


@pytest.fixture(scope="module")
def undisturbed(writer: str, before: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(writer, before, tmp_path_factory.mktemp("undisturbed") / "workspace")


def check(workspace: Path, undisturbed: Undisturbed) -> None:
    """Look at a workspace whose writer was killed, then write again."""
    assert told(workspace) in (undisturbed.before, undisturbed.after)

    WRITERS[undisturbed.writer](open_store(workspace), None)

    assert told(workspace) == undisturbed.after
    assert not (workspace / "staging").exists()
    assert not (workspace / "erasure-unfinished").exists()
    if undisturbed.writer == "erase":
        assert not [file for file, held in everything(workspace) if PERSON.encode() in held]


@pytest.mark.slow
class TestAKilledWriter:
    def test_leaves_all_or_nothing_at_every_step(
        self, undisturbed: Undisturbed, before: Path, tmp_path: Path
    ) -> None:
        assert undisturbed.before != undisturbed.after

        for step in range(1, undisturbed.steps + 1):
            workspace = tmp_path / f"killed at {step}"
            shutil.copytree(before, workspace)

            assert ended(started(write_until, str(workspace), undisturbed.writer, step)) == KILLED

            check(workspace, undisturbed)
            shutil.rmtree(workspace)

    def test_leaves_all_or_nothing_at_twenty_random_moments(
        self, undisturbed: Undisturbed, before: Path, tmp_path: Path
    ) -> None:
        moments = random.Random(20260302)
        codes = []

        for number in range(MOMENTS):
            workspace = tmp_path / f"killed {number}"
            shutil.copytree(before, workspace)
            process = started(write_until, str(workspace), undisturbed.writer, None)
            # A process of its own is colder than this one: it takes longer.
            codes.append(
                ended(process, kill_after=moments.uniform(0.01, 1.5 * undisturbed.seconds + 0.2))
            )

            check(workspace, undisturbed)
            shutil.rmtree(workspace)

        assert set(codes) <= {KILLED, 0}
        assert KILLED in codes
