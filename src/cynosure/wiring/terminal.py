"""Keys and lines of the terminal at which a person decides."""

from __future__ import annotations

import sys

import typer


def read_key() -> str:
    """Read one key; from a pipe, one character."""
    if sys.stdin.isatty():
        key: str = typer.getchar()
        return key
    return sys.stdin.read(1)


def read_line() -> str:
    """Read a line, without its end."""
    return sys.stdin.readline().rstrip("\r\n")


def write(text: str) -> None:
    """Show a text as it is."""
    typer.echo(text, nl=False)
