"""Keys in and text out, where a person decides at a terminal."""

from __future__ import annotations

import sys

import typer


def read_key() -> str:
    """Read one key; from a pipe, one character."""
    if sys.stdin.isatty():
        key: str = typer.getchar()
        return key
    return sys.stdin.read(1)


def write(text: str) -> None:
    """Write text as it is."""
    typer.echo(text, nl=False)
