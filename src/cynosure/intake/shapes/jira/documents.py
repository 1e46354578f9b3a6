"""Jira's rich text: version 3 of its API writes a tree where version 2 wrote words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cynosure.intake.shapes.fields import text

# Nodes that end a line when they are done.
_BLOCKS = frozenset(
    {
        "paragraph", "heading", "codeBlock", "blockquote", "listItem", "tableRow", "rule", "panel",
        "taskItem", "decisionItem", "expand", "mediaSingle",
    }
)  # fmt: skip
_DEEPEST = 60


def words_of(document: object) -> str | None:
    r"""Return the words of a rich text, a line for each block; plain text as it is.

    >>> words_of({"type": "doc", "content": [
    ...     {"type": "paragraph", "content": [{"type": "text", "text": "It is "},
    ...                                       {"type": "text", "text": "late."}]},
    ...     {"type": "paragraph", "content": [{"type": "mention", "attrs": {"text": "@ana"}}]}]})
    'It is late.\n@ana'
    >>> words_of("plain"), words_of(None)
    ('plain', None)
    """
    if not isinstance(document, Mapping):
        return text(document)
    parts: list[str] = []
    _collect(document, parts, 0)
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line) or None


def _collect(node: Mapping[str, Any], parts: list[str], depth: int) -> None:
    kind = node.get("type")
    if kind == "text":
        parts.append(str(node.get("text", "")))
    elif kind == "hardBreak":
        parts.append("\n")
    elif isinstance(attrs := node.get("attrs"), Mapping):
        # Mentions and emoji carry their words as an attribute, cards their address.
        said = attrs.get("text") or attrs.get("url") or attrs.get("shortName")
        if isinstance(said, str):
            parts.append(said)
    content = node.get("content")
    if isinstance(content, list) and depth < _DEEPEST:
        for child in content:
            if isinstance(child, Mapping):
                _collect(child, parts, depth + 1)
    if kind in _BLOCKS:
        parts.append("\n")
