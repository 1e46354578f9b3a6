"""The four figures as they stand at the top of a report, each with what it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cynosure.answers import Answer, LeftOut
from cynosure.reports import wording
from cynosure.reports.content import Headline

UNKNOWN = "not known"
_SHORT = 22  # characters that still fit where the figure stands


@dataclass(frozen=True, slots=True)
class Card:
    """One figure, large, and the few words without which it would mislead."""

    label: str
    value: str
    of: str
    badge: str | None = None  # "unaudited"
    lines: tuple[tuple[str, str], ...] = ()  # what else is known: a term and its figure
    note: str = ""
    known: bool = True  # False: there is no figure, and the note says what is known


def cards(headline: Headline) -> tuple[Card, ...]:
    """Return the four figures: failure share, waiting, fixed first time, open now."""
    return (
        _failure(headline.failure_share),
        _wait(headline),
        _fixed(headline),
        _open(headline),
    )


def _failure(answer: Answer) -> Card:
    known, note = _known(answer)
    lines: list[tuple[str, str]] = []
    badge = None
    extent = answer.interval
    if answer.value is not None and extent is not None:
        badge = {"unaudited": "unaudited", "audit": "audited"}.get(extent.kind)
        if extent.kind == "unaudited":
            known = wording.interval(answer)
            lines.append(("best single guess", wording.share(answer.value)))
        else:
            lines.append(("likely between", wording.interval(answer)))
    lines += [(left.reason, wording.count(left.n)) for left in answer.left_out]
    return _card("Failure share", answer, known, note, lines, badge=badge)


def _wait(headline: Headline) -> Card:
    answer = headline.wait
    known, note = _known(answer)
    lines = [*late(answer)]
    lines += [
        (word, wording.figure(part))
        for word, part in (
            ("half, failure demand", headline.wait_failure),
            ("half, value demand", headline.wait_value),
        )
        if part.value is not None or (answer.value is not None and part.n)
    ]
    return _card("Half wait longer than", answer, known, note, lines)


def late(answer: Answer) -> list[tuple[str, str]]:
    """Return the tail of a wait in words: within what 85 and 95 in 100 are done."""
    found = []
    for key, word in (("p85", "85 in 100 within"), ("p95", "95 in 100 within")):
        if key in answer.parts and answer.value is not None:
            part = answer.parts[key]
            found.append((word, "not reached yet" if part is None else wording.duration(part)))
    return found


def _fixed(headline: Headline) -> Card:
    fixed, reopened = headline.fixed_first_time, headline.reopened
    if fixed.value is None and reopened.value is not None:
        lines = (("fixed first time", wording.reason(fixed) or UNKNOWN),)
        return Card("Reopened", wording.share(reopened.value), of(reopened), None, lines)
    known, note = _known(fixed)
    return _card("Fixed first time", fixed, known, note, [*_extent(fixed), *_again(reopened)])


def _card(
    label: str,
    answer: Answer,
    known: str,
    note: str,
    lines: Sequence[tuple[str, str]],
    *,
    badge: str | None = None,
) -> Card:
    return Card(label, known, of(answer), badge, tuple(lines), note, known=known != UNKNOWN)


def _again(reopened: Answer) -> tuple[tuple[str, str], ...]:
    told = wording.figure(reopened)
    return (("reopened", told if reopened.value is not None or len(told) <= _SHORT else UNKNOWN),)


def _extent(answer: Answer) -> tuple[tuple[str, str], ...]:
    extent = wording.interval(answer)
    return (("likely between", extent),) if extent and answer.value is not None else ()


def _open(headline: Headline) -> Card:
    answer, age = headline.open_now, headline.open_age
    known, note = _known(answer)
    lines: list[tuple[str, str]] = []
    if age.value is not None:
        lines.append(("half are older than", wording.duration(age.value)))
        named = (("p85", "15 in 100 older than"), ("oldest", "the oldest waits for"))
        lines += [
            (word, wording.duration(age.parts[key]))
            for key, word in named
            if age.parts.get(key) is not None
        ]
    elif answer.value:
        lines.append(("their age", wording.figure(age)))
    return _card("Open now", answer, known, note, lines)


def of(answer: Answer) -> str:
    """Return what a figure is of: "of 2,871 failure and value demands"."""
    return f"of {wording.count(answer.n)} {answer.of}" if answer.n else ""


def _known(answer: Answer) -> tuple[str, str]:
    """Return what stands as the figure, and the sentence that stands below instead of one."""
    # The badge says already whether it is audited,
    # and how finely times are counted is for those who read the JSON.
    aside = ("unaudited", "audited", "times are counted")
    notes = [note for note in answer.how if not note.lower().startswith(aside)]
    if answer.value is not None:
        return wording.value(answer.value, answer.unit), wording.sentence("; ".join(notes))
    instead = wording.reason(answer)
    if 0 < len(instead) <= _SHORT:
        return instead, wording.sentence("; ".join(notes))
    return UNKNOWN, wording.sentence(instead)


def reasons(left_out: Sequence[LeftOut]) -> str:
    """Return what was left out, in one line.

    >>> reasons([LeftOut("bots", 8), LeftOut("pull requests", 4231)])
    '8 bots; 4,231 pull requests'
    """
    return "; ".join(f"{wording.count(left.n)} {left.reason}" for left in left_out)
