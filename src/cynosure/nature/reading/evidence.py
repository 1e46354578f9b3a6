"""What a source says beside the text: its type and labels, the way in, a review's stars.

A tracker's type or label is chosen by whoever filed the demand, often by
default, so it is weighed against the text by training and never believed.
Only its general meaning is taken, because a type's own name ("Sub-task",
"Ask HR") says nothing about the demands of another source. All of it may be
missing: training hides it from half of the texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from numpy.typing import NDArray

# The first part of a word is enough: "improv" is improvement and improve.
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fault": ("bug", "defect", "error", "crash", "regress", "fault", "failure", "broken"),
        "incident": ("incident", "outage", "problem", "alert", "downtime"),
        "wish": ("enhanc", "feature", "improv", "wish", "idea", "suggest", "story", "epic"),
        "question": ("question", "help", "support", "how", "howto", "faq", "inquiry", "enquiry"),
        "documentation": ("doc", "docs", "document", "readme"),
        "slowness": ("perf", "performance", "slow", "memory", "scalab"),
        "chore": ("task", "chore", "refactor", "clean", "debt", "test", "build", "ci", "depend"),
        "change": ("pr", "pull", "merge", "patch", "release"),
        "setting_up": ("install", "config", "deploy", "upgrade", "migrat", "integrat"),
        "service": ("request", "order", "purchase", "provision", "onboard", "leave"),
        "access": ("access", "permission", "rights", "login", "password", "account"),
        "desk_topic": ("hardware", "software", "network", "storage", "hr", "printer", "laptop"),
        "complaint": ("complaint", "refund", "billing", "invoice", "dispute", "claim"),
        "praise": ("praise", "compliment", "thanks"),
        "discussion": ("discuss", "rfc", "proposal", "brainstorm"),
    }
)
_WHOLE = frozenset({"pr", "ci", "hr", "how", "doc", "docs", "test", "leave", "order", "build"})
_WORD = re.compile(r"[a-z]+")
_NAME_OF_A_FIELD = frozenset({"label", "name", "type", "kind", "status"})


def kinds_of(words: str) -> tuple[str, ...]:
    """Return the kinds that a source's type and labels speak of, in the order of KINDS.

    >>> kinds_of("Bug, help wanted"), kinds_of("Sub-Widget"), kinds_of("type:enhancement")
    (('fault',), (), ('wish',))
    """
    found = [word for word in _WORD.findall(words.lower()) if word not in _NAME_OF_A_FIELD]
    if "help" in found and "wanted" in found:  # an invitation to contributors, not a question
        found = [word for word in found if word != "help"]
    return tuple(
        kind for kind, signs in KINDS.items() if any(_speaks(word, signs) for word in found)
    )


def _speaks(word: str, signs: tuple[str, ...]) -> bool:
    return any(word == sign if sign in _WHOLE else word.startswith(sign) for sign in signs)


WAYS_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "review": ("review", "store", "google play", "trustpilot"),
        "social": ("twitter", "tweet", "facebook", "instagram", "social", "mastodon", "reddit"),
        "mail": ("mail",),
        "chat": ("chat", "messag", "whatsapp", "sms", "telegram", "slack"),
        "telephone": ("phone", "call", "voice"),
        "form": ("web", "portal", "form", "self-service", "self service", "api"),
    }
)


def way_in(channel: str) -> str | None:
    """Return the general meaning of a source's word for the way in, or None.

    >>> way_in("Google Play"), way_in("E-Mail"), way_in("branch office")
    ('review', 'mail', None)
    """
    said = channel.lower()
    return next(
        (way for way, signs in WAYS_IN.items() if any(sign in said for sign in signs)), None
    )


_KIND_PLACE = {kind: place for place, kind in enumerate(KINDS)}
_NOT_KNOWN, _NOT_SAID = len(KINDS), len(KINDS) + 1
_FIRST_WAY = len(KINDS) + 2
_FIRST_STAR = _FIRST_WAY + len(WAYS_IN)
_STARS = 5
EVIDENCE_COLUMNS = _FIRST_STAR + _STARS
# Written where a tracker has no type.
_NOTHING = frozenset({"", "[]", "none", "null", "nan", "n/a", "-", "?"})


def evidence_of(
    reported: pa.Array,
    labels: pa.Array | None = None,
    channels: pa.Array | None = None,
    satisfaction: pa.Array | None = None,
) -> sp.csr_matrix:
    """Return what is said of each demand beside its text, as ones, one row a demand.

    Columns: the kinds that type and labels speak of; that they have no general
    meaning; that nothing was said; the way in; a review's stars. A rating
    counts in reviews only, where it is given with the text: elsewhere it comes
    after the answer and says nothing of the asking.

    >>> rows = evidence_of(pa.array(["Bug", None]), channels=pa.array([None, "app store"]),
    ...                    satisfaction=pa.array([0.0, 0.25]))
    >>> [row.indices.tolist() for row in rows] == [
    ...     [0], [EVIDENCE_COLUMNS - 12, EVIDENCE_COLUMNS - 11, EVIDENCE_COLUMNS - 4]]
    True
    """
    n = len(reported)
    parts = [_rows_of(_said(reported, labels), _type_places)]
    if channels is not None and channels.null_count < n:
        ways = _rows_of(pc.fill_null(channels.cast(pa.large_string()), ""), _way_places)
        parts.append(ways)
        if satisfaction is not None and satisfaction.null_count < n:
            review = ways[:, _FIRST_WAY].toarray().ravel() > 0
            parts.append(_stars(satisfaction, review))
    rows: sp.csr_matrix = sum(parts[1:], parts[0])
    rows.sort_indices()
    return rows


def _said(reported: pa.Array, labels: pa.Array | None) -> pa.Array:
    said = pc.fill_null(reported.cast(pa.large_string()), "")
    if labels is None or labels.null_count == len(labels):
        return said
    joined = pc.binary_join(labels.cast(pa.list_(pa.string())), " ")
    gap = pa.scalar(" ", pa.large_string())
    return pc.binary_join_element_wise(said, pc.fill_null(joined, "").cast(pa.large_string()), gap)


def _rows_of(said: pa.Array, places: Callable[[str], list[int]]) -> sp.csr_matrix:
    """Return a row of ones for each word of a source; few are distinct, so each is looked at once."""
    told = pc.dictionary_encode(said)
    found = [places(words) for words in told.dictionary.to_pylist()]
    starts = np.cumsum([0, *map(len, found)]).astype(np.int32)
    flat = np.array([place for each in found for place in each], dtype=np.int32)
    ones = np.ones(len(flat), dtype=np.int32)
    each = sp.csr_matrix((ones, flat, starts), shape=(len(found), EVIDENCE_COLUMNS))
    rows: sp.csr_matrix = each[told.indices.to_numpy()]
    return rows


def _type_places(words: str) -> list[int]:
    if words.strip().lower() in _NOTHING:
        return [_NOT_SAID]
    return [_KIND_PLACE[kind] for kind in kinds_of(words)] or [_NOT_KNOWN]


def _way_places(channel: str) -> list[int]:
    way = way_in(channel)
    return [] if way is None else [_FIRST_WAY + list(WAYS_IN).index(way)]


def _stars(satisfaction: pa.Array, review: NDArray[np.bool_]) -> sp.csr_matrix:
    given = satisfaction.cast(pa.float64()).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(review & (given >= 0) & (given <= 1))
    star = np.rint(given[rows] * (_STARS - 1)).astype(np.int32) + _FIRST_STAR
    ones = np.ones(len(rows), dtype=np.int32)
    return sp.csr_matrix((ones, (rows, star)), shape=(len(given), EVIDENCE_COLUMNS))


def says_nothing(evidence: sp.csr_matrix) -> NDArray[np.bool_]:
    """Return for each row whether its type and labels have no general meaning."""
    known = evidence[:, : len(KINDS)]
    silent: NDArray[np.bool_] = np.diff(known.tocsr().indptr) == 0
    return silent


def hidden_where(hidden: NDArray[np.bool_], evidence: sp.csr_matrix) -> sp.csr_matrix:
    """Return the same rows, but in hidden ones nothing is said beside the text.

    >>> rows = hidden_where(np.array([True]), evidence_of(pa.array(["Bug"])))
    >>> rows.indices.tolist() == evidence_of(pa.array([None], pa.string())).indices.tolist()
    True
    """
    rows = evidence.tolil()
    rows[hidden] = 0
    rows[np.flatnonzero(hidden), _NOT_SAID] = 1
    shown: sp.csr_matrix = rows.tocsr()
    return shown
