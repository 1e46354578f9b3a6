"""Figures, days and addresses in templates, in the words that the report uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cynosure.answers import Answer, Interval, Unit
from cynosure.demand import CAUSES, WANTS
from cynosure.demand.periods import Every, Period
from cynosure.reports import wording
from cynosure.web.design.appearance import chosen
from cynosure.web.design.figures import Shown
from cynosure.web.design.figures import shown as shown_of
from cynosure.web.design.keeping import kept_together
from cynosure.web.design.rooms import Door, doors

register = template.Library()

NATURES: Mapping[str, str] = {
    "failure": "Failure demand",
    "value": "Value demand",
    "none": "Asks for nothing",
}


@register.filter
def shown(answer: Answer) -> Shown:
    """Return what a page shows of an answer (`figures.shown`)."""
    return shown_of(answer)


@register.filter
def figure(answer: Answer) -> str:
    """Return an answer's figure in words, or what is known instead of it."""
    return kept_together(wording.figure(answer))


@register.filter
def likely(answer: Answer) -> str:
    """Return how far the true figure may lie from an answer's; empty where that says no more."""
    return kept_together(wording.interval(answer))


@register.filter
def said_as(number: float | None, unit: Unit) -> str:
    """Return a bare number of this unit in words."""
    return kept_together(wording.value(number, unit))


@register.filter
def between(extent: Interval, unit: Unit) -> str:
    """Return an interval of this unit in words."""
    return kept_together(wording.value_range(extent.low, extent.high, unit))


@register.filter
def counted_as(n: int, thing: str) -> str:
    """Return a count with its noun; "entry,entries" names a plural of its own.

    >>> counted_as(1, "demand"), counted_as(0, "entry,entries")
    ('1 demand', '0 entries')
    """
    one, _, many = thing.partition(",")
    return wording.counted(n, one, many or None)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """Return an instant in words, as a <time> that machines can read too."""
    if at is None:
        return "unknown"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), wording.instant(at))


@register.filter
def day(at: datetime | None) -> SafeString | str:
    """Return a day in words, as a <time> that machines can read too."""
    if at is None:
        return "unknown"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), wording.day(at))


@register.filter
def part_of(some: int, whole: int) -> float | None:
    """Return which part of a whole this is; None of nothing.

    >>> part_of(1, 4), part_of(0, 0)
    (0.25, None)
    """
    return some / whole if whole else None


@register.filter
def points(width: float) -> str:
    """Return a part of one in percentage points.

    >>> points(0.03), points(0.005)
    ('3', '0.5')
    """
    return f"{100 * width:g}"


@register.filter
def span(period: Period) -> str:
    """Return a period in words, its last day inside."""
    return wording.span(period)


@register.filter
def period_name(start: datetime, every: Every) -> str:
    """Return the name of one week or month."""
    return wording.period_name(start, every)


@register.filter
def words(code: str | None) -> str:
    """Return a code as words: "hard_to_use" is "hard to use"."""
    return (code or "").replace("_", " ")


@register.filter
def dimension(name: str) -> str:
    """Return what demands are told apart by, in words."""
    return wording.dimension(name)


@register.filter
def nature(name: str | None) -> str:
    """Return a nature in words; an unknown one is said to be unknown."""
    return NATURES.get(name or "", "Nature unknown")


@register.filter
def meaning(code: str | None) -> str:
    """Return what a cause or want says of the asker, as the codebook has it."""
    return CAUSES.get(code or "") or WANTS.get(code or "") or ""


@register.filter
def excerpt(text: str | None, length: int) -> str:
    """Return the beginning of a text on one line; nothing of what has no text, as once erased.

    >>> excerpt("The export fails with an error", 20), excerpt(None, 20)
    ('The export fails …', '')
    """
    return wording.excerpt(text or "", length)


@register.filter
def place_of(sequence: Any, index: int) -> Any:
    """Return one place of a sequence, so that a table can ask what kind its column is."""
    return sequence[index]


register.filter("share", lambda value: kept_together(wording.share(value)))
register.filter("duration", lambda seconds: kept_together(wording.duration(seconds)))
register.filter("count", wording.count)
register.filter("sentence", wording.sentence)
register.filter("quoted", wording.quoted)
register.filter("listed", wording.listed)
register.filter("keep", kept_together)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return this page's query string with parts changed; None takes a part away.

    `<a href="{% query sort="asked" after=None %}">` keeps all else that the
    address says. A list gives its part several times.
    """
    request = context.get("request")
    asked = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            asked.pop(name, None)
        elif isinstance(value, (list, tuple)):
            asked.setlist(name, [str(each) for each in value])
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}" if asked else "?"


@register.simple_tag(takes_context=True)
def appearance(context: Context) -> str:
    """Return "light" or "dark" where this visitor chose one, else nothing."""
    return chosen(context.get("request"))


@register.simple_tag(takes_context=True)
def rooms(context: Context) -> tuple[Door, ...]:
    """Return the rooms of the workspace that the visitor is in; none outside of one."""
    request = context.get("request")
    workspace = getattr(request, "workspace", None)
    if request is None or workspace is None:
        return ()
    return doors(workspace.slug, request.path, str(context.get("room") or ""))
