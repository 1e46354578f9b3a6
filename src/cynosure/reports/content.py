"""What a report says, before anybody decides how it looks.

A workflow fills a `ReportContent`; the renderers write it as a page, JSON, CSV
or Markdown and compute nothing of their own, so that the four agree. Every
text of a demand in here is masked already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cynosure.answers import Answer, Breakdown, Curve, Difference, LeftOut, Series
from cynosure.demand import Nature
from cynosure.demand.periods import Period

SCHEMA_VERSION = 2  # of the JSON that is written; raised when a field changes its meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandText:
    """One demand to read: its own words, masked, and what we made of them."""

    demand_id: str
    title: str
    text: str = ""  # an excerpt; the renderers cut it further
    nature: Nature | None = None  # None: unknown
    code: str | None = None  # cause or want of the codebook
    probability: float | None = None  # that the nature is right; None: not from a classifier
    reasons: tuple[str, ...] = ()  # words and reported types that spoke for it
    url: str | None = None
    asked_at: datetime | None = None
    waited_seconds: float | None = None  # until its ending or the instant of the report
    state: str | None = None  # open, resolved, declined, …


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The four figures and what stands beside them.

    None of them may be missing: where a figure is unknown, its `Answer` has the
    value None and says in `instead` what is known.
    """

    asked: Period  # from the first ask to after the last
    demands: int  # how many demands of customers the report is about
    failure_share: Answer  # share; `interval.kind` tells whether it is audited
    wait: Answer  # seconds, median of failure and value together; parts p85, p95
    wait_failure: Answer  # the same of failure demand
    wait_value: Answer  # the same of value demand
    fixed_first_time: Answer  # share
    reopened: Answer  # share
    open_now: Answer  # demands
    open_age: Answer  # seconds, median age of the open; parts p85, p95, oldest
    beside: tuple[Answer, ...] = ()  # staff's own demand, capacity regained, served, hand-offs, …


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """How much more often a theme came up lately than its past explains."""

    recent: int  # demands in the recent weeks
    expected: float  # by its own past and by all other failure demand
    weeks: int  # how many weeks are recent
    new: bool  # never seen before them


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPlace:
    """A place among all themes, and how certain it is."""

    place: int  # 1 hurts most
    certainty: str  # in words: "surely above the next"
    above_next: float | None  # chance that it really is above the next one; None for the last
    among_first: float  # chance that it is among the first that are shown
    best: int  # places that it may well have
    worst: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissatisfier:
    """A theme of failure demand, and what it does to customers."""

    theme: str  # its id, for good
    name: str  # masked, or given by people
    code: str | None  # the cause most of it has
    ranked: RankedPlace
    harm: Answer  # customer-days; parts demands, days, mean_weight, median_days, open
    share: Answer  # of the failure demand asked in the period
    repeats: Answer  # share of its demands that were asked again
    silent: bool  # few demands, long waits
    rising: Rising | None = None  # None: no more than its past explains, or it cannot be told
    trend: Series | None = None  # harm (or demands) over time; None where there is too little
    typical: tuple[DemandText, ...] = ()
    edge: tuple[DemandText, ...] = ()  # that belong to it only just


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergingTheme:
    """A theme that lately came up more often than its past explains, whatever its place."""

    theme: str
    name: str
    rising: Rising


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Failure demand that stands beside the themes."""

    demands: int
    harm: float | None  # customer-days; None where nobody knows how long they waited
    share: float | None  # of all failure demand that waited


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissatisfiers:
    """The few themes that hurt customers most, and what stands beside them."""

    first: tuple[Dissatisfier, ...] = ()  # five, unless asked otherwise
    silent: tuple[Dissatisfier, ...] = ()  # few demands and long waits, beyond the first
    emerging: tuple[EmergingTheme, ...] = ()
    emergence: str = ""  # how it is told, or why it cannot be, in a sentence
    by: Literal["harm", "demands"] = "harm"  # what they are ranked by
    themes: int = 0  # how many are ranked
    failure_demands: int = 0  # of customers, that waited or were asked in the period
    harm: Answer | None = None  # of all failure demand
    not_recurring: Apart | None = None  # fits no theme
    noise: Apart | None = None  # in themes that people called noise
    weights: str = ""  # in words
    remedies: tuple[str, ...] = ()  # what was done against themes and what came of it, in sentences
    how: str = ""
    instead: str | None = None  # why there are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Curves of one question, drawn together: still waiting, or how it ended."""

    title: str
    of: str  # "demands of customers, open ones included"
    curves: tuple[Curve, ...]
    answers: tuple[Answer, ...] = ()  # one a curve and in its order: median, p85, p95
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waiting is like from the other side."""

    resolution: Curves | None  # share still waiting: all, failure, value
    endings: Curves | None  # share ended so far, one curve an ending (Aalen-Johansen)
    ended_how: tuple[Answer, ...] = ()  # share resolved, declined, abandoned, …, still open
    first_response: Answer | None = None
    whose_turn: Answer | None = None  # parts: share of the waiting by turn: us, asker, other
    instead: str | None = None  # why there is nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An instant that a chart over time has to show, such as a mass closing."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The same figures over time, with what is more than noise named."""

    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWaits:
    """Who waits longest: products, channels, segments; never persons among staff."""

    breakdowns: tuple[Breakdown, ...] = ()
    oldest: tuple[DemandText, ...] = ()  # open, the oldest first
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """Demands that one should read oneself before believing the rest."""

    random: tuple[DemandText, ...] = ()
    uncertain: tuple[DemandText, ...] = ()
    longest: tuple[DemandText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing not to believe, or not yet."""

    title: str  # a short sentence: "The failure share is not audited"
    text: str  # why, and what it changes
    mend: str = ""  # what one can do about it, with the command where there is one
    left_out: tuple[LeftOut, ...] = ()  # counts by reason
    demands: tuple[str, ...] = ()  # some ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How far two people agree who judged the same demands, the second without seeing the first's word."""

    on: str  # "nature", "cause or want"
    n: int
    same: int
    kappa: float | None  # Cohen's; None where chance alone agrees wholly
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What people judged of a random sample, and how right the classifier is on these demands."""

    labels: int
    strata: tuple[
        tuple[int, int], ...
    ] = ()  # demands and labels, the least sure first; none: simple
    rightness: tuple[Answer, ...] = ()  # precision and recall of the classifier
    causes: Breakdown | None = None  # shares of failure demand
    more_for_three_points: int = 0  # labels that would bring the failure share to ± 3 points
    second: tuple[Agreed, ...] = ()
    apart: int = 0  # demands on which the two differ and nobody settled it
    arrived: int = 0  # demands that came after a sample in strata was drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """Rows that could not be read, by reason, with some of their places."""

    reason: str
    n: int
    places: tuple[str, ...] = ()  # "export.csv line 14"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The intake ledger: read = new + changed + unchanged + set aside + quarantined."""

    files: tuple[str, ...]  # names, not paths: a report travels
    shape: str  # "GitHub issues", "Jira CSV", "guessed columns"
    read: int
    new: int
    changed: int
    unchanged: int
    set_aside: int
    quarantined: int
    set_aside_reasons: tuple[LeftOut, ...] = ()
    quarantine_reasons: tuple[Quarantined, ...] = ()
    rows: int | None = None  # as they stand in the files; None where nobody counted them
    notes: tuple[str, ...] = ()

    @property
    def from_rows(self) -> int | None:
        """Of how many rows the records were made, where it is another number than theirs."""
        return None if self.rows == self.read else self.rows

    @property
    def adds_up(self) -> bool:
        """Whether every record that was read is accounted for.

        >>> Ledger(files=(), shape="", read=3, new=1, changed=0, unchanged=0,
        ...        set_aside=1, quarantined=1).adds_up
        True
        """
        parts = (self.new, self.changed, self.unchanged, self.set_aside, self.quarantined)
        return self.read == sum(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a measure is, in words, and the query that made its figure."""

    measure: str
    title: str
    text: str
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How this report was made and how to make it again."""

    command: str
    versions: tuple[tuple[str, str], ...]  # ("cynosure", "0.1.0"), ("rules of time", "1"), …
    zone: str = "UTC"  # the time zone that the source's times were read in
    zone_assumed: bool = False
    made_at: datetime | None = None  # told by the shell; the core knows no clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """All that a report says, in the order in which it is read."""

    title: str  # what it is about: the company, the product or the file's name
    as_of: datetime
    headline: Headline
    dissatisfiers: Dissatisfiers
    waiting: Waiting
    change: Change
    who_waits: WhoWaits
    to_read: ToRead
    reconciliation: tuple[Difference, ...]
    doubts: tuple[Doubt, ...]
    ledgers: tuple[Ledger, ...]
    definitions: tuple[Definition, ...]
    making: Making
    audit: Audited | None = None  # None: no person has judged a sample yet
