"""What asking would take: calls, tokens and money, told before anything is asked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cynosure.nature.labellers.language_model.prompt import SYSTEM, Text
from cynosure.nature.labellers.language_model.settings import LanguageModelSettings

# Of UTF-8, in any language rather too many tokens than too few.
_BYTES_A_TOKEN = 3
_OUT_A_TEXT = 16  # tokens: an id, a word and the signs around them
_AROUND_A_TEXT = 24  # bytes of the id that each text gets
_LIMITS = ("max_tokens", "max_completion_tokens")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What asking about some texts would take; costs are None where no price is given."""

    texts: int  # different ones; equal texts are asked about once
    calls: int
    tokens_in: int
    tokens_out: int
    cost: float | None


def tokens_in(texts: Iterable[Text]) -> int:
    """Return about how many tokens a call with these texts takes, the codebook included."""
    size = len(SYSTEM.encode()) + sum(len(text.shown) + _AROUND_A_TEXT for text in texts)
    return math.ceil(size / _BYTES_A_TOKEN)


def most_tokens_out(texts: Sequence[Text], settings: LanguageModelSettings) -> int:
    """Return about the most that a reply takes: what the options allow, else what it should."""
    allowed = [settings.options[name] for name in _LIMITS if name in settings.options]
    return max([_OUT_A_TEXT * len(texts), *(int(limit) for limit in allowed)])


def estimate(sizes: Iterable[int], settings: LanguageModelSettings) -> Estimate:
    """Return what asking takes about texts of so many bytes each.

    A token is counted as three bytes, which errs on the dear side for most
    languages; a model that thinks aloud writes more than is counted here.

    >>> settings = LanguageModelSettings(address="", model="", price_in=1.0, price_out=2.0)
    >>> told = estimate([300] * 45, settings)
    >>> told.calls, told.tokens_out, told.cost is not None
    (3, 720, True)
    """
    texts = size = 0
    for one in sizes:
        texts += 1
        size += one + _AROUND_A_TEXT
    calls = math.ceil(texts / settings.demands_per_call)
    into = math.ceil((calls * len(SYSTEM.encode()) + size) / _BYTES_A_TOKEN)
    out = _OUT_A_TEXT * texts
    return Estimate(texts, calls, into, out, settings.cost(into, out))
