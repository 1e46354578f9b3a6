"""The command as a person runs it: in this process where that suffices, else in one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from cynosure.cli.main import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came back with."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams, for looking something up."""
        return self.out + self.err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class _Typed(io.StringIO):
    """Standard input that is no terminal."""

    def isatty(self) -> bool:
        return False


def cynosure(*words: str | Path, typed: str = "") -> Ran:
    """Run the command in this process; anything but an exit is a bug and is raised as it is."""
    raw_out, raw_err = io.BytesIO(), io.BytesIO()
    out = io.TextIOWrapper(raw_out, encoding="utf-8", newline="", write_through=True)
    err = io.TextIOWrapper(raw_err, encoding="utf-8", newline="", write_through=True)
    status: object = 0
    with (
        mock.patch.object(sys, "argv", ["cynosure", *map(str, words)]),
        mock.patch.object(sys, "stdin", _Typed(typed)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stop:
            status = stop.code
    assert status is None or isinstance(status, int), f"no exit status but {status!r}"
    return Ran(status or 0, raw_out.getvalue().decode(), raw_err.getvalue().decode())


def done(*words: str | Path, typed: str = "") -> Ran:
    """Run a command that has to succeed."""
    ran = cynosure(*words, typed=typed)
    assert ran.status == 0, ran.said
    return ran


def arguments(*words: str | Path) -> list[str]:
    """Return what a shell would run."""
    return [sys.executable, "-m", "cynosure", *map(str, words)]


def in_a_process(
    *words: str | Path,
    typed: bytes = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Run the command in a process of its own, without a terminal."""
    ran = subprocess.run(
        arguments(*words),
        input=typed,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        timeout=300,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder with its bytes; no folder has none."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "write.lock"
    }


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Stand in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
