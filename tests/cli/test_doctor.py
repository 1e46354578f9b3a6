"""`cynosure doctor`: each thing that a deployment may lack, why it matters, and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from cynosure.register import open_register
from cynosure.register.database import ADDRESS, FILE
from cynosure.wiring.doctor import Finding, _database, _kind_of_disk, findings
from cynosure.wiring.life import GONE, show_life
from tests.commands import Ran, contents, cynosure

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HTTPS = {"CYNOSURE_URL": "https://demand.example.org"}


@pytest.fixture(autouse=True)
def _as_on_a_new_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CYNOSURE_SECRET_KEY", "CYNOSURE_URL", ADDRESS):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def served_once(shared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an up-to-date register."""
    folder = tmp_path_factory.mktemp("served") / "desk"
    shutil.copytree(shared_workspace, folder)
    open_register(folder).close()
    return folder


@pytest.fixture
def served(served_once: Path, tmp_path: Path) -> Path:
    """The same of one's own, with a worker that showed life just now and a secret of its own."""
    folder = tmp_path / "served"
    shutil.copytree(served_once, folder)
    show_life(folder, datetime.now(UTC))
    (folder / "secret.key").write_text("a secret of forty characters, of nobody else", "ascii")
    (folder / "secret.key").chmod(0o600)
    return folder


def found(folder: Path, name: str, **environment: str) -> Finding:
    """Return what was found of one thing."""
    all_found = findings(folder, environment, at=AT, pages_installed=True)
    (one,) = [each for each in all_found if each.name == name]
    return one


def doctor(folder: Path, *words: str) -> Ran:
    return cynosure("doctor", "--workspace", folder, *words)


class TestDoctor:
    def test_finds_a_healthy_place_well_and_exits_with_zero(
        self, served: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CYNOSURE_URL", HTTPS["CYNOSURE_URL"])

        ran = doctor(served)

        assert ran.status == 0, ran.said
        lines = ran.out.splitlines()
        assert all(line.startswith("well ") for line in lines), ran.out
        assert [line.split()[1] for line in lines] == [
            "pages:", "address:", "secret:", "database:", "disk:",
            "register:", "migrations:", "folders:", "worker:",
        ]  # fmt: skip

    def test_exits_with_one_where_something_is_wrong_and_says_what_to_do(
        self, served: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CYNOSURE_URL", "http://demand.example.org")

        ran = doctor(served)

        assert ran.status == 1
        assert "wrong  address: http://demand.example.org is not over TLS" in ran.out
        assert "Put a proxy with TLS in front" in ran.out

    def test_exits_with_zero_where_something_only_may_surprise(self, served: Path) -> None:
        ran = doctor(served)

        assert ran.status == 0
        assert "mind   address: not said, so this machine alone is answered" in ran.out

    def test_says_the_same_as_json(self, served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CYNOSURE_URL", "http://demand.example.org")

        told, as_json = doctor(served), doctor(served, "--json")

        assert as_json.status == told.status == 1
        assert all(each.keys() == {"name", "state", "what", "advice"} for each in as_json.json)
        assert {each["state"] for each in as_json.json} == {"well", "wrong"}
        for each in as_json.json:
            if each["name"] != "disk":  # another program may have written meanwhile
                assert f"{each['state']:<5}  {each['name']}: {each['what']}\n" in told.out
            assert each["advice"] in told.out

    def test_changes_nothing(self, served: Path) -> None:
        def kept() -> dict[str, bytes]:
            beside = {f"{FILE}{ending}" for ending in ("-wal", "-shm", ".lock")}
            return {name: held for name, held in contents(served).items() if name not in beside}

        before = kept()

        doctor(served)

        assert kept() == before

    def test_says_of_a_folder_that_is_none_that_it_is_none(self, tmp_path: Path) -> None:
        ran = doctor(tmp_path / "nowhere")

        assert ran.status == 74
        assert f"{tmp_path / 'nowhere'} cannot be used: No such file or directory" in ran.err


class TestTheAddress:
    def test_over_tls_is_well(self, tmp_path: Path) -> None:
        assert found(tmp_path, "address", **HTTPS).state == "well"

    def test_in_the_open_is_wrong(self, tmp_path: Path) -> None:
        finding = found(tmp_path, "address", CYNOSURE_URL="http://demand.example.org")

        assert finding.state == "wrong"
        assert "in the open" in finding.advice


class TestTheSecret:
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o777])
    def test_that_others_can_reach_is_wrong(self, served: Path, mode: int) -> None:
        (served / "secret.key").chmod(mode)

        finding = found(served, "secret")

        assert finding.state == "wrong"
        assert f"(mode {mode:o})" in finding.what
        assert finding.advice.endswith(f"chmod 600 {served / 'secret.key'}")

    def test_for_its_account_alone_is_well(self, served: Path) -> None:
        assert found(served, "secret") == Finding("secret", "well", "readable by its account alone")

    def test_in_the_environment_is_in_no_backup(self, served: Path) -> None:
        finding = found(served, "secret", CYNOSURE_SECRET_KEY="a secret of nobody else at all")

        assert (finding.state, finding.advice) == (
            "well",
            "A backup does not hold it: keep it apart.",
        )
        assert "nobody else" not in finding.what


class TestTheDisk:
    @pytest.mark.parametrize(
        ("mounts", "kind"),
        [
            ({"/": "ext4"}, "ext4"),
            ({"/": "ext4", "/srv": "nfs4"}, "nfs4"),
            ({"/": "nfs4", "/srv/desk": "xfs"}, "xfs"),
            ({"/": "ext4", "/srv/desk2": "nfs"}, "ext4"),
            ({}, ""),
        ],
    )
    def test_is_of_the_nearest_mount_above(self, mounts: dict[str, str], kind: str) -> None:
        known = {Path(where): what for where, what in mounts.items()}

        assert _kind_of_disk(Path("/srv/desk"), known) == kind

    @pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "fuse.sshfs"])
    def test_over_a_network_is_wrong_for_a_file(self, kind: str) -> None:
        finding = _database(Path("/srv/desk"), {}, {Path("/srv"): kind})

        assert finding.state == "wrong"
        assert kind in finding.what
        assert "CYNOSURE_DATABASE_URL" in finding.advice

    def test_over_a_network_is_well_with_postgresql(self) -> None:
        team = {ADDRESS: "postgres://ana:sesame@db/desk"}

        finding = _database(Path("/srv/desk"), team, {Path("/srv"): "nfs"})

        assert finding.state == "well"
        assert "sesame" not in finding.what

    def test_of_this_machine_is_well(self) -> None:
        assert _database(Path("/srv/desk"), {}, {Path("/"): "ext4"}).state == "well"


class TestTheRegister:
    def test_that_is_not_there_yet_is_made_by_serving(self, workspace: Path) -> None:
        finding = found(workspace, "register")

        assert (finding.state, finding.advice) == ("mind", "`cynosure serve` makes it.")
        assert not (workspace / FILE).exists()

    def test_that_lacks_migrations_is_told_how_to_get_them(self, served: Path) -> None:
        with open_register(served):
            call_command("migrate", "register", "0009", verbosity=0)

        finding = found(served, "register")

        assert finding == Finding(
            "register", "wrong", "1 migration missing", "Bring it up to date: cynosure migrate"
        )
        assert found(served, "register") == finding, "looking mended it"

    def test_of_a_later_version_is_wrong_and_the_rest_is_told_all_the_same(
        self, served: Path
    ) -> None:
        with closing(sqlite3.connect(served / FILE)) as database, database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('register', '9999_later', '2030-01-01')"
            )

        ran = doctor(served)

        assert ran.status == 1
        assert "was written by a later version of Cynosure (it knows 9999_later)" in ran.out
        assert "secret: readable by its account alone" in ran.out

    def test_that_is_damaged_is_wrong(self, workspace: Path) -> None:
        (workspace / FILE).write_bytes(b"this is no database" * 100)

        finding = found(workspace, "register")

        assert finding.state == "wrong"
        assert "not a database" in finding.what

    def test_on_a_postgresql_that_does_not_answer_is_wrong(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(ADDRESS, "postgres://ana:sesame@127.0.0.1:9/desk")

        ran = doctor(workspace)

        assert ran.status == 1
        assert "wrong  register: The register (CYNOSURE_DATABASE_URL) cannot be opened" in ran.out
        assert "sesame" not in ran.said

    def test_on_postgresql_is_looked_at_and_not_made(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch, postgresql_url: str
    ) -> None:
        import psycopg

        monkeypatch.setenv(ADDRESS, postgresql_url)

        ran = doctor(workspace)

        assert ran.status == 1
        assert "migrations missing" in ran.out
        with psycopg.connect(postgresql_url) as database:
            tables = database.execute(
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            ).fetchone()
        assert tables == (0,)


class TestTheWorker:
    def test_that_is_away_is_told_how_to_be_started(self, served: Path) -> None:
        show_life(served, AT - GONE - timedelta(seconds=1))

        finding = found(served, "worker")

        assert (finding.state, finding.what) == ("mind", "none seen for a minute")
        assert "cynosure worker" in finding.advice

    def test_that_shows_life_is_well(self, served: Path) -> None:
        show_life(served, AT - GONE)

        assert found(served, "worker") == Finding("worker", "well", "shows life")


def test_pages_that_are_not_installed_are_wrong_and_how_to_get_them_is_said(
    served: Path,
) -> None:
    first, *_ = findings(served, HTTPS, at=AT, pages_installed=False)

    assert (first.name, first.state) == ("pages", "wrong")
    assert 'pip install "cynosure[web]"' in first.advice
