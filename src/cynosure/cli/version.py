"""`cynosure version`."""

from __future__ import annotations

import typer


def version() -> None:
    """Show which Cynosure this is.

    Example:
      cynosure version
    """
    from importlib.metadata import version as installed

    typer.echo(f"cynosure {installed('cynosure')}")
