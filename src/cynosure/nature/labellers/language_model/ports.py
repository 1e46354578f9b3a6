"""What asking a language model needs from outside: somebody who asks, and a memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cynosure.errors import ClassificationError


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, and the tokens that were counted; None where it does not say."""

    text: str
    tokens_in: int | None = None
    tokens_out: int | None = None


class TryLater(ClassificationError):
    """A model does not answer just now; `after` is how many seconds it asks to wait, if it does."""

    exit_status = 69  # EX_UNAVAILABLE

    def __init__(self, why: str, after: float | None = None) -> None:
        self.why, self.after = why, after
        super().__init__(f"The language model did not answer: {why}. Try again later.")


class LanguageModelRefuses(ClassificationError):
    """A model's address says no in a way that asking again does not change."""

    exit_status = 69

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"The language model at {address} refuses: {why}. Mend its section in labellers.toml, "
            "or the key in the environment. What was answered before is kept."
        )


class Ask(Protocol):
    """Puts one conversation to a model, once."""

    def __call__(self, messages: Sequence[Mapping[str, str]]) -> Reply:
        """Return the model's reply.

        Raises
        ------
        TryLater
            If it may answer later: too many requests, a time-out, a fault of its own.
        LanguageModelRefuses
            If it never will.
        """


@dataclass(frozen=True, slots=True)
class Spent:
    """What a labeller has used in all runs so far."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class Answers(Protocol):
    """Remembers answers by the key of their text, also when the run is killed.

    An answer is a code, `none`, `unknown` (the model cannot tell) or empty (it
    gave no usable answer). No text is ever handed to it.
    """

    def known(self, keys: Collection[str]) -> Mapping[str, str]:
        """Return the answers that there are for these keys."""

    def spent(self, labeller: str) -> Spent:
        """Return what has been used under this labeller's name."""

    def begin_call(self, labeller: str, *, tokens_in: int) -> None:
        """Count a call before it is made, so that a killed run has not been for nothing."""

    def keep(
        self, labeller: str, found: Mapping[str, str], *, tokens_in: int, tokens_out: int
    ) -> None:
        """Keep answers and count further tokens, both or neither."""
