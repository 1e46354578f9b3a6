"""Listening: a person hears contacts as they come, and says what each was with one key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from cynosure.demand import CAUSES, NATURES, Nature
from cynosure.nature.auditing.audit_session import NATURE_KEYS, ask_code, codebook_help, in_words
from cynosure.statistics import Share, wilson

_KEYS = (
    "f failure   v value   n none (nobody asks)   ? cannot tell\n"
    "w write a note on the last one   u take the last one back   s sum   h help   q quit"
)
_QUESTION = (
    "Listen. Had everything delivered so far done its job well for them, "
    "would they have needed to call?"
)
_LEAVE = frozenset({"", "q", "\x03", "\x04"})
NOTE = 500  # characters of a note


@dataclass(frozen=True, slots=True)
class Heard:
    """What a contact was; no nature means that the listener could not tell."""

    nature: Nature | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """What contacts were, with shares and their Wilson intervals."""

    n: int
    failures: int
    values: int
    none: int
    unknown: int
    failure_share: Share  # of failure and value
    causes: tuple[tuple[str, int, Share], ...]  # of failures with a cause, the commonest first


class Notebook(Protocol):
    """Where contacts are kept; each from the moment that it is heard."""

    def hear(self, heard: Heard) -> None:
        """Keep a contact."""

    def take_back(self) -> Heard | None:
        """Let the newest contact of this session count no more, and return it; None without one."""

    def note(self, words: str) -> bool:
        """Write a note on the newest contact of this session; False without one."""

    def contacts(self) -> Iterable[Heard]:
        """Return all contacts that count, those of earlier sessions, too."""


def listen(
    notebook: Notebook,
    read_key: Callable[[], str],
    read_line: Callable[[], str],
    write: Callable[[str], None],
) -> Contacts:
    """Take down contacts until the listener leaves, and return what all of them come to.

    No text, no classifier and no import: who listens hears it themselves. Nothing is held
    back to the end, so a session that breaks off has lost nothing.
    """
    write(f"{_QUESTION}\n{_KEYS}\n")
    while (key := read_key().lower()) not in _LEAVE:
        if key in NATURE_KEYS:
            nature = NATURE_KEYS[key]
            code = ask_code(nature, read_key, write)
            if code == "quit":
                # The nature was said; leaving at the cause leaves the cause open.
                notebook.hear(Heard(nature))
                break
            if code == "undo":
                write("Not kept.\n")
                continue
            notebook.hear(Heard(nature, code))
            write(f"→ {in_words(nature, code)}. {_so_far(summed(notebook.contacts()))}\n")
        elif key == "w":
            write("Note (no names, please): ")
            kept = notebook.note(read_line().strip()[:NOTE])
            write("Kept.\n" if kept else "There is no contact in this session to write it on.\n")
        elif key == "u":
            back = notebook.take_back()
            said = f"Took back: {in_words(back.nature, back.code)}." if back else None
            write(f"{said or 'There is nothing of this session to take back.'}\n")
        elif key == "s":
            write("\n".join(in_lines(summed(notebook.contacts()))) + "\n")
        elif key == "h":
            write(f"{codebook_help()}\n{_KEYS}\n")
        elif key.strip():
            write(f"The key {key!r} says nothing here.\n{_KEYS}\n")
    return summed(notebook.contacts())


def summed(contacts: Iterable[Heard]) -> Contacts:
    """Return what contacts come to.

    >>> found = summed([Heard("failure", "slow")] * 6 + [Heard("value")] * 4 + [Heard("none")])
    >>> found.n, found.failure_share.share, round(found.failure_share.low, 2)
    (11, 0.6, 0.31)
    """
    heard = list(contacts)
    natures = Counter(one.nature for one in heard)
    causes = Counter(one.code for one in heard if one.code in CAUSES)
    caused = causes.total()
    return Contacts(
        n=len(heard),
        failures=natures["failure"],
        values=natures["value"],
        none=natures["none"],
        unknown=len(heard) - sum(natures[nature] for nature in NATURES),
        failure_share=wilson(natures["failure"], natures["failure"] + natures["value"]),
        causes=tuple(
            (str(cause), n, wilson(n, caused))
            for cause, n in sorted(causes.items(), key=lambda item: (-item[1], str(item[0])))
        ),
    )


def in_lines(found: Contacts) -> list[str]:
    """Return what contacts come to, in lines of a terminal.

    >>> in_lines(summed([]))
    ['No contact has been heard yet.']
    """
    if not found.n:
        return ["No contact has been heard yet."]
    lines = [_so_far(found)]
    beside = [
        f"{n} {what}"
        for n, what in ((found.none, "asked for nothing"), (found.unknown, "could not be told"))
        if n
    ]
    if beside:
        lines.append(f"Beside these: {', '.join(beside)}.")
    if found.causes:
        lines.append("Causes of failure demand:")
        lines += [f"  {cause.replace('_', ' ')}: {n}, {_told(of)}" for cause, n, of in found.causes]
    lines.append(
        "The intervals (95 %, Wilson) hold for contacts taken as they come: neither chosen, nor "
        "all from one hour or one line."
    )
    return lines


def _so_far(found: Contacts) -> str:
    contacts = "1 contact" if found.n == 1 else f"{found.n:,} contacts"
    asked = found.failures + found.values
    if not asked:
        return f"{contacts} so far, none of them failure or value demand."
    return f"{contacts} so far. Failure: {found.failures} of {asked}, {_told(found.failure_share)}."


def _told(of: Share) -> str:
    assert of.share is not None
    assert of.low is not None
    assert of.high is not None
    return f"{100 * of.share:.0f} % ({100 * of.low:.0f}–{100 * of.high:.0f} %)"
