"""What is wrong with files that people write for labellers, all of it at once."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Any

from cynosure.errors import ClassificationError

_SHOWN = 50


class WrongLabellers(ClassificationError):
    """Labellers that cannot be used, with everything that is wrong with them."""

    exit_status = 78  # EX_CONFIG

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = [f"  {problem}" for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"  … and {len(problems) - _SHOWN:,} more of the kind")
        super().__init__(
            f"The labellers of {file} cannot be used:\n"
            + "\n".join(lines)
            + "\nNothing was labelled by them. `cynosure labellers check` says when they are right."
        )


def near(name: object, known: Collection[str]) -> str:
    """Return the hint that a word was meant for one that is known; empty where none is close.

    >>> near("slwo", ["slow", "broken"]), near(3, ["slow"])
    (" Did you mean 'slow'?", '')
    """
    found = get_close_matches(name.lower(), known, n=1) if isinstance(name, str) else []
    return f" Did you mean {found[0]!r}?" if found else ""


def toml_of(text: str) -> dict[str, Any]:
    """Return what a TOML text holds, also where an editor put a byte order mark before it."""
    return tomllib.loads(text.removeprefix("\ufeff"))
