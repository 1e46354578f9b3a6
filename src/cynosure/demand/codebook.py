"""What a demand can be: natures, causes and wants, as the codebook has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Nature = Literal["failure", "value", "none"]
NATURES: tuple[Nature, ...] = ("failure", "value", "none")

CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "broken": "It does not do what it is meant to.",
        "unavailable": "They cannot get at it.",
        "slow": "It takes too long or too much.",
        "unclear": "They cannot tell how, what or why.",
        "hard_to_use": "It can be done, but awkwardly.",
        "hard_to_run": "Installing, configuring, upgrading or integrating it is difficult.",
        "misfit": "It works as built, but falls short of what they need.",
        "unmet_promise": "What was agreed has not come.",
        "technical_debt": "Our own short cuts now cost us.",
    }
)
WANTS: Mapping[str, str] = MappingProxyType(
    {
        "new_capability": "They want to do something they cannot do today.",
        "service": "They want us to do what we are here to do.",
        "advice": "They want our expertise to choose or plan.",
    }
)
CODES: tuple[str, ...] = (*CAUSES, *WANTS)


def nature_of(code: str | None) -> Nature | None:
    """Return the nature that a cause or want belongs to; None for no code.

    >>> nature_of("slow"), nature_of("service"), nature_of(None)
    ('failure', 'value', None)
    """
    if code in CAUSES:
        return "failure"
    if code in WANTS:
        return "value"
    return None
