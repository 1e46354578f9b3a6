from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from cynosure.register import Register, open_register
from cynosure.register.database import FILE
from cynosure.register.errors import AnotherRegisterOpen, RegisterIsNewer, RegisterUnreadable


def _python(
    code: str, *arguments: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ":".join(p for p in sys.path if p)} | environment,
    )  # fmt: skip


@pytest.fixture
def anywhere() -> str:
    """In a file: what is told here is of files; `test_on_postgresql` tells of the other."""
    return "sqlite"


class TestOpenRegister:
    def test_makes_its_file_and_a_lock_in_the_folder(self, tmp_path: Path) -> None:
        with open_register(tmp_path) as register:
            assert register.path == tmp_path / FILE

        assert sorted(path.name for path in tmp_path.iterdir()) == [FILE, f"{FILE}.lock"]

    def test_keeps_a_log_beside_and_takes_the_lock_at_once(self, register: Register) -> None:
        with connections["default"].cursor() as cursor:
            modes = [
                cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
                for pragma in ("journal_mode", "secure_delete", "foreign_keys")
            ]

        assert modes == ["wal", 1, 1]
        assert connections["default"].settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_opens_again_while_it_is_open_and_stays_until_the_last_is_closed(
        self, register: Register, tmp_path: Path
    ) -> None:
        (tmp_path / "other").mkdir()
        with open_register(tmp_path) as again:
            assert (again.path, again.workspace) == (register.path, register.workspace)

        with pytest.raises(AnotherRegisterOpen):
            open_register(tmp_path / "other")

    def test_opens_one_after_another(self, tmp_path: Path) -> None:
        for name in ("first", "second", "first"):
            (tmp_path / name).mkdir(exist_ok=True)
            with open_register(tmp_path / name) as register:
                assert register.path.parent.name == name

    def test_refuses_a_second_one_beside_an_open_one(
        self, register: Register, tmp_path: Path
    ) -> None:
        (tmp_path / "other").mkdir()

        with pytest.raises(AnotherRegisterOpen, match="Close that one first"):
            open_register(tmp_path / "other")

    def test_refuses_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(RegisterUnreadable, match="its folder is not there"):
            open_register(tmp_path / "nowhere")

    def test_makes_none_where_none_is_wanted(self, tmp_path: Path) -> None:
        with pytest.raises(RegisterUnreadable, match="no such file"):
            open_register(tmp_path, create=False)

        assert list(tmp_path.iterdir()) == []

    def test_refuses_a_damaged_file_and_leaves_it_as_it_was(self, tmp_path: Path) -> None:
        damaged = b"this is no database" * 100
        (tmp_path / FILE).write_bytes(damaged)

        with pytest.raises(RegisterUnreadable, match="not a database"):
            open_register(tmp_path)

        assert (tmp_path / FILE).read_bytes() == damaged

    def test_refuses_what_a_later_version_wrote(self, tmp_path: Path) -> None:
        open_register(tmp_path).close()
        with sqlite3.connect(tmp_path / FILE) as database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('register', '9999_later', '2030-01-01')"
            )
        database.close()

        with pytest.raises(RegisterIsNewer, match="9999_later"):
            open_register(tmp_path)

    def test_brings_one_of_the_first_version_up_to_date_with_all_that_was_said(
        self, tmp_path: Path
    ) -> None:
        with open_register(tmp_path):
            call_command("migrate", "register", "0001", verbosity=0)
        with sqlite3.connect(tmp_path / FILE) as database:
            database.execute(
                "INSERT INTO register_auditdraw (id, seed, population, size, design, drawn_at)"
                " VALUES (1, 7, 90, 40, 'simple', '2026-03-02')"
            )
            database.execute(
                "INSERT INTO register_auditlabel"
                " (draw_id, demand_id, nature, code, doubtful, labelled_by, labelled_at)"
                " VALUES (1, 'desk:1', 'failure', 'slow', 0, 'Maria', '2026-03-02')"
            )
        database.close()

        with open_register(tmp_path):
            from cynosure.register import audit

            assert audit.labels()["desk:1"].code == "slow"
            newest = audit.latest_draw()

        assert newest is not None
        assert (newest.seed, newest.strata) == (7, ())

    def test_has_a_migration_for_every_change_of_a_model(self, register: Register) -> None:
        said = StringIO()

        call_command("makemigrations", "register", check=True, dry_run=True, stdout=said)

        assert "No changes" in said.getvalue()

    def test_passes_djangos_own_checks(self, register: Register) -> None:
        call_command("check", fail_level="WARNING", databases=["default"], stdout=StringIO())


class TestInAnotherProcess:
    def test_opens_without_a_warning_and_leaves_zone_and_logging_alone(
        self, tmp_path: Path
    ) -> None:
        code = (
            "import logging, os, sys, time\n"
            "from pathlib import Path\n"
            "before = (os.environ.get('TZ'), time.tzname, logging.getLogger().handlers[:])\n"
            "from cynosure.register import open_register\n"
            "open_register(Path(sys.argv[1])).close()\n"
            "assert before == (os.environ.get('TZ'), time.tzname, logging.getLogger().handlers[:])\n"
        )

        done = _python(code, tmp_path, TZ="Asia/Tokyo")

        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_two_that_write_at_once_lose_nothing(self, tmp_path: Path) -> None:
        code = (
            "import sys\n"
            "from datetime import UTC, datetime\n"
            "from pathlib import Path\n"
            "from cynosure.register import open_register\n"
            "from cynosure.nature.auditing.audit import Draw\n"
            "with open_register(Path(sys.argv[1])):\n"
            "    from cynosure.register import audit\n"
            "    for i in range(40):\n"
            "        audit.keep_draw(Draw(i, 9, ()), size=1, at=datetime(2026, 1, 1, tzinfo=UTC))\n"
        )
        command = [sys.executable, "-c", code, str(tmp_path)]
        environment = os.environ | {"PYTHONPATH": ":".join(p for p in sys.path if p)}

        both = [
            subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        said = [process.communicate()[1] for process in both]

        assert [process.returncode for process in both] == [0, 0], said
        with sqlite3.connect(tmp_path / FILE) as database:
            assert database.execute("SELECT count(*) FROM register_auditdraw").fetchone() == (80,)
        database.close()
