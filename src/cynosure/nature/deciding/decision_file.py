"""Decisions from a file: CSV or JSON lines, all right or not taken in at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cynosure.demand import CODES, NATURES, Nature, nature_of
from cynosure.errors import ClassificationError
from cynosure.nature.deciding.decisions import Decided, Decision

COLUMNS = ("demand_id", "nature", "code", "doubtful", "decided_by", "decided_at")
_NEEDED = frozenset({"demand_id", "nature"})
_SHOWN = 20  # problems; a file with more has one cause
_LONGEST = {"demand_id": 500, "decided_by": 200}
_LARGEST = 64 * 1024 * 1024
_TRUTHS: Mapping[str, bool] = {"": False, "0": False, "false": False, "1": True, "true": True}


class UnusableDecisions(ClassificationError):
    """A file of decisions cannot be taken in; nothing of it was."""

    def __init__(self, path: Path, problems: Collection[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - _SHOWN
        told = [*self.problems[:_SHOWN], *([f"and {more:,} more problems."] if more > 0 else [])]
        lines = "\n".join(f"  {problem}" for problem in told)
        super().__init__(
            f"{path} cannot be taken in:\n{lines}\nNothing was stored. A file of decisions has the "
            f"columns {', '.join(COLUMNS)}, the first two of them always; "
            "`cynosure decisions export FILE` writes one."
        )


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    said: Mapping[str, str]


def read_decisions(
    path: Path,
    *,
    known: Callable[[Collection[str]], Collection[str]],
    by: str,
    at: datetime,
) -> list[Decided]:
    """Return the decisions in a file, one a demand, in the order of its lines.

    `known` returns which of some ids are kept demands. `by` and `at` stand where the
    file does not say who decided and when. In CSV an apostrophe before a cell,
    which keeps a spreadsheet from running it, is taken away.

    Raises
    ------
    UnusableDecisions
        With all problems of the file: unreadable rows, unknown demands, natures or
        codes, a code that is not of its nature, rows on one demand that disagree.
    """
    rows, problems = _rows(path)
    found: dict[str, tuple[int, Decided]] = {}
    for row in rows:
        try:
            decided = _decided(row.said, by=by, at=at)
        except _Wrong as wrong:
            problems += [(row.line, why) for why in wrong.why]
            continue
        one = decided.decision
        if one.demand_id in found and found[one.demand_id][1].decision != one:
            before = found[one.demand_id][0]
            why = f"{one.demand_id} was decided otherwise in line {before}. Keep one of the two."
            problems.append((row.line, why))
            continue
        found.setdefault(one.demand_id, (row.line, decided))
    there = set(known(list(found)))
    for demand_id, (line, _) in found.items():
        if demand_id not in there:
            problems.append((line, f"there is no demand {demand_id!r} in this workspace."))
    if not rows and not problems:
        problems.append((1, "it holds no decision."))
    if problems:
        told = [f"line {line}: {why}" for line, why in sorted(problems)]
        raise UnusableDecisions(path, told)
    return [decided for _, decided in found.values()]


class _Wrong(Exception):
    def __init__(self, *why: str) -> None:
        self.why = why
        super().__init__(*why)


def _rows(path: Path) -> tuple[list[_Row], list[tuple[int, str]]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnusableDecisions(
                path, ["it is larger than 64 MB, so it is no list of decisions."]
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnusableDecisions(path, [f"{error.strerror or error}."]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnusableDecisions(path, [f"line {line}: it is not UTF-8."]) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise UnusableDecisions(path, [f"line {line}: it holds a zero byte."])
    as_json = path.suffix.lower() in {".json", ".jsonl", ".ndjson"}
    return _json_rows(text) if as_json else _csv_rows(path, text)


def _csv_rows(path: Path, text: str) -> tuple[list[_Row], list[tuple[int, str]]]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[_Row] = []
    problems: list[tuple[int, str]] = []
    try:
        head = [name.strip() for name in next(lines, [])]
        _check_columns(path, head)
        last = lines.line_num
        for cells in lines:
            line, last = last + 1, lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(head):
                problems.append((line, f"it has {len(cells)} cells, the head has {len(head)}."))
                continue
            told = {name: _as_written(cell) for name, cell in zip(head, cells, strict=True)}
            rows.append(_Row(line, told))
    except csv.Error as error:
        problems.append((lines.line_num, f"it is no CSV ({error})."))
    return rows, problems


def _check_columns(path: Path, head: Collection[str]) -> None:
    missing = sorted(_NEEDED - set(head))
    unknown = sorted(set(head) - set(COLUMNS))
    problems = [f"line 1: it lacks the column {name}." for name in missing]
    problems += [f"line 1: nobody knows a column {name!r}." for name in unknown]
    if len(set(head)) < len(tuple(head)):
        problems.append("line 1: a column stands there twice.")
    if problems:
        raise UnusableDecisions(path, problems)


def _as_written(cell: str) -> str:
    return cell.removeprefix("'").strip()


def _json_rows(text: str) -> tuple[list[_Row], list[tuple[int, str]]]:
    rows: list[_Row] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            problems.append((number, "it is no JSON object of its own."))
            continue
        if not isinstance(told, dict):
            problems.append((number, "it is no JSON object."))
            continue
        unknown = sorted(set(told) - set(COLUMNS))
        problems += [(number, f"nobody knows a field {name!r}.") for name in unknown]
        try:
            rows.append(_Row(number, {name: _plain(name, told.get(name)) for name in COLUMNS}))
        except _Wrong as wrong:
            problems += [(number, why) for why in wrong.why]
    return rows, problems


def _plain(name: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return value.strip()
        case _:
            raise _Wrong(f"{name} is {json.dumps(value)[:40]}, which is no text.")


def _decided(said: Mapping[str, str], *, by: str, at: datetime) -> Decided:
    problems = []
    demand_id, told_by = said["demand_id"], said.get("decided_by", "") or by
    if not demand_id:
        problems.append("it has no demand_id.")
    problems += [
        f"{name} is longer than {most} signs."
        for (name, most), value in zip(_LONGEST.items(), (demand_id, told_by), strict=True)
        if len(value) > most
    ]
    nature, code = None, None
    try:
        nature, code = nature_and_code(said["nature"], said.get("code", ""))
    except UnknownDecision as unknown:
        problems.append(str(unknown))
    doubtful = said.get("doubtful", "").lower()
    if doubtful not in _TRUTHS:
        problems.append(f"doubtful is {doubtful!r}. Write true or false.")
    moment = said.get("decided_at", "")
    when = _moment(moment) if moment else at
    if when is None:
        problems.append(f"decided_at is {moment!r}. Write times as 2026-02-28T09:30:00Z.")
    if problems or when is None:
        raise _Wrong(*problems)
    return Decided(Decision(demand_id, nature, code, _TRUTHS[doubtful]), told_by, when)


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class UnknownDecision(ClassificationError):
    """What somebody decided is not in the codebook."""

    exit_status = 64


def nature_and_code(nature: str, code: str) -> tuple[Nature | None, str | None]:
    """Return what a person wrote of a demand, in the codebook's words.

    "unknown" or nothing is None: they could not tell. A code may be left open.

    Raises
    ------
    UnknownDecision
        If the codebook has no such nature or code, or the code is not of the nature.

    Examples
    --------
    >>> nature_and_code("failure", "broken"), nature_and_code("unknown", "")
    (('failure', 'broken'), (None, None))
    """
    kinds: dict[str, Nature] = {name: name for name in NATURES}
    found = kinds.get(nature)
    if found is None and nature not in {"", "unknown"}:
        hint = _hint(nature, NATURES)
        raise UnknownDecision(f"nature is {nature!r}.{hint} It is failure, value, none or unknown.")
    if not code:
        return found, None
    if code not in CODES:
        raise UnknownDecision(
            f"code is {code!r}.{_hint(code, CODES)} It is one of {', '.join(CODES)}."
        )
    if nature_of(code) != found:
        said = found or "unknown"
        raise UnknownDecision(f"{code} is a code of {nature_of(code)}, not of {said}.")
    return found, code


def _hint(said: str, known: Collection[str]) -> str:
    near = get_close_matches(said, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def as_rows(decided: Collection[Decided]) -> Iterator[dict[str, Any]]:
    """Yield decisions as rows of COLUMNS, such as `read_decisions` reads."""
    for each in decided:
        one = each.decision
        yield {
            "demand_id": one.demand_id,
            "nature": one.nature or "unknown",
            "code": one.code,
            "doubtful": one.doubtful,
            "decided_by": each.by,
            "decided_at": each.at,
        }
