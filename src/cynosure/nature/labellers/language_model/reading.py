"""What a model wrote, held strictly against the codebook and against what was asked."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from cynosure.nature.labellers.saying import ANSWERS

UNKNOWN = "unknown"
UNUSABLE = ""
_ALLOWED = frozenset({*ANSWERS, UNKNOWN})
# Some models think aloud first, and many put JSON between fences. Not by patterns: a reply may be
# megabytes of anything.
_THINKING, _THOUGHT, _FENCE = "<think>", "</think>", "```"


def read_answers(text: str, handles: Collection[str]) -> dict[str, str]:
    """Return the usable answers of a reply, by handle.

    It has to be one JSON object. An answer is used if it is a word of the
    codebook, and nothing is made of one that is not ("Broken!" is none). A
    reply that answers what was not asked, or one thing twice, is not trusted
    at all: who mixes up ids may have mixed up the others.

    >>> read_answers('{"aa": "slow", "bb": "annoying"}', ["aa", "bb"])
    {'aa': 'slow'}
    >>> read_answers('{"aa": "slow", "cc": "broken"}', ["aa", "bb"])
    {}
    """
    try:
        found = json.loads(_bare(text), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or not set(found) <= set(handles):
        return {}
    return {
        handle: answer
        for handle, answer in found.items()
        if isinstance(answer, str) and answer in _ALLOWED
    }


def _bare(text: str) -> str:
    text = text.strip()
    if text.startswith(_THINKING):
        text = text.partition(_THOUGHT)[2].strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE):
        text = text.removeprefix(_FENCE).removeprefix("json").removesuffix(_FENCE)
    return text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name that stands twice")
    return dict(pairs)
