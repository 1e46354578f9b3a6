"""What was counted of themes: their harm, how often they were asked about, and what is beside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from cynosure.answers import Answer
from cynosure.demand.periods import Period
from cynosure.measures import Asked, Facts, ThemeHarm, Weights, answer, theme_harms
from cynosure.reports.content import Apart, DemandText
from cynosure.statistics import Amounts
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling
from cynosure.workflows.theme_counts import Asks, asks

Texts = tuple[DemandText, ...]
# From a theme's id to its most typical demands and to those that belong to it only just.
TextsOf = Callable[[str], tuple[Texts, Texts]]


def no_texts(theme: str) -> tuple[Texts, Texts]:
    """Return no demands, where nobody will read them.

    >>> no_texts("t-1")
    ((), ())
    """
    del theme
    return (), ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the themes."""

    names: Mapping[str, str]  # of the themes, by id
    noise: Collection[str] = ()  # ids of those that people called noise
    period: Period = field(default_factory=Period)
    weights: Weights = field(default_factory=Weights)
    first: int = 5  # how many are shown
    texts_of: TextsOf = no_texts
    remedies: tuple[str, ...] = ()  # what came of remedies, in sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFigures:
    """What the engine counted: harm and asks of every theme."""

    wanted: Wanted
    asked: Asked
    harm: Answer  # of all failure demand
    by_theme: Mapping[str | None, ThemeHarm]
    asks: Mapping[str | None, Asks]
    themes: tuple[str, ...]  # that are ranked
    noise: tuple[str, ...]
    by: Literal["harm", "demands"]

    @classmethod
    def of(cls, facts: Facts, telling: Telling, engine: Engine, wanted: Wanted) -> ThemeFigures:
        """Return what the engine counts of `facts`, customers' failure demand."""
        asked: Asked = {"period": wanted.period, "weights": wanted.weights, "nature": "failure"}
        run, sql = engine.result, engine.sql
        harms = {each.theme: each for each in theme_harms(facts, result=run, sql=sql, **asked)}
        often = asks(engine, facts.demands, telling.demands, period=wanted.period)
        seen = sorted({theme for theme in (*harms, *often) if theme is not None})
        waiting = sum(each.answer.n for theme, each in harms.items() if theme is not None)
        untold = sum(
            out.n
            for theme, each in harms.items()
            if theme is not None
            for out in each.answer.left_out
            if out.reason.startswith("their source does not tell")
        )
        return cls(
            wanted=wanted,
            asked=asked,
            harm=answer("harm", facts, result=run, sql=sql, **asked),
            by_theme=harms,
            asks=often,
            themes=tuple(theme for theme in seen if theme not in wanted.noise),
            noise=tuple(theme for theme in seen if theme in wanted.noise),
            by="harm" if waiting >= untold and waiting else "demands",
        )

    @property
    def failure_demands(self) -> int:
        """How much failure demand waited or was asked in the period, whichever is more."""
        return max(self.harm.n, sum(each.n for each in self.asks.values()))

    def name(self, theme: str) -> str:
        """Return a theme's name; its id where nobody gave it one."""
        return self.wanted.names.get(theme, theme)

    def amounts(self) -> list[Amounts]:
        """Return what each theme is ranked by."""
        return [
            Amounts(theme, harm.amounts, harm.n)
            if self.by == "harm" and (harm := self.by_theme.get(theme)) is not None
            else self._by_demands(theme)
            for theme in self.themes
        ]

    def _by_demands(self, theme: str) -> Amounts:
        counted = {} if self.by == "harm" else self.asks.get(theme, Asks()).by_customer
        weights = [self.wanted.weights.of(*whose) for whose in counted]
        return Amounts(
            theme,
            np.array(weights, dtype=np.float64),
            np.array(list(counted.values()), dtype=np.int64),
        )

    def apart(self, themes: Collection[str | None]) -> Apart:
        """Return the size and the harm of what stands beside."""
        harms = [self.by_theme[theme].answer for theme in themes if theme in self.by_theme]
        known = [each.value for each in harms if each.value is not None]
        asked = sum(self.asks[theme].n for theme in themes if theme in self.asks)
        demands = max(asked, sum(each.n for each in harms))
        return Apart(
            demands=demands,
            harm=sum(known) if known or not demands else None,
            share=demands / self.failure_demands if self.failure_demands else None,
        )

    def share_of(self, title: str, part: int, whole: int, *, of: str) -> Answer:
        """Return a share of what was asked, with what it is of."""
        return replace(
            self.harm,
            measure=title.lower().replace(" ", "-"),
            title=title,
            unit="share",
            value=part / whole if whole else None,
            n=whole,
            of=f"{of} of customers, asked in the period",
            interval=None,
            instead=None if whole else "none was asked in the period",
            left_out=(),
            how=(),
            parts={"demands": part},
            query="",
            demands="",
        )
