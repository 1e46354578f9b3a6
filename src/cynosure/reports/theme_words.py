"""The dissatisfiers in words: alike on the page, in Markdown and on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from cynosure.reports import wording
from cynosure.reports.content import Apart, Dissatisfier, Dissatisfiers, Rising


def facts(one: Dissatisfier) -> tuple[tuple[str, str], ...]:
    """Return what is known of a theme as terms and what is told of each, harm first."""
    return tuple((term, told) for term, told in _facts(one) if told)


def _facts(one: Dissatisfier) -> Iterator[tuple[str, str]]:
    parts = one.harm.parts
    # The unit stands beside the figure already.
    extent = wording.interval(one.harm).removesuffix(" customer-days")
    if one.harm.value is not None and not one.harm.n:
        yield "harm", "unknown: the source does not tell when these were asked"
    else:
        yield "harm", wording.figure(one.harm) + (f" ({extent})" if extent else "")
    if one.harm.value is not None and one.harm.n:
        still = int(parts.get("open") or 0)
        demands = wording.counted(one.harm.n, "demand")
        yield "from", f"{demands}, {wording.count(still)} open now" if still else demands
        half = parts.get("median_days")
        yield (
            "half waited longer than",
            "" if half is None else wording.duration(half * wording.DAY),
        )
        weight = parts.get("mean_weight")
        yield "a day weighs", "" if weight in {None, 1} else f"{weight:.2g} on average"
    asked = int(one.share.parts.get("demands") or 0)
    if one.share.value is not None:
        share = wording.share(one.share.value)
        yield "of failure demand", f"{share}, {wording.counted(asked, 'time')} asked"
    if one.repeats.value:
        yield "asked again", wording.share(one.repeats.value)
    yield "place", one.ranked.certainty


def rising(one: Rising) -> str:
    """Return how much more often a theme came up than its past explains.

    >>> rising(Rising(recent=25, expected=2.14, weeks=4, new=False))
    '25 times in the last 4 weeks, where its past explains 2.1'
    >>> rising(Rising(recent=9, expected=0, weeks=4, new=True))
    '9 times in the last 4 weeks, and never before'
    """
    times = f"{wording.counted(one.recent, 'time')} in the last {one.weeks} weeks"
    if one.new:
        return f"{times}, and never before"
    return f"{times}, where its past explains {wording.digits(one.expected)}"


def silent(one: Dissatisfier) -> str:
    """Return why a theme is silent harm: few ask, and those wait long."""
    half = one.harm.parts.get("median_days")
    waited = (
        "" if half is None else f", half of them longer than {wording.duration(half * wording.DAY)}"
    )
    return f"only {wording.counted(one.harm.n, 'demand')}{waited}"


def lead(told: Dissatisfiers) -> str:
    """Return what the ranking is, in a sentence or two."""
    if told.by == "demands":
        return (
            "The themes of failure demand that customers ask about most. One root removed here "
            "ends a whole row of demands."
        )
    whole = ""
    if told.harm and told.harm.value:
        shown = sum(one.harm.value or 0 for one in told.first)
        whole = (
            f" These {len(told.first)} hold {wording.share(shown / told.harm.value)} of all days "
            "that failure demand made customers wait."
            if len(told.first) > 1
            else ""
        )
    return (
        "The themes of failure demand that made customers wait most, all together. One root "
        f"removed here ends a whole row of demands.{whole}"
    )


def notes(told: Dissatisfiers) -> tuple[str, ...]:
    """Return what stands beside the themes: how they are found, and what is in none of them."""
    return tuple(
        said
        for said in (
            f"{wording.counted(told.themes, 'theme')} in {wording.counted(told.failure_demands, 'failure demand')}. {told.how}"
            if told.themes
            else told.how,
            _apart(
                told.not_recurring,
                "not recurring, or called noise by people: they count in no theme",
            ),
            _apart(told.noise, "in themes that people called noise, which are not ranked"),
            told.emergence,
        )
        if said
    )


def _apart(apart: Apart | None, what: str) -> str:
    if apart is None or not apart.demands:
        return ""
    share = f" ({wording.share(apart.share)})" if apart.share is not None else ""
    harm = f", with {wording.customer_days(apart.harm)}" if apart.harm is not None else ""
    are = "is" if apart.demands == 1 else "are"
    return f"{wording.counted(apart.demands, 'failure demand')}{share} {are} {what}{harm}."
