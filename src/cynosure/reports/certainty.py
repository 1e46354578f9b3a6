"""How certain a place is, in words: "surely above the next", "may well be third to sixth"."""

from __future__ import annotations

# Two themes that are truly equal get this chance in less than one case of twenty.
SURELY = 0.99
PROBABLY = 0.9

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)


def ordinal(place: int, *, spelt: bool = True) -> str:
    """Return a place as people say it, spelt out up to the tenth.

    >>> [ordinal(place) for place in (1, 10, 11, 22, 103, 112)]
    ['first', 'tenth', '11th', '22nd', '103rd', '112th']
    >>> ordinal(1, spelt=False)
    '1st'
    """
    if spelt and place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if 10 < place % 100 < 20 else ending}"


def certainty(*, best: int, worst: int, above_next: float | None) -> str:
    """Return how certain a place is.

    >>> certainty(best=1, worst=1, above_next=1.0)
    'surely above the next'
    >>> certainty(best=3, worst=6, above_next=0.62)
    'may well be third to sixth'
    >>> certainty(best=1, worst=2, above_next=0.93)
    'probably above the next, may well be first to second'
    >>> certainty(best=4, worst=4, above_next=None)
    'surely the last'
    """
    said = []
    if above_next is None:
        said += ["surely the last"] if best == worst else []
    elif above_next >= SURELY:
        said.append("surely above the next")
    elif above_next >= PROBABLY:
        said.append("probably above the next")
    if best < worst:
        # Not "first to 20th".
        first, last = (ordinal(end, spelt=worst <= len(_ORDINALS)) for end in (best, worst))
        said.append(f"may well be {first} to {last}")
    return ", ".join(said) or "above the next by a little"
