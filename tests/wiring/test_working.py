from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cynosure.errors import IntakeError, StoreError
from cynosure.register import open_register
from cynosure.wiring import Place, open_place, working
from tests.commands import arguments

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with open_place(tmp_path / "desk", create=True):
        pass
    with open_register(tmp_path / "desk"):
        yield tmp_path / "desk"


def _work(folder: Path, at: datetime = AT) -> int:
    return working.work(folder, now=lambda: at, stop=threading.Event(), drain=True)


def _handled_by(monkeypatch: pytest.MonkeyPatch, handler: Any) -> None:
    monkeypatch.setattr(working, "HANDLERS", {"try": handler})


class TestAWorker:
    def test_does_what_waits_and_keeps_what_came_of_it(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.register import jobs

        def handler(
            place: Place, given: Mapping[str, Any], at: datetime, progress: Any
        ) -> Mapping[str, Any]:
            return {"folder": place.folder.name, **given}

        _handled_by(monkeypatch, handler)
        asked = jobs.enqueue("try", {"n": 7}, by="Maria", at=AT)

        assert _work(folder) == 1
        asked.refresh_from_db()
        assert (asked.state, asked.result) == ("done", {"folder": "desk", "n": 7})

    def test_tries_again_after_a_pause_and_gives_up_after_the_bound(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.register import jobs

        def handler(*_: Any) -> Mapping[str, Any]:
            raise StoreError("The disk is away. Bring it back.")

        _handled_by(monkeypatch, handler)
        asked = jobs.enqueue("try", by="Maria", at=AT, most_attempts=2)

        assert _work(folder) == 1
        asked.refresh_from_db()
        assert (asked.state, asked.why) == ("waiting", "The disk is away. Bring it back.")
        assert _work(folder) == 0, "it was begun again without a pause"
        assert _work(folder, AT + timedelta(minutes=5)) == 1
        asked.refresh_from_db()
        assert (asked.state, asked.attempts) == ("failed", 2)

    def test_does_not_try_again_what_a_file_got_wrong(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.register import jobs

        def handler(*_: Any) -> Mapping[str, Any]:
            raise IntakeError("line 14: no title.")

        _handled_by(monkeypatch, handler)
        asked = jobs.enqueue("try", by="Maria", at=AT)

        _work(folder)
        asked.refresh_from_db()
        assert (asked.state, asked.attempts, asked.why) == ("failed", 1, "line 14: no title.")

    def test_says_of_a_fault_of_ours_that_it_is_one_and_goes_on(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.register import jobs

        def handler(_: Any, given: Mapping[str, Any], *__: Any) -> Mapping[str, Any]:
            return {"quotient": 1 / given["by"]}

        _handled_by(monkeypatch, handler)
        broken = jobs.enqueue("try", {"by": 0}, by="Maria", at=AT, most_attempts=1)
        whole = jobs.enqueue("try", {"by": 2}, by="Maria", at=AT)

        _work(folder)
        broken.refresh_from_db()
        whole.refresh_from_db()
        assert broken.state == "failed"
        assert "ZeroDivisionError" in broken.why
        assert whole.result == {"quotient": 0.5}

    def test_moves_what_machines_sent_without_being_asked(self, folder: Path) -> None:
        from cynosure.register import inbox

        inbox.accept("generic", "a-1", b"{}", at=AT)

        _work(folder, AT + timedelta(seconds=1))

        assert inbox.recent()[0].state != "waiting" or inbox.recent()[0].attempts > 0


class TestTheQueue:
    def test_gives_a_job_to_one_worker_while_its_lease_holds(self, folder: Path) -> None:
        from cynosure.register import jobs

        jobs.enqueue("try", by="Maria", at=AT)

        assert jobs.claim("one", at=AT, kinds=["try"]) is not None
        assert jobs.claim("two", at=AT, kinds=["try"]) is None

    def test_gives_it_to_another_when_the_lease_ran_out_and_the_first_may_not_end_it(
        self, folder: Path
    ) -> None:
        from cynosure.register import jobs

        asked = jobs.enqueue("try", by="Maria", at=AT)
        first = jobs.claim("one", at=AT, kinds=["try"])
        later = AT + jobs.LEASE + timedelta(seconds=1)
        second = jobs.claim("two", at=later, kinds=["try"])
        assert first is not None
        assert second is not None

        assert not jobs.renew(first, at=later)
        jobs.done(first, at=later)
        asked.refresh_from_db()
        assert asked.state == "running"

    def test_runs_one_job_of_a_workspace_at_a_time(self, folder: Path) -> None:
        from cynosure.register import jobs

        jobs.enqueue("try", {"n": 1}, by="Maria", at=AT)
        jobs.enqueue("try", {"n": 2}, by="Maria", at=AT)
        first = jobs.claim("one", at=AT, kinds=["try"])
        assert first is not None
        assert jobs.claim("two", at=AT, kinds=["try"]) is None

        jobs.done(first, at=AT)
        second = jobs.claim("two", at=AT, kinds=["try"])
        assert second is not None
        assert second.arguments == {"n": 2}

    def test_asked_once_holds_one_that_waits(self, folder: Path) -> None:
        from cynosure.register import jobs

        one = jobs.enqueue("try", by="Maria", at=AT, once=True)

        assert jobs.enqueue("try", by="Paul", at=AT, once=True).pk == one.pk

    def test_tells_how_long_nobody_has_worked(self, folder: Path) -> None:
        from cynosure.register import jobs

        jobs.enqueue("try", by="Maria", at=AT)

        assert jobs.longest_waiting(at=AT + timedelta(minutes=9)) == timedelta(minutes=9)


class TestTheCommand:
    def test_gives_back_what_it_does_when_it_is_stopped(self, tmp_path: Path) -> None:
        with open_place(tmp_path, create=True):
            pass
        with open_register(tmp_path):
            pass
        running = subprocess.Popen(arguments("worker", "--workspace", tmp_path))
        with open_register(tmp_path):
            from cynosure.register import jobs

            asked = jobs.enqueue("retell", by="Maria", at=datetime.now(UTC))
            for _ in range(600):
                asked.refresh_from_db()
                if asked.state == "done":
                    break
                time.sleep(0.05)
        running.send_signal(signal.SIGTERM)

        assert running.wait(30) == 0
