"""What is found in a text, and the words that stand in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "secret", "e-mail", "bank account", "card", "id number", "IP address",
    "device address", "phone", "address", "name",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

WORDS: Mapping[Kind, str] = MappingProxyType({kind: f"[{kind}]" for kind in KINDS})

# A text that was masked before holds these; nothing inside them is looked at again.
MASKED = re.compile("|".join(re.escape(word) for word in WORDS.values()))

# What most finders need: a text without a digit has no number, no street, no code.
DIGIT = re.compile(r"\d")


class Found(NamedTuple):
    """A piece of personal data: where it stands and what it is."""

    start: int
    end: int
    kind: Kind
