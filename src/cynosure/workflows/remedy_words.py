"""What became of a theme after a remedy, in sentences."""

from __future__ import annotations

from datetime import timedelta

from cynosure.measures.remedies import Judged
from cynosure.statistics import RemedyEffect
from cynosure.statistics.remedy_effect import FEWEST_AFTER, FEWEST_BEFORE, RUN_UP

SHORT = {
    "fell": "fell",
    "rose": "asked more often than before",
    "no effect seen": "no effect seen",
    "cannot tell yet": "cannot tell yet",
}


def told(judged: Judged, name: str) -> tuple[str, ...]:
    """Return the verdict on a remedy and what it rests on, a sentence each.

    Every figure stands with its interval. A fall is never called the remedy's
    doing: the sentences say what was asked, against what, and how sure that is.
    """
    said = [_verdict(judged, name)]
    effect = judged.effect
    if effect is None:
        return (*said, *_when(judged))
    if judged.verdict == "fell":
        said += [_avoided(judged, effect), *_since(judged)]
    if judged.verdict == "no effect seen":
        said.append("That it fell to half or less can be ruled out; a smaller effect may be there.")
    if judged.verdict == "cannot tell yet":
        said += _when(judged)
    return (*said, _rests_on(judged, effect))


def _verdict(judged: Judged, name: str) -> str:
    effect, called = judged.effect, f"“{name}”"
    against = "against the other themes" if judged.controls else "against its own past alone"
    if effect is None:
        return f"{called}: cannot tell yet. {_too_few(judged)}"
    extent = _extent(effect.low, effect.high)
    match judged.verdict:
        case "fell" if not effect.observed:
            return (
                f"{called} fell: not asked once in the {effect.weeks_after} weeks judged, where "
                f"{effect.expected:,.0f} demands were to be expected {against} (at least "
                f"{_percent(1 - effect.high)} less)."
            )
        case "fell":
            return (
                f"{called} fell: {_percent(1 - effect.ratio)} less often than before, {against} "
                f"({_percent(1 - effect.high)} to {_percent(1 - effect.low)})."
            )
        case "rose":
            return f"{called} was asked more often than before: {_change(effect.ratio)}, {against} ({extent})."
        case other:
            return f"{called}: {other}. Asked {_change(effect.ratio)}, {against} ({extent})."


def _avoided(judged: Judged, effect: RemedyEffect) -> str:
    figure, low, high = effect.avoided
    said = (
        f"In the {effect.weeks_after} weeks judged about {_round(figure)} demands were avoided "
        f"({_round(low)} to {_round(high)})"
    )
    hours, minutes = judged.hours_back, judged.minutes
    if hours is None or minutes is None:
        return f"{said}; how many hours that gave back nobody recorded (--hours-per-demand)."
    source = "as you said" if judged.minutes_given else "as the source records"
    return (
        f"{said}, which gave back about {_round(hours[0])} hours ({_round(hours[1])} to "
        f"{_round(hours[2])}) at {minutes:.0f} minutes a demand, {source}."
    )


def _since(judged: Judged) -> tuple[str, ...]:
    if judged.back_at is not None:
        return (
            f"It is back: with the week of {judged.back_at:%Y-%m-%d} half of what was won is lost "
            "again. (Such an alarm is false at most once in ten years.)",
        )
    if judged.watched:
        weeks = "week" if judged.watched == 1 else "weeks"
        return (f"Watched for {judged.watched} {weeks} since: it is not back.",)
    return ()


def _when(judged: Judged) -> tuple[str, ...]:
    if judged.told_at is not None:
        return (
            "If it fell to half, that could mostly be seen from about "
            f"{judged.told_at:%Y-%m-%d} on.",
        )
    if judged.effect is None:
        return ()
    return (
        "Waiting may not tell: it is asked too seldom, or too unevenly, or its past before the "
        "remedy is too short to know what was to be expected.",
    )


def _too_few(judged: Judged) -> str:
    before = max(0, judged.until - RUN_UP)
    if before < FEWEST_BEFORE:
        return (
            f"There are {before} whole weeks before the remedy, besides the {RUN_UP} right before "
            f"it; it takes {FEWEST_BEFORE}. An export that goes further back would help."
        )
    after = len(judged.weeks) - judged.since
    if not judged.weeks or after <= 0:
        return f"No whole week has passed since; it takes {FEWEST_AFTER}."
    last = judged.weeks[-1] + timedelta(weeks=1 + FEWEST_AFTER - after)
    passed = "1 whole week has" if after == 1 else f"{after} whole weeks have"
    return f"{passed} passed since; it takes {FEWEST_AFTER}, until {last:%Y-%m-%d} at the earliest."


def _rests_on(judged: Judged, effect: RemedyEffect) -> str:
    per_week = effect.observed / effect.weeks_after
    controls = (
        f"{judged.controls} other groups" if judged.controls != 1 else "1 other group"
    ) if judged.controls else "no other theme"  # fmt: skip
    return (
        f"It rests on {effect.weeks_before} weeks before with {effect.weekly_before:.1f} demands "
        f"each and {effect.weeks_after} after with {per_week:.1f}, held against {controls}; the "
        f"{RUN_UP} weeks right before the remedy count on neither side."
    )


def _extent(low: float, high: float) -> str:
    return f"{_change(low)} to {_change(high)}"


def _change(ratio: float) -> str:
    if abs(ratio - 1) < 0.005:
        return "as often"
    return f"{_percent(1 - ratio)} less" if ratio < 1 else f"{_percent(ratio - 1)} more"


def _percent(part: float) -> str:
    percent = 100 * part
    if 99 < percent < 100 and round(percent) == 100:
        return "over 99 %"
    return f"{percent:,.0f} %"


def _round(number: float) -> str:
    """Return a figure to two digits: 312.4 is no better known than "about 310"."""
    if abs(number) < 10:
        return f"{number:.1f}".removesuffix(".0")
    step = 10 ** (len(f"{abs(number):.0f}") - 2)
    return f"{round(number / step) * step:,.0f}"
