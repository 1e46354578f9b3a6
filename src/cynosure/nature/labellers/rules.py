"""Rules: what a demand is, told from its type, labels, product, channel or words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.nature.labellers.saying import column, fingerprint, said

_NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Conditions that must all hold, and the answer then: a code, or `none`.

    Each tuple is a condition that holds if the demand says one of its words,
    whatever their case; an empty one is no condition. The pattern is looked
    for in title and body, each by itself, whatever the case.
    """

    name: str
    code: str
    reported_type: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    pattern: str | None = None

    def holds(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        r"""Return for each demand whether all conditions hold.

        Patterns run by RE2, whose time grows with the text and never with its
        square, so no pattern can stop a run; it knows no look-around and no
        back references, and its borders of words are those of ASCII.

        >>> rule = Rule(name="slow", code="slow", product=("Shop",), pattern=r"takes \d+ minutes")
        >>> demands = pa.record_batch({"title": ["It TAKES 5 minutes", "It takes 5 minutes"],
        ...                            "product": [" shop", None]})
        >>> rule.holds(demands).tolist()
        [True, False]
        """
        holds = np.ones(batch.num_rows, dtype=np.bool_)
        for name in ("reported_type", "product", "channel"):
            words: tuple[str, ...] = getattr(self, name)
            if words:
                holds &= _flags(_among(column(batch, name), words))
        if self.labels:
            holds &= _labelled(batch, self.labels)
        if self.pattern is not None:
            rows = np.flatnonzero(holds)
            holds[rows] = _matches(batch.take(pa.array(rows)), self.pattern)
        return holds


@dataclass(frozen=True, slots=True)
class Rules:
    """A labeller made of rules; of those that hold the first counts."""

    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        """`rules:` and a fingerprint of what they ask and answer; their names do not matter."""
        asked = [
            [rule.code, rule.reported_type, rule.labels, rule.product, rule.channel, rule.pattern]
            for rule in self.rules
        ]
        return f"rules:{fingerprint(asked)}"

    def label(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return LABELS, row for row, without probabilities; null where no rule holds.

        >>> rules = Rules((Rule(name="praise", code="none", pattern="^thanks"),))
        >>> told = rules.label(pa.record_batch({"demand_id": ["1", "2"], "body": ["Thanks!", "Help"]}))
        >>> told["nature"].to_pylist()
        ['none', None]
        """
        which = self.first(batch)
        codes = pa.array([rule.code for rule in self.rules], pa.string())
        answers = codes.take(pa.array(which, mask=which == _NONE))
        return said(batch["demand_id"], answers, labeller=self.name)

    def first(self, batch: pa.RecordBatch) -> NDArray[np.int64]:
        """Return for each demand the place of the first rule that holds; -1 where none does."""
        which = np.full(batch.num_rows, _NONE, dtype=np.int64)
        for place, rule in enumerate(self.rules):
            left = np.flatnonzero(which == _NONE)
            if not len(left):
                break
            which[left[rule.holds(batch.take(pa.array(left)))]] = place
        return which


def _among(values: pa.Array, words: tuple[str, ...]) -> pa.Array:
    return pc.is_in(_alike(values), value_set=_alike(pa.array(words, pa.string())))


def _alike(values: pa.Array) -> pa.Array:
    return pc.utf8_lower(pc.utf8_trim_whitespace(values))


def _labelled(batch: pa.RecordBatch, words: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return whether one of a demand's labels is one of the words."""
    has = np.zeros(batch.num_rows, dtype=np.bool_)
    at = batch.schema.get_field_index("labels")
    if at >= 0:
        labels = batch.column(at).cast(pa.list_(pa.string()))
        owner = pc.list_parent_indices(labels).to_numpy()
        has[owner[_flags(_among(pc.list_flatten(labels), words))]] = True
    return has


def _matches(batch: pa.RecordBatch, pattern: str) -> NDArray[np.bool_]:
    title, body = (
        _flags(pc.match_substring_regex(column(batch, name), pattern, ignore_case=True))
        for name in ("title", "body")
    )
    return title | body


def _flags(values: pa.Array) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = pc.fill_null(values, False).to_numpy(zero_copy_only=False)
    return flags
