"""Sets of labelled texts, drawn with a seed from lines and formats of our own.

A set is a folder of three files. `personal.txt` has lines with pieces that must
go, marked `<<kind:piece>>`; `harmless.txt` has lines that stay as they are;
`formats.txt` says how what stands in `⟨…⟩` is written. A line with gaps is drawn
many times, each time filled anew; a line without gaps is a hard case, taken once.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache
from itertools import cycle
from pathlib import Path

from cynosure.masking import KINDS
from tests.masking.invented.values import MAKERS
from tests.masking.labelled import MARK, Labelled, read_line

PIECES_A_KIND = 200
HARMLESS = 1_600
# What is one and the same wherever a line says it.
OF_THE_LINE = ("given", "family", "handle")

_DIGITS = {"#": "0123456789", "§": "123456789"}
_GAP = re.compile(r"⟨([^⟨⟩]+)⟩")


@cache
def development() -> tuple[Labelled, ...]:
    """Return the set to look at while the patterns are written."""
    return _drawn("development", seed=20_260_101)


@cache
def kept() -> tuple[Labelled, ...]:
    """Return the set that judges. Nobody reads its misses while patterns are written."""
    return _drawn("kept", seed=20_261_231)


def _drawn(name: str, seed: int) -> tuple[Labelled, ...]:
    folder = Path(__file__).parent / name
    formats = _formats(folder / "formats.txt")
    chance = random.Random(f"{seed}")
    texts: dict[str, Labelled] = {}
    personal = _lines(folder / "personal.txt")
    have = Counter[str]()
    for kind in KINDS:
        own = [line for line in personal if (first := MARK.search(line)) and first["kind"] == kind]
        for line in [line for line in own if "⟨" not in line]:
            _add(texts, line, have)
        drawn = cycle([line for line in own if "⟨" in line])
        while have[kind] < PIECES_A_KIND:
            _add(texts, _filled(next(drawn), formats, chance), have)
    harmless = _lines(folder / "harmless.txt")
    for line in [line for line in harmless if "⟨" not in line]:
        _add(texts, line, have)
    drawn = cycle([line for line in harmless if "⟨" in line])
    wanted = HARMLESS + sum(bool(one.pieces) for one in texts.values())
    while len(texts) < wanted:
        _add(texts, _filled(next(drawn), formats, chance), have)
    return tuple(texts.values())


def _add(texts: dict[str, Labelled], line: str, have: Counter[str]) -> None:
    one = read_line(line)
    if one.text not in texts:
        texts[one.text] = one
        have.update(kind for _, _, kind in one.pieces)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def _formats(path: Path) -> dict[str, list[str]]:
    """Return the ways to write each thing: `name: one way | another way`, one name a line."""
    named = [line.split(": ", 1) for line in _lines(path)]
    found = {name: ways.split(" | ") for name, ways in named}
    assert len(found) == len(named), f"{path} says one name twice"
    return found


def _filled(line: str, formats: dict[str, list[str]], chance: random.Random) -> str:
    """Return a line with its gaps filled, the inner ones first; `#` in a format is a digit, `§` is none but 0."""
    same: dict[str, str] = {}
    while gap := _GAP.search(line):
        name, *details = gap[1].split(" ")
        if name in same:
            value = same[name]
        elif name in MAKERS:
            value = MAKERS[name](chance, *details)
        else:
            value = chance.choice(formats[name])
            value = re.sub("[#§]", lambda m: chance.choice(_DIGITS[m[0]]), value)
            if name in OF_THE_LINE:
                same[name] = value = _filled(value, formats, chance)
        line = line[: gap.start()] + value + line[gap.end() :]
    return line
