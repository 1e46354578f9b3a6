"""Made-up texts with what must go, read from the two lists beside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

MARK = re.compile(
    r"<<(?P<kind>secret|e-mail|bank account|card|id number|IP address|device address|phone|address|name)"
    r":(?P<piece>.+?)>>",
    re.DOTALL,
)


class Labelled(NamedTuple):
    text: str
    names: tuple[str, ...]
    pieces: tuple[tuple[int, int, str], ...]  # start, end, kind
    masked: str


def labelled(name: str) -> list[Labelled]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [read_line(line) for line in lines if line and not line.startswith("# ")]


def read_line(line: str) -> Labelled:
    """Return a line's text and pieces; `names: …; ` at its beginning says who asks."""
    names: tuple[str, ...] = ()
    if line.startswith("names: "):
        named, line = line.removeprefix("names: ").split("; ", 1)
        names = (named,)
    line = line.replace("\\n", "\n")
    text, masked, pieces, at = "", "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        masked += line[at : match.start()] + f"[{match['kind']}]"
        pieces.append((len(text), len(text) + len(match["piece"]), match["kind"]))
        text += match["piece"]
        at = match.end()
    return Labelled(text + line[at:], names, tuple(pieces), masked + line[at:])
