"""What only a register on PostgreSQL has to stand: many processes, and a server elsewhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from cynosure.register import jobs
from cynosure.register.database import ADDRESS
from cynosure.register.errors import RegisterIsNewer, RegisterUnreadable
from cynosure.register.models import Job
from cynosure.register.opening import Register, open_database, open_register
from cynosure.register.scope import within
from cynosure.register.workspaces import number_of

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORKSPACES = 4


@pytest.fixture
def address(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(ADDRESS, postgresql_url)
    return postgresql_url


@pytest.fixture
def opened(address: str, tmp_path: Path) -> Iterator[Register]:
    with open_database(tmp_path) as register:
        yield register


@pytest.fixture
def numbers(opened: Register, tmp_path: Path) -> list[int]:
    return [number_of(tmp_path / str(n), None, create=True) for n in range(WORKSPACES)]


def _at_once(n: int, do: Callable[[int], None]) -> None:
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            do(number)
        except BaseException as error:  # noqa: BLE001 told to the test below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed


class TestAnEmptyDatabase:
    def test_is_given_its_tables_once_by_processes_that_open_it_together(
        self, address: str, tmp_path: Path
    ) -> None:
        code = (
            "import sys\n"
            "from pathlib import Path\n"
            "from cynosure.register import open_register\n"
            "open_register(Path(sys.argv[1])).close()\n"
        )
        environment = os.environ | {"PYTHONPATH": ":".join(p for p in sys.path if p)}
        command = [sys.executable, "-c", code, str(tmp_path)]

        both = [subprocess.Popen(command, env=environment) for _ in range(2)]

        assert [process.wait(120) for process in both] == [0, 0]
        with psycopg.connect(address) as asked:
            listed = asked.execute("SELECT count(*) FROM people_workspace").fetchone()
        assert listed == (1,)


class TestADatabase:
    def test_that_a_later_version_wrote_is_refused_and_left_alone(
        self, address: str, tmp_path: Path
    ) -> None:
        open_database(tmp_path).close()
        with psycopg.connect(address) as database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('people', '9999_later', now())"
            )

        with pytest.raises(RegisterIsNewer, match=r"9999_later.*Update Cynosure"):
            open_database(tmp_path)

    def test_that_does_not_answer_is_told_of_without_its_password(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(ADDRESS, "postgres://ana:hush-hush@127.0.0.1:9/desk")

        with pytest.raises(RegisterUnreadable) as told:
            open_register(tmp_path)

        assert ADDRESS in str(told.value)
        assert "hush-hush" not in str(told.value)

    def test_keeps_what_its_columns_mean(self, opened: Register) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT col_description('register_job'::regclass, 2)")
            (said,) = cursor.fetchone()

        assert said


class TestSeveralWorkers:
    def test_do_each_job_once_and_one_of_a_workspace_at_a_time(self, numbers: list[int]) -> None:
        for number in numbers:
            with within(number):
                for n in range(10):
                    jobs.enqueue("try", {"n": n}, by="Maria", at=AT)
        begun: Counter[int] = Counter()
        busy: set[int] = set()
        together: list[int] = []
        counting = threading.Lock()

        def worker(me: int) -> None:
            idle = 0
            while idle < 20:
                held = jobs.claim(f"worker {me}", at=AT, kinds=["try"])
                if held is None:
                    idle += 1
                    continue
                with counting:
                    begun[held.number] += 1
                    if held.workspace in busy:
                        together.append(held.workspace)
                    busy.add(held.workspace)
                jobs.renew(held, at=AT, stage="doing it")
                with counting:
                    busy.discard(held.workspace)
                jobs.done(held, at=AT)

        _at_once(6, worker)

        assert len(begun) == WORKSPACES * 10
        assert set(begun.values()) == {1}
        assert not together
        assert not Job.everywhere.exclude(state=Job.State.DONE).exists()

    def test_leave_no_job_to_a_worker_that_was_killed(
        self, numbers: list[int], address: str
    ) -> None:
        with within(numbers[0]):
            asked = jobs.enqueue("try", by="Maria", at=AT)
        code = (
            "import os, signal, sys\n"
            "from datetime import datetime\n"
            "from pathlib import Path\n"
            "from cynosure.register.opening import open_database\n"
            "with open_database(Path('/')):\n"
            "    from cynosure.register import jobs\n"
            "    at = datetime.fromisoformat(sys.argv[1])\n"
            "    assert jobs.claim('the killed', at=at, kinds=['try'])\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        environment = os.environ | {"PYTHONPATH": ":".join(p for p in sys.path if p)}
        killed = subprocess.run(
            [sys.executable, "-c", code, AT.isoformat()], env=environment, check=False
        )
        assert killed.returncode == -signal.SIGKILL

        held_still = jobs.claim("another", at=AT + jobs.LEASE, kinds=["try"])
        taken_over = jobs.claim("another", at=AT + jobs.LEASE + timedelta(seconds=1), kinds=["try"])

        assert held_still is None
        assert taken_over is not None
        assert (taken_over.number, taken_over.attempt) == (asked.pk, 2)
