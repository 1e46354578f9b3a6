"""A person labels demands at a terminal, one key each; no terminal is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from cynosure.demand import CAUSES, WANTS, Nature
from cynosure.nature.deciding.decisions import Decision

NATURE_KEYS: dict[str, Nature | None] = {"f": "failure", "v": "value", "n": "none", "?": None}
_SKIP = frozenset({" ", "\r", "\n", "0"})
_SHOWN = 1_500

_QUESTION = (
    "Had everything delivered so far done its job well for this person, "
    "would they have needed to ask?"
)
_KEYS = (
    "f failure (no)   v value (yes)   n none (nobody asks)   ? cannot tell\n"
    "d doubtful   m whole text   u undo   h help   q quit (the next run goes on from here)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditItem:
    """A demand to be labelled, its text masked, and the classifier's hidden opinion."""

    demand_id: str
    title: str | None
    body: str | None
    predicted_nature: str | None = None
    predicted_code: str | None = None
    probability: float | None = None
    said: tuple[str, ...] = ()  # what people said of it before, to be settled; shown at once


@dataclass(frozen=True, slots=True)
class Session:
    """How a session ended: how many demands were decided, and whether all of them were."""

    decided: int
    finished: bool


Answer = Decision | Literal["undo", "quit"]

__all__ = ["Answer", "AuditItem", "Decision", "Session", "audit_session"]


def audit_session(
    items: Iterable[AuditItem],
    read_key: Callable[[], str],
    write: Callable[[str], None],
    record: Callable[[Decision], None],
    *,
    take_back: Callable[[str], None] | None = None,
    of: int | None = None,
    blind: bool = False,
) -> Session:
    """Show demands one by one, and record each decision as soon as it is made.

    `read_key` returns one key, nothing at the end of input, which quits;
    `record` gets each decision, and one of the same demand again if the person
    went back: the newest counts. Where a decision must not stand once somebody went
    back behind it, `take_back` is told its demand. What the classifier thinks is shown
    only after the decision, so that it cannot lead it, and not at all to a person who
    judges `blind`. With `of`, how many there will be at most, items are asked for one at
    a time, so that they may depend on what was decided.

    >>> shown, said = [], []
    >>> item = AuditItem(demand_id="a", title="Export is empty", body=None)
    >>> audit_session([item], iter("f1").__next__, shown.append, said.append)
    Session(decided=1, finished=True)
    >>> said
    [Decision(demand_id='a', nature='failure', code='broken', doubtful=False)]
    """
    coming = iter(items)
    waiting = list(coming) if of is None else []
    decided: dict[str, Decision] = {}
    at = 0
    while True:
        waiting += islice(coming, max(0, at + 1 - len(waiting)))
        if at == len(waiting):
            break
        item = waiting[at]
        write(_shown(item, number=at + 1, of=len(waiting) if of is None else of))
        answer = _decide(item, read_key, write)
        if answer == "quit":
            write(f"Stopped. {_counted(len(decided))} labelled in this session; all are kept.\n")
            return Session(len(decided), finished=False)
        if answer == "undo":
            if at == 0:
                write("There is nothing to take back yet.\n")
            at = max(0, at - 1)
            before = waiting[at].demand_id
            if take_back is not None and before in decided:
                del decided[before]
                take_back(before)
            continue
        assert isinstance(answer, Decision)
        record(answer)
        decided[item.demand_id] = answer
        write(f"→ {in_words(answer.nature, answer.code)}.\n" if blind else _opinion(item, answer))
        at += 1
    write(f"Done. {_counted(len(decided))} labelled.\n")
    return Session(len(decided), finished=True)


def _decide(item: AuditItem, read_key: Callable[[], str], write: Callable[[str], None]) -> Answer:
    """Ask until there is a decision, or the person goes back or leaves."""
    doubtful = False
    while True:
        key = read_key().lower()
        if key in {"", "q", "\x03", "\x04"}:
            return "quit"
        if key == "u":
            return "undo"
        if key in NATURE_KEYS:
            nature = NATURE_KEYS[key]
            code = ask_code(nature, read_key, write)
            if code == "quit":
                return "quit"
            if code != "undo":
                return Decision(item.demand_id, nature, code, doubtful)
            write(f"{_KEYS}\n")
        elif key == "d":
            doubtful = not doubtful
            write("Marked as doubtful.\n" if doubtful else "No longer marked as doubtful.\n")
        elif key == "m":
            write(f"{item.title or ''}\n{item.body or ''}\n")
        elif key == "h":
            write(f"{codebook_help()}\n{_KEYS}\n")
        elif key.strip():
            write(f"The key {key!r} says nothing here.\n{_KEYS}\n")


def ask_code(
    nature: Nature | None, read_key: Callable[[], str], write: Callable[[str], None]
) -> str | None:
    """Return the cause or want, None if there is none, or "undo" or "quit"."""
    if nature not in {"failure", "value"}:
        return None
    codes = tuple(CAUSES if nature == "failure" else WANTS)
    choices = "   ".join(f"{number} {code}" for number, code in enumerate(codes, 1))
    write(f"{choices}   space: leave it open   u back\n")
    while True:
        key = read_key().lower()
        if key in {"", "q", "\x03", "\x04"}:
            return "quit"
        if key == "u":
            return "undo"
        if key in _SKIP:
            return None
        if key.isdecimal() and 1 <= int(key) <= len(codes):
            return codes[int(key) - 1]
        write(
            codebook_help() + "\n"
            if key == "h"
            else f"The key {key!r} says nothing here.\n{choices}\n"
        )


def _shown(item: AuditItem, *, number: int, of: int) -> str:
    body = (item.body or "").strip()
    cut = body if len(body) <= _SHOWN else f"{body[:_SHOWN]}…  (m shows all)"
    parts = [f"\n{number} of {of}", (item.title or "").strip(), cut]
    text = "\n\n".join(part for part in parts if part)
    if not (parts[1] or parts[2]):
        text += "\n\n(no text)"
    said = "".join(f"\n{word}" for word in item.said)
    return f"{text}\n{said}\n{_QUESTION}\n{_KEYS}\n"


def _opinion(item: AuditItem, decision: Decision) -> str:
    said = in_words(decision.nature, decision.code)
    if item.predicted_nature is None:
        return f"→ {said}. The classifier could not tell.\n"
    thought = " ".join(filter(None, (item.predicted_nature, item.predicted_code)))
    sure = "" if item.probability is None else f" ({item.probability:.0%} sure)"
    return f"→ {said}. The classifier thought: {thought}{sure}.\n"


def in_words(nature: Nature | None, code: str | None) -> str:
    """Return a label in words.

    >>> in_words("failure", "slow"), in_words(None, None)
    ('failure slow', 'cannot tell')
    """
    return " ".join(filter(None, (nature or "cannot tell", code)))


def codebook_help() -> str:
    """Return how to decide, with the keys of causes and wants."""
    lines = [
        _QUESTION,
        "",
        "No: failure demand. Yes: value demand. Nobody asks anything: none.",
        "",
    ]
    lines += ["Failure, what they say in effect:"]
    lines += [
        f"  {number} {code}: {means}" for number, (code, means) in enumerate(CAUSES.items(), 1)
    ]
    lines += ["Value:"]
    lines += [
        f"  {number} {code}: {means}" for number, (code, means) in enumerate(WANTS.items(), 1)
    ]
    lines += [
        "",
        "The channel does not decide, nor the type that the source gave it. A how-to question",
        "about what exists is failure (unclear), unless it takes an expert however clear it was.",
        "Two demands in one text: take the one that made the person write.",
        "Praise or anger without a wish: none. Mark what you are not sure of with d.",
        "",
    ]
    return "\n".join(lines)


def _counted(n: int) -> str:
    return "1 demand" if n == 1 else f"{n} demands"
