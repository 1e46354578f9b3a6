"""Which demands: filters as a page, the API and the command line say them alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from cynosure.demand import CAUSES, ENDINGS, NATURES, WANTS
from cynosure.demand.periods import Period
from cynosure.errors import MeasureError
from cynosure.measures import MEASURES
from cynosure.measures.question import WHOSE

UNKNOWN = "(unknown)"  # stands for no value
MOST = 50  # values of one filter
LONGEST = 300  # signs of a value
_NO_YES: Mapping[str, bool] = MappingProxyType({"no": False, "yes": True})
# The words that a filter may have; all others take any.
WORDS: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "asker_kind": tuple(WHOSE),
        "nature": (*NATURES, UNKNOWN),
        "code": (*CAUSES, *WANTS, UNKNOWN),
        "state": ("open", *ENDINGS, UNKNOWN),
    }
)


class UnusableFilter(MeasureError):
    """A filter that nothing can be chosen by."""

    def __init__(self, name: str, value: str, instead: str) -> None:
        self.name = name
        super().__init__(f"Demands cannot be chosen by {name}={value[:60]!r}. {instead}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a demand has to be; of several words of one filter any.

    `behind` asks for the demands that a measure's figure is of, and then `since` and
    `until` are the period of that figure, as the measure understands it; without it
    they bound when a demand was asked.

    >>> Filters.from_query({"nature": "failure", "product": ["app", "web"]}).to_query()
    {'product': ['app', 'web'], 'nature': ['failure']}
    """

    source: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    reported_type: tuple[str, ...] = ()
    label: tuple[str, ...] = ()  # of the source's own
    priority: tuple[str, ...] = ()
    asker_kind: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    code: tuple[str, ...] = ()  # cause or want
    theme: tuple[str, ...] = ()  # its id
    state: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    open_days: float | None = None  # open, and for longer than so many days
    decided: bool | None = None  # by a person
    sure_below: float | None = None  # the machine is less sure of the nature than that, 0 to 1
    behind: str | None = None  # a measure

    def __post_init__(self) -> None:
        for name in _WORDED:
            object.__setattr__(self, name, _worded(name, getattr(self, name)))
        if self.since and self.until and self.until <= self.since:
            raise UnusableFilter(
                "until",
                f"{self.until:%Y-%m-%d}",
                f"The period starts at {self.since:%Y-%m-%d}; until is the first day not in it.",
            )
        for number, value in (("open_days", self.open_days), ("sure_below", self.sure_below)):
            most = 1.0 if number == "sure_below" else 100_000.0
            if value is not None and not 0 <= value <= most:
                raise UnusableFilter(number, f"{value:g}", f"Give a number from 0 to {most:g}.")
        if self.behind is not None and self.behind not in MEASURES:
            raise UnusableFilter("behind", self.behind, _nearest(self.behind, tuple(MEASURES)))

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Filters:
        """Return the filters that an address or a request says.

        Names that are no filter's are passed over, for a page has others; so is what is empty.

        Raises
        ------
        UnusableFilter
            If a value cannot be understood.
        """
        found: dict[str, Any] = {}
        for each in fields(cls):
            said = query.get(each.name, ())
            words = tuple(word for word in ([said] if isinstance(said, str) else said) if word)
            if not words:
                continue
            found[each.name] = words if each.name in _WORDED else _one(each.name, words[-1])
        return cls(**found)

    def to_query(self) -> dict[str, list[str]]:
        """Return the filters as `from_query` understands them, for an address."""
        query: dict[str, list[str]] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, tuple):
                if value:
                    query[each.name] = list(value)
            elif value is not None:
                query[each.name] = [_said(value)]
        return query

    @property
    def period(self) -> Period:
        """The period that is asked about."""
        return Period(self.since, self.until)


def filters_behind(
    measure: str,
    *,
    period: Period,
    asker_kind: str | None = "customer",
    nature: str | None = None,
    group: tuple[str, str] | None = None,
) -> Filters:
    """Return the filters that list exactly the demands an answer is of.

    `group` is a dimension and one of its groups: `("product", "app")`; of what is
    unknown, `("product", UNKNOWN)`.

    >>> filters_behind("stock", period=Period(), nature="failure").to_query()
    {'asker_kind': ['customer'], 'nature': ['failure'], 'behind': ['stock']}
    """
    chosen: dict[str, Any] = {"since": period.since, "until": period.until, "behind": measure}
    if asker_kind is not None:
        chosen["asker_kind"] = (asker_kind,)
    if nature is not None:
        chosen["nature"] = (nature,)
    if group is not None:
        chosen[group[0]] = (group[1],)
    return Filters(**chosen)


def _worded(name: str, words: Iterable[str]) -> tuple[str, ...]:
    told = tuple(dict.fromkeys(words))
    if len(told) > MOST:
        raise UnusableFilter(name, f"{len(told)} words", f"Give at most {MOST}.")
    for word in told:
        if not word or len(word) > LONGEST or "\0" in word:
            raise UnusableFilter(name, word, f"Give from 1 to {LONGEST} signs.")
        if name in WORDS and word not in WORDS[name]:
            raise UnusableFilter(name, word, _nearest(word, WORDS[name]))
    return told


def _one(name: str, said: str) -> object:
    if name in {"since", "until"}:
        return _moment(name, said)
    if name == "decided":
        if said not in _NO_YES:
            raise UnusableFilter(name, said, "Say yes or no.")
        return _NO_YES[said]
    if name == "behind":
        return said
    try:
        return float(said)
    except ValueError:
        raise UnusableFilter(name, said, "Give a number, such as 0.5.") from None


def _moment(name: str, said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise UnusableFilter(name, said, "Give a day as 2026-03-01.") from None
    # A day without a zone is one of UTC, as everywhere inside.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        day = value.astimezone(UTC)
        midnight = (day.hour, day.minute, day.second, day.microsecond) == (0, 0, 0, 0)
        return f"{day.date().isoformat()}" if midnight else day.isoformat().replace("+00:00", "Z")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str) else repr(value)


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Choose one of {', '.join(sorted(known))}."


_WORDED = frozenset(each.name for each in fields(Filters) if each.type == "tuple[str, ...]")
