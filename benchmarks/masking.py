"""What masking finds in the invented sets, and how many texts it reads a second.

python -m benchmarks.masking

The texts for speed are put together from what the demonstration company's
customers write. Beside the column as a whole stands the row-by-row reading of
the same texts in the same run: the ratio holds across machines, the rates do not.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable

import pyarrow as pa
from tests.masking.invented import development, kept
from tests.masking.measuring import measured, table

from cynosure.masking import mask, mask_column
from cynosure.simulation.texts import THEMES

TEXTS, BY_ROW, ROUNDS, LENGTH = 20_000, 1_500, 3, 270
# Texts that would show a pattern whose time grows faster than its text.
HOSTILE = (
    "a", "a.", "@", "a@", "1", "1 ", "+1-", "1.", ":", "f:", "DE00 ", "DE", "password ", "token=", "?token", "a://",
    "Aa ", "12 Aa ", "12 rue de la ", "x at ", "(at)", "eyJ", "acc 123456 ", "1.2.3.4 ", "Am Aa ", "Passport ", " ", "é",
)  # fmt: skip


def main() -> None:
    """Print what is found, how fast, and how time grows with the length of hostile texts."""
    for name, texts in (("the kept set", kept()), ("the development set", development())):
        print(
            f"\n{name}: {len(texts)} texts, {sum(not one.pieces for one in texts)} of them harmless\n"
        )
        print("\n".join(table(measured(texts))))
    print("\n| texts | characters | texts a second a core | row by row | ratio | changed |")
    print("|---|---|---|---|---|---|")
    chance = random.Random("masking")
    plain = _plain(chance)
    harmless = [one.text for one in kept() if not one.pieces]
    personal = [one.text for one in kept() if one.pieces and not one.names]
    _rate("nothing personal", plain)
    _rate("the same, with their askers", plain, _askers(chance))
    _rate(
        "a version, a price, a log line …", [_with(text, chance.choice(harmless)) for text in plain]
    )
    _rate("nothing but such lines", [_lines(chance, harmless) for _ in range(TEXTS // 4)])
    _rate(
        "something personal in each",
        [_with(text, chance.choice(personal)) for text in plain[: TEXTS // 2]],
    )
    worst = max(_growth(piece) for piece in HOSTILE)
    print(f"\na hostile text of twice the length took at most {worst:.1f} times as long")


def _plain(chance: random.Random) -> list[str]:
    """Return texts of about 270 characters in which nothing is to be filled in."""
    said = [
        [part for part in (*theme.titles, *theme.matter, *theme.detail) if "{" not in part]
        for theme in THEMES
    ]
    return [_lines(chance, chance.choice(said), " ") for _ in range(TEXTS)]


def _lines(chance: random.Random, lines: list[str], between: str = "\n") -> str:
    text = chance.choice(lines)
    while len(text) < LENGTH - 30:
        text += between + chance.choice(lines)
    return text


def _with(text: str, line: str) -> str:
    """Return a text with a line in its midst, not much longer than before."""
    cut = text.rfind(" ", 0, max(20, LENGTH - len(line)))
    return f"{text[:cut]}\n{line}"


def _askers(chance: random.Random) -> list[str]:
    """Return who asks: names nobody has, each of them some four times."""
    letters = "abdefghiklmnorstuw"
    names = [
        " ".join("".join(chance.choices(letters, k=k)).capitalize() for k in (6, 8))
        for _ in range(TEXTS // 4)
    ]
    return chance.choices(names, k=TEXTS)


def _rate(name: str, texts: list[str], askers: list[str] | None = None) -> None:
    column = pa.array(texts)
    names = None if askers is None else pa.array(askers)
    whole = min(_seconds(lambda: mask_column(column, names)) for _ in range(ROUNDS))
    some = list(zip(texts, askers or itertools.repeat(""), strict=False))[:BY_ROW]
    row = _seconds(lambda: [mask(text, asker) for text, asker in some]) / len(some)
    changed = sum(
        a != b for a, b in zip(texts, mask_column(column, names).to_pylist(), strict=True)
    )
    rate = len(texts) / whole
    print(
        f"| {name} | {sum(map(len, texts)) / len(texts):.0f} | {rate:,.0f} | {1 / row:,.0f} "
        f"| {rate * row:.1f} | {changed / len(texts):.1%} |"
    )


def _growth(piece: str) -> float:
    short, long = (piece * (size // len(piece)) for size in (40_000, 80_000))
    before, after = (min(_seconds(lambda: mask(text)) for _ in range(2)) for text in (short, long))  # noqa: B023
    return after / before


def _seconds(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


if __name__ == "__main__":
    main()
