"""Putting demands to the language models of a chain, after somebody has agreed to what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.nature.labellers.language_model import (
    Ask,
    Asked,
    Estimate,
    LanguageModelLabeller,
    LanguageModelSettings,
    Spent,
    Text,
    ask_all,
    estimate,
)
from cynosure.workflows.choosing_labellers import Chosen, Part
from cynosure.workflows.take_in import Progress, unwatched

Batches = Callable[[], Iterable[pa.RecordBatch]]  # the demands, as often as they are needed


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be put to a language model, and what that takes; nothing was asked yet."""

    part: Part
    settings: LanguageModelSettings
    estimate: Estimate
    spent: Spent

    @property
    def spent_cost(self) -> float | None:
        """What was paid so far; None without prices."""
        return self.settings.cost(self.spent.tokens_in, self.spent.tokens_out)


def language_models(chosen: Chosen) -> Iterator[tuple[int, Part, LanguageModelLabeller]]:
    """Yield the language models of a chain with their places in it."""
    for place, part in enumerate(chosen.parts):
        if isinstance(part.labeller, LanguageModelLabeller):
            yield place, part, part.labeller


def questions(chosen: Chosen, batches: Batches, *, again: bool = False) -> Iterator[Question]:
    """Yield for each language model what it has not been asked yet of these demands."""
    for place, part, labeller in language_models(chosen):
        sizes = (len(text.shown) for text in _texts(chosen, place, labeller, batches, again))
        yield Question(
            part,
            labeller.settings,
            estimate(sizes, labeller.settings),
            labeller.answers.spent(labeller.name),
        )


def ask_language_models(
    chosen: Chosen,
    batches: Batches,
    *,
    agreed: Callable[[Question], bool],
    connect: Callable[[LanguageModelSettings], AbstractContextManager[Ask]],
    pause: Callable[[float], None],
    again: bool = False,
    progress: Progress = unwatched,
) -> list[tuple[Part, Asked]]:
    """Ask each language model about the demands that reach it, and return what became of it.

    A demand reaches a model if no earlier part of the chain says anything of
    it. `agreed` hears what asking takes before the first call; where it says
    no, that model is not asked and the following ones are. `again` also asks
    about texts for which a model gave no usable answer before.

    Raises
    ------
    LanguageModelUnreachable, LanguageModelRefuses, NoUsableAnswers
        If asking on makes no sense. What was answered until then is kept.
    """
    done = []
    told = questions(chosen, batches, again=again)
    for (place, part, labeller), question in zip(language_models(chosen), told, strict=True):
        if not question.estimate.texts or not agreed(question):
            continue
        with connect(labeller.settings) as ask:
            asked = ask_all(
                _texts(chosen, place, labeller, batches, again),
                labeller,
                ask=ask,
                pause=pause,
                on_progress=lambda n: progress("Asking the language model", n),
            )
        done.append((part, asked))
    return done


def labels_by_language_models(chosen: Chosen, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the labels, under the chain's name, of the demands that language models speak of."""
    for batch in batches():
        for place, _, labeller in language_models(chosen):
            left = chosen.chain.left_for(place, batch)
            theirs = left.filter(pc.is_valid(labeller.label(left)["nature"]))
            if theirs.num_rows:
                yield chosen.labeller.label(theirs)


def _texts(
    chosen: Chosen, place: int, labeller: LanguageModelLabeller, batches: Batches, again: bool
) -> Iterator[Text]:
    seen: set[str] = set()
    for batch in batches():
        for text in labeller.unanswered(chosen.chain.left_for(place, batch), again=again):
            if text.key not in seen:
                seen.add(text.key)
                yield text
