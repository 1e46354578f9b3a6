"""Help answers at once, and every example in it runs."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
import typer
from typer.main import get_command

from cynosure.cli.main import app
from cynosure.wiring.life import last_life
from tests.cli.desk import tickets, write_csv
from tests.commands import cynosure, done, inside
from tests.web.served import PATIENCE, free_port

HEAVY = (
    "pyarrow", "ibis", "duckdb", "deltalake", "django", "altair", "numpy", "pandas", "scipy",
    "jinja2", "vl_convert",
)  # fmt: skip


def commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Yield every command with the words that call it."""
    group = get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined] # it is a group
        if hasattr(command, "commands"):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())
        else:
            yield name, command


COMMANDS = dict(commands())
STAYING = ("serve", "worker")  # they run until somebody stops them


def example_of(name: str) -> str:
    """Return the command line that a command's help shows."""
    _, found, after = (COMMANDS[name].help or "").partition("Example:")
    assert found, f"`cynosure {name} --help` shows no example"
    return " ".join(after.replace("\\\n", " ").split())


class TestHelp:
    def test_imports_nothing_heavy(self) -> None:
        told = (
            "import sys\nsys.argv = ['cynosure', '--help']\n"
            "from cynosure.cli.main import main\n"
            "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
            f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])"
        )

        ran = subprocess.run(
            [sys.executable, "-c", told], capture_output=True, text=True, check=True
        )

        assert "cynosure report export.csv" in ran.stdout
        assert ran.stdout.splitlines()[-1] == "heavy: []"

    @pytest.mark.parametrize("name", COMMANDS)
    def test_says_what_a_command_does_and_shows_an_example(self, name: str) -> None:
        said = done(*name.split(), "--help").out

        assert "Usage: cynosure" in said
        assert example_of(name).startswith(f"cynosure {name}")

    def test_is_shown_where_no_command_is_named(self) -> None:
        assert "Usage: cynosure" in cynosure().said

    def test_is_pointed_to_where_a_command_is_unknown(self) -> None:
        ran = cynosure("reprot")

        assert ran.status == 2
        assert "reprot" in ran.err


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples name: an export, a workspace, a decision, a pin, a weight."""
    folder = tmp_path_factory.mktemp("examples")
    rows = tickets(60)
    rows[7]["Requester"] = "anna@example.com"
    for name in ("export.csv", "tickets.csv"):
        write_csv(folder / name, rows)
    rules = '[[rule]]\nreported_type = "Order"\ncode = "service"\n'
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    chain = 'chain = ["rules", "model"]\n[rules]\nfile = "rules.toml"\n'
    (folder / "labellers.toml").write_text(chain, encoding="utf-8")
    done("take-in", folder / "tickets.csv", "-w", folder / "desk", "--source", "desk")
    done("remedy", "mark", "1", "--at", "2026-02-16", "--what", "a try", "-w", folder / "desk")
    done("label", "desk:1042", "--as", "failure/broken", "-w", folder / "desk")
    done("dissatisfiers", "weigh", "standing=end_user", "2", "-w", folder / "desk")
    done("decisions", "export", folder / "decisions.csv", "-w", folder / "desk")
    done("themes", "pin", "1", "-w", folder / "desk")
    done("backup", "-w", folder / "desk", "--out", folder / "desk.tar.zst")
    return folder


@pytest.mark.slow
class TestAnExample:
    @pytest.mark.parametrize("name", [name for name in COMMANDS if name not in STAYING])
    def test_runs_as_it_stands(self, name: str, prepared: Path, tmp_path: Path) -> None:
        folder = tmp_path / "scratch"
        shutil.copytree(prepared, folder)
        words = shlex.split(example_of(name))[1:]
        if name == "demo":
            words += ["--demands", "300"]  # the example's year is the acceptance tests' to make

        with inside(folder):
            ran = cynosure(*words, typed="q")

        assert ran.status == 0, ran.said
        for option in ("--out", "--save-mapping"):
            if option in words:
                assert (folder / words[words.index(option) + 1]).exists()

    def test_of_a_server_runs_until_it_is_stopped(self, prepared: Path, tmp_path: Path) -> None:
        folder = tmp_path / "scratch"
        shutil.copytree(prepared, folder)
        port = free_port()
        words = [*shlex.split(example_of("serve"))[1:], "--port", str(port), "--no-worker"]

        with running(folder, *words) as process:
            until_answered(f"http://127.0.0.1:{port}/-/healthy")
            process.send_signal(signal.SIGTERM)

            assert process.wait(60) == 0

    def test_of_a_worker_runs_until_it_is_stopped(self, prepared: Path, tmp_path: Path) -> None:
        folder = tmp_path / "scratch"
        shutil.copytree(prepared, folder)

        with running(folder, *shlex.split(example_of("worker"))[1:]) as process:
            end = time.monotonic() + PATIENCE
            while last_life(folder / "desk") is None:
                assert process.poll() is None, "it ended by itself"
                assert time.monotonic() < end, "it shows no life"
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)

            assert process.wait(60) == 0


@contextmanager
def running(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the command in a process of its own, which does not outlive the block."""
    with (folder / "said").open("wb") as said:
        command = [sys.executable, "-m", "cynosure", *words]
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until_answered(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address, timeout=5).close()
        except OSError:
            assert time.monotonic() < end, "it does not answer"
            time.sleep(0.1)
        else:
            return
