"""What only a terminal, a pipe or a person with a keyboard can show."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands import arguments, done, in_a_process

pytestmark = pytest.mark.slow


def at_a_terminal(*words: str | Path, typed: bytes, after: bytes) -> tuple[int, str]:
    """Run the command at a terminal and type once `after` has been shown."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - this is the other process
        os.execv(arguments()[0], arguments(*words))
    shown, waiting = b"", True
    until = time.monotonic() + 240
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            read = os.read(terminal, 65_536)
        except OSError:  # Linux says that the terminal is gone when the command has ended
            break
        if not read:
            break
        shown += read
        if waiting and after in shown:
            os.write(terminal, typed)
            waiting = False
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")


class TestATerminal:
    def test_is_asked_once_for_a_zone_that_the_export_does_not_say(
        self, export: Path, tmp_path: Path
    ) -> None:
        workspace = tmp_path / "workspace"

        status, shown = at_a_terminal(
            "take-in", export, "-w", workspace, typed=b"Asia/Tokyo\n", after=b"Which zone"
        )

        assert status == 0, shown
        assert shown.count("Which zone are they in?") == 1
        first = done("export", "demands", "-w", workspace, "--format", "json").out.splitlines()[0]
        assert '"asked_at":"2026-01-01T00:30:00.000000Z"' in first

    def test_is_not_asked_where_the_zone_is_named(self, export: Path, tmp_path: Path) -> None:
        words = ("take-in", export, "-w", tmp_path / "workspace", "--timezone", "UTC")

        status, shown = at_a_terminal(*words, typed=b"", after=b"nothing")

        assert status == 0, shown
        assert "Which zone" not in shown
        assert "Read 60" in shown


class TestALanguageModel:
    def test_is_not_asked_where_a_person_says_no(self, workspace: Path, tmp_path: Path) -> None:
        (tmp_path / "labellers.toml").write_text(
            'chain = ["l"]\n[l]\nkind = "language-model"\nmodel = "m"\n'
            'address = "http://127.0.0.1:9/v1"\n'  # nobody listens there, and nobody is asked
        )
        done("labellers", "use", tmp_path / "labellers.toml", "-w", workspace)

        status, shown = at_a_terminal(
            "labellers", "ask", "-w", workspace, typed=b"n\n", after=b"Ask? [y/N]"
        )

        assert status == 0, shown
        assert "60 texts would go" in shown
        assert "Nothing was asked." in shown


class TestAPipe:
    def test_shows_no_progress_and_takes_utc(self, export: Path, tmp_path: Path) -> None:
        ran = in_a_process("take-in", export, "-w", tmp_path / "workspace")

        assert ran.err == "Read 60: 60 new, 0 changed, 0 unchanged, 0 set aside, 0 quarantined.\n"
        assert "\x1b" not in ran.said

    def test_that_breaks_is_no_fault(self, shared_workspace: Path) -> None:
        words = ("export", "events", "-w", shared_workspace)
        with subprocess.Popen(
            arguments(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.close()  # the reader has seen enough before the first line
            said = running.stderr.read()

        assert said == b""
        assert running.returncode in {1, 141}  # Typer takes a broken pipe itself, and says 1


class TestCtrlC:
    def test_stops_in_words_and_stores_nothing_by_halves(self, tmp_path: Path) -> None:
        waiting = tmp_path / "demo"
        with subprocess.Popen(
            arguments("demo", "--out", waiting, "--demands", "20000"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Tests that were started in the background would hand on that Ctrl-C is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        ) as running:
            until = time.monotonic() + 240
            while not (waiting / "workspace" / "store.json").exists():
                assert running.poll() is None
                assert time.monotonic() < until
                select.select([], [], [], 0.05)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=240)

        assert b"Traceback" not in said
        assert b"Stopped. Nothing was stored by halves." in said
        # A shell reads both as 130: where Ctrl-C falls into an `exec` of the library's, Python ends
        # itself by the signal although it was caught and told.
        assert running.returncode in {130, -signal.SIGINT}
