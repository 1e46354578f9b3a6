"""Putting demands to language models over the network, once somebody has agreed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pyarrow as pa

from cynosure.connectors.language_model.client import ChatCompletions
from cynosure.demand import DEMANDS
from cynosure.nature.labellers.language_model import Ask, Asked, LanguageModelSettings
from cynosure.store.labelling import UNLABELLED
from cynosure.wiring.chain import answers_beside
from cynosure.wiring.place import Place
from cynosure.workflows.asking import (
    Batches,
    Question,
    ask_language_models,
    labels_by_language_models,
    questions,
)
from cynosure.workflows.choosing_labellers import Chosen, Part
from cynosure.workflows.take_in import Progress, label_new, unwatched


def all_demands(place: Place) -> Iterator[pa.RecordBatch]:
    """Yield every demand of a workspace, as labellers look at it."""
    rows = place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)
    yield from place.engine.batches(rows.select(*UNLABELLED.names))


def ask_in(
    place: Place,
    chosen: Chosen,
    *,
    agreed: Callable[[Question], bool],
    again: bool = False,
    progress: Progress = unwatched,
) -> list[tuple[Part, Asked]]:
    """Put what waits in a workspace to its language models, and label by their answers.

    Labels are written also where a run ends early, by what was answered until then.
    """

    def batches() -> Iterator[pa.RecordBatch]:
        return all_demands(place)

    try:
        return ask(chosen, batches, agreed=agreed, again=again, progress=progress)
    finally:
        place.store.write_labels(labels_by_language_models(chosen, batches))
        label_new(store=place.store, labeller=chosen.labeller, progress=progress)


def ask(
    chosen: Chosen,
    batches: Batches,
    *,
    agreed: Callable[[Question], bool],
    again: bool = False,
    progress: Progress = unwatched,
) -> list[tuple[Part, Asked]]:
    """Put demands to the language models of a chain, as the only one who does.

    Raises
    ------
    AlreadyAsking
        If another process asks for the same answers.
    """
    with answers_beside(chosen.file.parent).asking():
        return ask_language_models(
            chosen,
            batches,
            agreed=agreed,
            connect=_connect,
            pause=time.sleep,
            again=again,
            progress=progress,
        )


def waiting_in(place: Place, chosen: Chosen) -> list[Question]:
    """Return for each language model what it was not asked yet of a workspace's demands."""
    return list(questions(chosen, lambda: all_demands(place)))


def _connect(settings: LanguageModelSettings) -> AbstractContextManager[Ask]:
    return ChatCompletions(settings, os.environ)
