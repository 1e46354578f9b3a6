"""What the source itself called a demand, as evidence beside its text.

A tracker's type or label is chosen by whoever filed the demand, often by
default, so it is weighed against the text by training and never believed.
Only its general meaning is taken, because a type's own name ("Sub-task",
"Ask HR") says nothing about the demands of another source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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


_KIND_PLACE = {kind: place for place, kind in enumerate(KINDS)}
_NOT_KNOWN, _NOT_SAID = len(KINDS), len(KINDS) + 1
EVIDENCE_COLUMNS = len(KINDS) + 2
# Written where a tracker has no type.
_NOTHING = frozenset({"", "[]", "none", "null", "nan", "n/a", "-", "?"})


def evidence_columns(reported: pa.Array, labels: pa.Array | None = None) -> sp.csr_matrix:
    """Return which kinds each demand's reported type and labels speak of, one row a demand.

    The last two columns are states of their own: something was said that has
    no general meaning, and nothing was said.

    >>> evidence_columns(pa.array(["Bug", "Sub-Widget", None])).indices.tolist() == [
    ...     0, EVIDENCE_COLUMNS - 2, EVIDENCE_COLUMNS - 1]
    True
    """
    said = pc.fill_null(reported.cast(pa.large_string()), "")
    if labels is not None and labels.null_count < len(labels):
        joined = pc.binary_join(labels.cast(pa.list_(pa.string())), " ")
        gap = pa.scalar(" ", pa.large_string())
        said = pc.binary_join_element_wise(
            said, pc.fill_null(joined, "").cast(pa.large_string()), gap
        )
    told = pc.dictionary_encode(said)
    # Trackers have few types, so each distinct one is looked at once.
    places = [_places(words) for words in told.dictionary.to_pylist()]
    starts = np.cumsum([0, *(len(found) for found in places)]).astype(np.int32)
    flat = np.array([place for found in places for place in found], dtype=np.int32)
    ones = np.ones(len(flat), dtype=np.int32)
    each = sp.csr_matrix((ones, flat, starts), shape=(len(places), EVIDENCE_COLUMNS))
    rows: sp.csr_matrix = each[told.indices.to_numpy()]
    return rows


def _places(words: str) -> list[int]:
    if words.strip().lower() in _NOTHING:
        return [_NOT_SAID]
    return [_KIND_PLACE[kind] for kind in kinds_of(words)] or [_NOT_KNOWN]


def says_nothing(evidence: sp.csr_matrix) -> NDArray[np.bool_]:
    """Return for each row whether its type and labels have no general meaning."""
    known = evidence[:, : len(KINDS)]
    silent: NDArray[np.bool_] = np.diff(known.tocsr().indptr) == 0
    return silent
