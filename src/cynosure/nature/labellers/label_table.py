"""A table of labels that somebody made elsewhere, as a labeller."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa

from cynosure.demand import NATURES, nature_of
from cynosure.nature.labellers.problems import near
from cynosure.nature.labellers.saying import ANSWERS, column, fingerprint, said

_IDS = ("demand_id", "id", "source_id")


class TableLabel(NamedTuple):
    """What a table says of one demand."""

    nature: str
    code: str | None
    probability: float | None


@dataclass(frozen=True, slots=True)
class LabelTable:
    """Labels by id: that of the demand (`jira:PAY-7`), else the one at its source (`PAY-7`)."""

    labels: Mapping[str, TableLabel]
    fingerprint: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """`table:` and a fingerprint of its labels."""
        return f"table:{self.fingerprint}"

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return LABELS, row for row; null where the table has no label.

        >>> table, _ = read_labels([("line 2", {"id": "7", "code": "slow"})])
        >>> told = table.label(pa.record_batch({"demand_id": ["desk:7", "7"], "source_id": ["7", "8"]}))
        >>> told["code"].to_pylist()
        ['slow', 'slow']
        """
        ids = zip(
            column(batch, "demand_id").to_pylist(),
            column(batch, "source_id").to_pylist(),
            strict=True,
        )
        found = [self.labels.get(by_us) or self.labels.get(at_source) for by_us, at_source in ids]
        return said(
            batch["demand_id"],
            pa.array([_answer(label) for label in found], pa.string()),
            labeller=self.name,
            natures=pa.array([label and label.nature for label in found], pa.string()),
            probabilities=pa.array([label and label.probability for label in found], pa.float64()),
        )


def _answer(label: TableLabel | None) -> str | None:
    if label is None:
        return None
    return "none" if label.nature == "none" else label.code


def read_labels(
    rows: Iterable[tuple[str, Mapping[str, Any]]],
) -> tuple[LabelTable, list[str]]:
    """Return the labels of rows with their places, and everything that is wrong with them.

    A row has an `id` (or `demand_id`, or `source_id`), a `nature` or a `code`
    or both, and perhaps a `probability`, that of the nature. A row with neither
    nature nor code says nothing and is passed over, as an unknown demand in an
    export of ours. The same label twice is one; two different ones are wrong.

    >>> _, wrong = read_labels([("line 2", {"id": "7", "nature": "value", "code": "slow"})])
    >>> wrong
    ["line 2: code 'slow' is of nature failure, and nature is 'value'. Leave one of the two out."]
    """
    labels: dict[str, TableLabel] = {}
    places: dict[str, str] = {}
    problems: list[str] = []
    seen: dict[str, str] = {}  # their column -> ours, over all rows: those of JSON differ
    for place, fields in rows:
        for theirs in fields:
            seen.setdefault(theirs, str(theirs).strip().lower())
        row = {seen[theirs]: _word(value) for theirs, value in fields.items()}
        said_of = _id(row)
        label, wrong = _label(row)
        if said_of is None:
            wrong = ["it has no id.", *wrong]
        problems += [f"{place}: {problem}" for problem in wrong]
        if wrong or said_of is None or label is None:
            continue
        if labels.setdefault(said_of, label) != label:
            problems.append(
                f"{place}: {said_of!r} stands in {places[said_of]} with another label. Keep one."
            )
        places.setdefault(said_of, place)
    problems = _missing(seen) or problems
    if problems:
        return LabelTable({}), problems
    content = [[said_of, *label] for said_of, label in sorted(labels.items())]
    return LabelTable(labels, fingerprint(content)), []


def _missing(seen: Mapping[str, str]) -> list[str]:
    """Return which columns a table lacks altogether."""
    if not seen:
        return ["there is no row."]
    listed = ", ".join(map(repr, list(seen)[:20]))
    needed = (_IDS, ("nature", "code"))
    return [
        f"no column is called {' or '.join(names)}. It has {listed}."
        for names in needed
        if not set(names) & set(seen.values())
    ]


def _word(value: object) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps the id 7 as 7.0
    return str(value).strip() or None


def _id(row: Mapping[str, str | None]) -> str | None:
    return next((row[name] for name in _IDS if row.get(name)), None)


def _label(row: Mapping[str, str | None]) -> tuple[TableLabel | None, list[str]]:
    nature, code, problems = row.get("nature"), row.get("code"), list[str]()
    if nature is not None and nature not in NATURES:
        problems.append(f"nature is {nature!r}.{_one_of(nature, NATURES)}")
    if code is not None and code not in ANSWERS:
        problems.append(f"code is {code!r}.{_one_of(code, ANSWERS)}")
    probability, wrong = _probability(row.get("probability"))
    problems += wrong
    if problems or (nature is None and code is None):
        return None, problems
    follows = "none" if code == "none" else nature_of(code)
    if nature is not None and follows is not None and nature != follows:
        clash = f"code {code!r} is of nature {follows}, and nature is {nature!r}."
        return None, [f"{clash} Leave one of the two out."]
    told = follows or nature
    assert told is not None  # one of the two is there
    return TableLabel(told, None if code == "none" else code, probability), []


def _probability(said_by_them: str | None) -> tuple[float | None, list[str]]:
    if said_by_them is None:
        return None, []
    try:
        probability = float(said_by_them)
    except ValueError:
        probability = -1.0
    if 0 <= probability <= 1:
        return probability, []
    return None, [f"probability is {said_by_them!r}. Write a number from 0 to 1."]


def _one_of(word: str, known: tuple[str, ...]) -> str:
    return near(word, known) or f" Write one of {', '.join(known)}."
