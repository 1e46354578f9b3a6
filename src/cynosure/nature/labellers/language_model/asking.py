"""Asking a language model about many texts, within bounds, so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cynosure.errors import ClassificationError
from cynosure.nature.labellers.language_model.labeller import LanguageModelLabeller
from cynosure.nature.labellers.language_model.ports import Ask, Reply, TryLater
from cynosure.nature.labellers.language_model.prompt import Text, messages
from cynosure.nature.labellers.language_model.reading import UNUSABLE, read_answers
from cynosure.nature.labellers.language_model.reckoning import most_tokens_out, tokens_in

ATTEMPTS = 5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds
_PATIENCE = 300.0  # seconds that a server may ask us to wait
_IN_VAIN = 3  # calls without one usable answer, after which something is wrong with the whole

Pause = Callable[[float], None]


def _unwatched(done: int) -> None:
    del done


class LanguageModelUnreachable(ClassificationError):
    """A language model that did not answer however often it was asked."""

    exit_status = 69  # EX_UNAVAILABLE

    def __init__(self, address: str, why: str, attempts: int) -> None:
        super().__init__(
            f"The language model at {address} did not answer in {attempts} attempts: {why}. "
            "What was answered before is kept; the same command goes on from there."
        )


class NoUsableAnswers(ClassificationError):
    """A language model that answers, and never with what the codebook knows."""

    exit_status = 69

    def __init__(self, model: str) -> None:
        super().__init__(
            f"{model} gave no usable answer in {_IN_VAIN} calls, each asked twice, so no more was "
            "spent on it. It has to answer with a JSON object of ids and codes: try another model, "
            "fewer demands_per_call, or look whether options cut its answers short."
        )


class _BoundReached(Exception):
    """A bound that ends a run; no fault."""


@dataclass(slots=True)
class Asked:
    """What became of a run: texts answered, texts left without a usable answer, and why it ended."""

    answered: int = 0
    unusable: int = 0
    stopped: str | None = None  # the bound that was reached, as a phrase; None if all were asked
    calls: int = 0
    _in_vain: list[str] = field(default_factory=list)


def ask_all(
    texts: Iterable[Text],
    labeller: LanguageModelLabeller,
    *,
    ask: Ask,
    pause: Pause,
    on_progress: Callable[[int], None] = _unwatched,
) -> Asked:
    """Ask about texts, keep each call's answers as soon as they are there, and say what became of it.

    A text without a usable answer is asked about once more and then left. Every
    attempt counts as a call, whatever came of it, and is counted before it is
    made. A call is made only if with the most that it could cost the bounds
    would hold. A model that does not answer is tried five times, pausing 1, 2,
    4 … seconds or as long as it asks.

    Raises
    ------
    LanguageModelUnreachable, LanguageModelRefuses, NoUsableAnswers
        If asking on makes no sense. What was answered until then is kept.
    """
    run, told = _Run(labeller, ask, pause), Asked()
    stream = iter(texts)
    try:
        while group := list(islice(stream, labeller.settings.demands_per_call)):
            _ask_about(_distinct(group), run, told)
            on_progress(told.answered + told.unusable)
    except _BoundReached as bound:
        told.stopped = str(bound)
    _give_up_on(told, run)
    told.calls = run.calls
    return told


def _distinct(group: Sequence[Text]) -> list[Text]:
    """Return the texts once each; of two with one handle (hardly ever) the later waits for a next run."""
    return list({text.handle: text for text in reversed(group)}.values())[::-1]


def _ask_about(group: Sequence[Text], run: _Run, told: Asked) -> None:
    found = run.call(group)
    left = [text for text in group if text.key not in found]
    if left:
        found |= run.call(left)
    told.answered += len(found)
    without = [text.key for text in group if text.key not in found]
    if found:
        _give_up_on(told, run)
        run.keep(dict.fromkeys(without, UNUSABLE))
        told.unusable += len(without)
        return
    told._in_vain += without
    run.in_vain += 1
    if run.in_vain == _IN_VAIN:
        raise NoUsableAnswers(run.labeller.settings.model)


def _give_up_on(told: Asked, run: _Run) -> None:
    """Leave those that were asked in vain, now that the model is known to answer others."""
    run.keep(dict.fromkeys(told._in_vain, UNUSABLE))
    told.unusable += len(told._in_vain)
    told._in_vain, run.in_vain = [], 0


@dataclass(slots=True)
class _Run:
    labeller: LanguageModelLabeller
    ask: Ask
    pause: Pause
    calls: int = 0
    in_vain: int = 0

    def call(self, texts: Sequence[Text]) -> dict[str, str]:
        """Return the usable answers to some texts by key, kept already."""
        into = tokens_in(texts)
        reply = self._reply(texts, into)
        by_handle = {text.handle: text.key for text in texts}
        answers = read_answers(reply.text, by_handle)
        found = {by_handle[handle]: answer for handle, answer in answers.items()}
        out = reply.tokens_out
        self.labeller.answers.keep(
            self.labeller.name,
            found,
            tokens_in=0 if reply.tokens_in is None else reply.tokens_in - into,
            tokens_out=most_tokens_out(texts, self.labeller.settings) if out is None else out,
        )
        return found

    def keep(self, found: dict[str, str]) -> None:
        if found:
            self.labeller.answers.keep(self.labeller.name, found, tokens_in=0, tokens_out=0)

    def _reply(self, texts: Sequence[Text], into: int) -> Reply:
        conversation = messages(texts)
        pausing = FIRST_PAUSE
        for attempt in range(1, ATTEMPTS + 1):
            self._within_bounds(into, most_tokens_out(texts, self.labeller.settings))
            self.labeller.answers.begin_call(self.labeller.name, tokens_in=into)
            self.calls += 1
            try:
                return self.ask(conversation)
            except TryLater as later:
                asked_for = pausing if later.after is None else max(0.0, later.after)
                if attempt == ATTEMPTS or asked_for > _PATIENCE:
                    address = self.labeller.settings.address
                    raise LanguageModelUnreachable(address, later.why, attempt) from later
                self.pause(asked_for)
                pausing = min(2 * pausing, LONGEST_PAUSE)
        raise AssertionError("the last attempt returns or raises")

    def _within_bounds(self, into: int, out: int) -> None:
        settings = self.labeller.settings
        spent = self.labeller.answers.spent(self.labeller.name)
        if spent.calls >= settings.max_calls:
            raise _BoundReached(f"max_calls = {settings.max_calls:,} is reached")
        cost = settings.cost(spent.tokens_in + into, spent.tokens_out + out)
        if settings.max_cost is not None and cost is not None and cost > settings.max_cost:
            raise _BoundReached(f"another call could go beyond max_cost = {settings.max_cost:g}")
