"""What a model wrote, held strictly against the codebook and against what was asked."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from cynosure.nature.labellers.saying import ANSWERS

UNKNOWN = "unknown"
UNUSABLE = ""
_ALLOWED = frozenset({*ANSWERS, UNKNOWN})
# Some models think aloud first, and many put JSON between fences.
_THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)


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
    text = _THINKING.sub("", text, count=1)
    if (fenced := _FENCED.match(text)) is not None:
        text = fenced[1]
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or not set(found) <= set(handles):
        return {}
    return {
        handle: answer
        for handle, answer in found.items()
        if isinstance(answer, str) and answer in _ALLOWED
    }


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name that stands twice")
    return dict(pairs)
