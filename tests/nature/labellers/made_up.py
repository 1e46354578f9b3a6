"""Made-up demands with what labellers of one's own look at, and a model that follows a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa

from cynosure.nature.labellers.language_model import (
    LanguageModelLabeller,
    LanguageModelSettings,
    Reply,
    Spent,
)
from cynosure.store.labelling import UNLABELLED


def demand(number: int = 1, **said: Any) -> dict[str, Any]:
    return {"demand_id": f"desk:{number}", "source_id": str(number), "labels": [], **said}


def batch(*demands: dict[str, Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(demands), schema=UNLABELLED)


class Remembered:
    """Answers in memory."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.used = Spent()

    def known(self, keys: Collection[str]) -> dict[str, str]:
        return {key: self.answers[key] for key in keys if key in self.answers}

    def spent(self, labeller: str) -> Spent:
        return self.used

    def begin_call(self, labeller: str, *, tokens_in: int) -> None:
        self._count(1, tokens_in, 0)

    def keep(
        self, labeller: str, found: Mapping[str, str], *, tokens_in: int, tokens_out: int
    ) -> None:
        self.answers.update(found)
        self._count(0, tokens_in, tokens_out)

    def _count(self, calls: int, into: int, out: int) -> None:
        self.used = Spent(
            self.used.calls + calls, self.used.tokens_in + into, self.used.tokens_out + out
        )


Turn = Callable[[list[dict[str, Any]]], Reply]


class Model:
    """A model that does with each call what the script says; the last turn is repeated."""

    def __init__(self, *turns: Turn | Exception) -> None:
        self.turns = turns
        self.calls: list[list[dict[str, Any]]] = []

    def __call__(self, messages: Sequence[Mapping[str, str]]) -> Reply:
        asked = [json.loads(line) for line in messages[1]["content"].splitlines()]
        self.calls.append(asked)
        turn = self.turns[min(len(self.calls), len(self.turns)) - 1]
        if isinstance(turn, Exception):
            raise turn
        return turn(asked)

    @property
    def sizes(self) -> list[int]:
        return [len(call) for call in self.calls]


def all_are(code: str) -> Turn:
    return lambda asked: Reply(json.dumps({one["id"]: code for one in asked}), 1_000, 100)


def writes(text: str) -> Turn:
    return lambda asked: Reply(text, 1_000, 100)


def labeller(
    answers: Remembered | None = None, mask: Any = None, **settings: Any
) -> LanguageModelLabeller:
    told = LanguageModelSettings(
        **{"address": "http://localhost/v1", "model": "tiny", "demands_per_call": 2, **settings}
    )
    return LanguageModelLabeller(
        told, answers or Remembered(), mask or (lambda texts, names: texts)
    )
