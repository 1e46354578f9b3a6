"""Remedies of a workspace: marked, judged, drawn and taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import ModuleType

from cynosure.errors import ClassificationError, ReportError
from cynosure.measures.remedies import Judged, Remedy
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.reports.to_csv import harmless
from cynosure.wiring.place import Place
from cynosure.workflows.remedies import judge_remedies
from cynosure.workflows.remedy_picture import COLUMNS, drawn, table
from cynosure.workflows.remedy_words import SHORT, told

LONGEST_WHAT = 500


class UnusableRemedy(ClassificationError):
    """A mark that says nothing, or of a time that is not yet."""

    exit_status = 64

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(f"The remedy cannot be marked: {problem}. {next_step}")


class NoSuchRemedy(ClassificationError):
    """No remedy that counts has this number."""

    exit_status = 64

    def __init__(self, number: int, known: list[int]) -> None:
        there = f"There are {', '.join(map(str, known))}" if known else "None is marked"
        super().__init__(
            f"There is no remedy {number}. {there}; `cynosure remedy list` shows them, and "
            "`cynosure remedy mark` adds one."
        )


class WhichRemedy(ClassificationError):
    """A file holds one remedy, and several are marked."""

    exit_status = 64

    def __init__(self, known: list[int]) -> None:
        numbers = ", ".join(map(str, known))
        super().__init__(
            f"A file shows one remedy, and {numbers or 'none'} "
            f"{'are' if len(known) != 1 else 'is'} marked. Name one: "
            "cynosure remedy show NUMBER --out chart.svg"
        )


class RemedyNotWritten(ReportError):
    """The picture or table of a remedy cannot be written."""

    def __init__(self, out: Path, reason: str) -> None:
        super().__init__(
            f"The remedy cannot be written to {out}: {reason}. "
            "Choose another --out that ends in .svg for the picture or in .csv for its numbers."
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """Verdicts on remedies, and what their themes are called."""

    judged: tuple[Judged, ...]
    names: Mapping[str, str]  # by theme id

    def name_of(self, judged: Judged) -> str:
        """Return what the theme of a remedy is called; its id where it is no longer told."""
        return self.names.get(judged.remedy.theme_id, judged.remedy.theme_id)


@contextmanager
def open_remedies(place: Place, *, create: bool = True) -> Iterator[ModuleType]:
    """Open the register and yield its module of remedies."""
    with open_register(place.folder, create=create):
        # Django's models can be imported only where a register is open.
        from cynosure.register import remedies as kept

        yield kept


def remedies_in(place: Place) -> list[Remedy]:
    """Return the remedies that count, by the moment of what was done; none without a register."""
    if not place.kept or not has_register(place.folder):
        return []
    with open_remedies(place, create=False) as kept:
        counting: list[Remedy] = kept.counting()
        return counting


def mark(place: Place, word: str, *, at: datetime, what: str, by: str, now: datetime) -> str:
    """Keep that something was done against a theme from a moment on; return it in a sentence.

    `word` is the theme's id, number or name, as `cynosure themes` takes it.

    Raises
    ------
    UnusableRemedy
        If it says nothing or too much, or has not happened yet.
    NoSuchTheme
        If nothing is called so.
    """
    from cynosure.wiring.changing_themes import theme_called, themes_now
    from cynosure.wiring.themes import tell_themes

    remedy = remedy_against("", at=at, what=what, by=by, now=now)
    theme_id = theme_called(place, themes_now(place), word)
    names = {one.theme_id: one.name for one in tell_themes(place).themes}
    with open_remedies(place) as kept:
        marked: Remedy = kept.keep(replace(remedy, theme_id=theme_id))
    return in_words(marked, names.get(theme_id, theme_id))


def remedy_against(theme_id: str, *, at: datetime, what: str, by: str, now: datetime) -> Remedy:
    """Return a remedy that may be marked: it says what was done, and it was done.

    Raises
    ------
    UnusableRemedy
        If it says nothing or too much, or has not happened yet.
    """
    said = " ".join(what.split())
    if not said or len(said) > LONGEST_WHAT:
        problem = f"--what has {len(said)} characters" if said else "--what is empty"
        raise UnusableRemedy(
            problem, f"Say in up to {LONGEST_WHAT} characters what was done: --what 'mended it'"
        )
    if at > now:
        raise UnusableRemedy(
            f"--at is {at:%Y-%m-%d %H:%M} UTC, which is yet to come", "Mark it once it is done."
        )
    return Remedy(theme_id=theme_id, at=at, what=said, by=by, marked_at=now)


def in_words(marked: Remedy, name: str) -> str:
    """Return that a remedy was marked, in a sentence."""
    return (
        f"Marked as remedy {marked.number}: from {marked.at:%Y-%m-%d} on, against "
        f"“{name}”: {marked.what}"
    )


def take_back(place: Place, number: int, *, by: str, at: datetime) -> str:
    """Let a remedy count no more; return what was taken back.

    Raises
    ------
    NoSuchRemedy
        If none that counts has this number.
    """
    known = [one.number for one in remedies_in(place)]
    if number not in known:
        raise NoSuchRemedy(number, known)
    with open_remedies(place, create=False) as kept:
        taken: Remedy = kept.take_back(number, by=by, at=at)
    return f"Taken back: remedy {number} of {taken.at:%Y-%m-%d}, {taken.what}"


def findings(
    place: Place, *, number: int | None = None, hours_per_demand: float | None = None
) -> Findings:
    """Return what became of the themes after their remedies, of one or of all.

    A remedy of a theme that was merged into another one since counts for that.

    Raises
    ------
    NoSuchRemedy
        If none that counts has the number.
    """
    remedies = remedies_in(place)
    known = [one.number for one in remedies]
    if number is not None and number not in known:
        raise NoSuchRemedy(number, known)
    if not remedies:
        return Findings((), {})
    from cynosure.wiring.changing_themes import themes_now
    from cynosure.wiring.themes import tell_themes

    themes_now(place)
    telling = tell_themes(place)
    whole = {part: one.theme_id for one in telling.themes for part in one.merged_from}
    judged = judge_remedies(
        telling.facts,
        place.engine,
        remedies=[replace(one, theme_id=whole.get(one.theme_id, one.theme_id)) for one in remedies],
        only=number,
        minutes=None if hours_per_demand is None else 60 * hours_per_demand,
    )
    return Findings(judged, {one.theme_id: one.name for one in telling.themes})


def list_lines(found: Findings) -> Iterator[str]:
    """Yield a line a remedy: its number, its day, the verdict, the theme and what was done."""
    for one in found.judged:
        remedy = one.remedy
        verdict = f"{SHORT[one.verdict]}, but is back" if one.back_at else SHORT[one.verdict]
        yield (
            f"{remedy.number:>3}  {remedy.at:%Y-%m-%d}  {verdict:<27}  “{found.name_of(one)}”: "
            f"{remedy.what} (marked by {remedy.by})"
        )


def show_lines(found: Findings) -> Iterator[str]:
    """Yield each remedy with its verdict in sentences, and what it rests on."""
    for place, one in enumerate(found.judged):
        if place:
            yield ""
        remedy = one.remedy
        yield f"Remedy {remedy.number}, {remedy.at:%Y-%m-%d}: {remedy.what}"
        yield from told(one, found.name_of(one))


def write(found: Findings, out: Path) -> None:
    """Write the picture of the one remedy found (.svg), or its numbers a week (.csv).

    Raises
    ------
    WhichRemedy
        If it is not one that was found.
    RemedyNotWritten
        If the file cannot be written; a file that was there stays as it was.
    """
    if len(found.judged) != 1:
        raise WhichRemedy([one.remedy.number for one in found.judged])
    (one,) = found.judged
    match out.suffix.lower():
        case ".svg":
            text = drawn(one, found.name_of(one))
        case ".csv":
            text = _as_csv(one)
        case other:
            raise RemedyNotWritten(out, f"{other or 'no ending'!r} is no form of it")
    try:
        half = out.with_name(out.name + ".part")
        half.write_text(text, encoding="utf-8", newline="\n")
        half.replace(out)
    except OSError as error:
        raise RemedyNotWritten(out, error.strerror or str(error)) from error


def _as_csv(judged: Judged) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for week, demands, expected, part in table(judged):
        rows.writerow([week, demands, "" if expected is None else expected, harmless(part)])
    return text.getvalue()
