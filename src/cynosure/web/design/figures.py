"""What a page shows of an answer: the figure, how far it may be off, and what it is of."""

from __future__ import annotations

from dataclasses import dataclass

from cynosure.answers import Answer
from cynosure.reports import cards, wording

UNKNOWN = "not known"
_SHORT = 22  # characters that still fit where the figure stands
# The badge says already whether it is audited.
_BADGES = {"unaudited": "unaudited", "audit": "audited"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure in words, with the few words without which it would mislead."""

    figure: str
    known: bool  # False: there is no figure, and `note` says what is known instead
    badge: str  # "audited", "unaudited", or nothing where chance alone is in the range
    certainty: tuple[str, str] | None  # a term and its range: "likely between", "28–34 %"
    of: str
    note: str
    how: tuple[str, ...]


def shown(answer: Answer) -> Shown:
    """Return what a page shows of an answer.

    An unaudited figure is shown as its range, and the single guess stands
    below: who reads in passing must not carry away more than is known.

    >>> from datetime import UTC, datetime
    >>> from cynosure.answers import Interval
    >>> share = Answer(
    ...     measure="failure-share", title="Failure share", value=0.31, unit="share", n=900,
    ...     of="failure and value demands", as_of=datetime(2026, 3, 2, tzinfo=UTC),
    ...     interval=Interval(low=0.22, high=0.4, kind="unaudited", method="transfer"),
    ... )
    >>> shown(share).figure, shown(share).badge, shown(share).certainty, shown(share).of
    ('22–40 %', 'unaudited', ('best single guess', '31 %'), 'of 900 failure and value demands')
    """
    how = tuple(wording.sentence(note) for note in answer.how if note not in _BADGES.values())
    if answer.value is None:
        instead = wording.reason(answer)
        short = 0 < len(instead) <= _SHORT
        return Shown(
            figure=instead if short else UNKNOWN,
            known=False,
            badge="",
            certainty=None,
            of=cards.of(answer),
            note="" if short else wording.sentence(instead),
            how=how,
        )
    extent = wording.interval(answer)
    unaudited = answer.interval is not None and answer.interval.kind == "unaudited"
    said = wording.figure(answer)
    return Shown(
        figure=extent if unaudited else said,
        known=True,
        badge=_BADGES.get(answer.interval.kind, "") if answer.interval else "",
        certainty=_certainty(said, extent, unaudited=unaudited),
        of=cards.of(answer),
        note="",
        how=how,
    )


def _certainty(said: str, extent: str, *, unaudited: bool) -> tuple[str, str] | None:
    if not extent:
        return None
    return ("best single guess", said) if unaudited else ("likely between", extent)
