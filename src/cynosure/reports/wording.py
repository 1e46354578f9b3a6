"""Figures in words: how a person would say a duration, a share, a count or a day.

Everything that a report prints as a number passes through here, so that the
page, the Markdown and the verdict say the same figure in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cynosure.answers import Answer, Unit
from cynosure.demand.periods import Every, Period

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
YEAR = 365.25 * DAY
# Names of our own, because strftime's follow the locale of the machine.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (
    (1.5 * MINUTE, 1.0, "second"),
    (1.5 * HOUR, MINUTE, "minute"),
    (2 * DAY, HOUR, "hour"),
    (2 * YEAR, DAY, "day"),
    (float("inf"), YEAR, "year"),
)


def _unit_of(seconds: float) -> tuple[float, str]:
    return next((size, name) for below, size, name in _STEPS if abs(seconds) < below)


def digits(value: float, *, whole: bool = False) -> str:
    """Return two significant digits or so.

    >>> digits(5.91), digits(22.3), digits(1204)
    ('5.9', '22', '1,204')
    """
    if whole or abs(value) >= 9.95 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}"


def duration(seconds: float | None) -> str:
    """Return a span of time in the unit that a person would choose.

    Days go on until two years, because "41 days" can be felt and "1.3 months"
    cannot; months are no unit here, since they have no one length.

    >>> [duration(s) for s in (0, 45, 2460, 11520, 508896, 1871424, 100_000_000)]
    ['0 seconds', '45 seconds', '41 minutes', '3.2 hours', '5.9 days', '22 days', '3.2 years']
    >>> duration(2 * 86400), duration(3600 * 1.6), duration(None)
    ('2 days', '1.6 hours', 'unknown')
    """
    if seconds is None:
        return "unknown"
    size, name = _unit_of(seconds)
    text = digits(seconds / size, whole=name == "second")
    return f"{text} {name}" if text == "1" else f"{text} {name}s"


def duration_range(low: float, high: float) -> str:
    """Return two spans of time as one range, in one unit where they share it.

    >>> duration_range(5 * 86400, 7 * 86400), duration_range(7200, 5 * 86400)
    ('5–7 days', '2 hours to 5 days')
    """
    size, name = _unit_of(high)
    if low and low < 0.95 * size:
        return f"{duration(low)} to {duration(high)}"
    first, last = (digits(s / size, whole=name == "second") for s in (low, high))
    return duration(high) if first == last else f"{first}–{last} {name}s"


def _percent(value: float) -> str:
    percent = 100 * value
    if 0 < percent < 0.1:
        return "<0.1"
    if 0 < percent < 0.95:
        return f"{percent:.1f}"
    if 99 < percent < 100 and round(percent) == 100:
        return ">99"
    return f"{percent:.0f}"


def share(value: float | None) -> str:
    """Return a share in per cent; never "0 %" or "100 %" unless it is exactly that.

    >>> [share(v) for v in (0.312, 0.004, 0.00001, 0, 0.9996, 1, None)]
    ['31 %', '0.4 %', '<0.1 %', '0 %', '>99 %', '100 %', 'unknown']
    """
    return "unknown" if value is None else f"{_percent(value)} %"


def share_range(low: float, high: float) -> str:
    """Return a range of shares, with one digit more where its ends would look the same.

    >>> share_range(0.312, 0.379), share_range(0.3, 0.3), share_range(0.97, 0.999)
    ('31–38 %', '30 %', '97 to >99 %')
    >>> share_range(0.9161, 0.9239)
    '91.6–92.4 %'
    """
    first, last = _percent(low), _percent(high)
    if first == last:
        finer = [f"{100 * end:.1f}" for end in (low, high)]
        return f"{finer[0]}–{finer[1]} %" if finer[0] != finer[1] else f"{last} %"
    return f"{first} to {last} %" if {first[0], last[0]} & {"<", ">"} else f"{first}–{last} %"


def count(n: float | None) -> str:
    """Return a count with its thousands apart.

    >>> count(30219), count(4), count(2.5), count(None)
    ('30,219', '4', '2.5', 'unknown')
    """
    if n is None:
        return "unknown"
    return f"{n:,.0f}" if n == int(n) else f"{n:,.1f}"


def counted(n: int, thing: str, things: str | None = None) -> str:
    """Return a count with its noun.

    >>> counted(1, "demand"), counted(3019, "demand"), counted(0, "entry", "entries")
    ('1 demand', '3,019 demands', '0 entries')
    """
    return f"{count(n)} {thing if n == 1 else things or thing + 's'}"


def value(number: float | None, unit: Unit) -> str:
    """Return a figure of this unit as a person would say it.

    >>> value(0.31, "share"), value(7200, "seconds"), value(90, "minutes"), value(2.4, "times")
    ('31 %', '2 hours', '1.5 hours', '2.4 times')
    >>> value(1.01, "ratio")  # of what there is, so this much comes on top
    '+101 %'
    """
    if number is None:
        return "unknown"
    said: dict[Unit, Callable[[float], str]] = {
        "share": share,
        "seconds": duration,
        "minutes": lambda minutes: duration(minutes * MINUTE),
        "demands": count,
        "times": lambda times: f"{digits(times)} times",
        "ratio": lambda ratio: f"+{share(ratio)}",
        "customer-days": customer_days,
    }
    return said[unit](number)


def customer_days(days: float) -> str:
    """Return days that customers waited, all together, as whole as they can be felt.

    >>> customer_days(1234.4), customer_days(0.25), customer_days(1)
    ('1,234 customer-days', '0.2 customer-days', '1 customer-day')
    """
    said = digits(days)
    return f"{said} customer-day{'' if said == '1' else 's'}"


def value_range(low: float, high: float, unit: Unit) -> str:
    """Return a range of figures of this unit.

    >>> value_range(10, 20, "demands"), value_range(60, 120, "minutes")
    ('10–20', '1–2 hours')
    """
    match unit:
        case "share":
            return share_range(low, high)
        case "seconds":
            return duration_range(low, high)
        case "minutes":
            return duration_range(low * MINUTE, high * MINUTE)
        case "customer-days":
            first, last = digits(low), digits(high)
            return customer_days(high) if first == last else f"{first}–{last} customer-days"
        case _:
            first, last = (
                value(v, unit).removesuffix(" times" if v == low else "") for v in (low, high)
            )
            return first if first == last else f"{first}–{last}"


def figure(answer: Answer) -> str:
    """Return an answer's figure, or what is known instead of it."""
    if answer.value is None:
        return reason(answer) or "unknown"
    if answer.measure == "hand-offs":  # "0.2 times" would be no number of times
        return f"{digits(answer.value)} a demand"
    return value(answer.value, answer.unit)


def reason(answer: Answer) -> str:
    """Return why there is no figure, without saying "unknown" once more."""
    told = (answer.instead or "").strip()
    for prefix in ("unknown:", "not known:"):
        if told.lower().startswith(prefix):
            return told[len(prefix) :].strip()
    return told if told.lower() != "unknown" else ""


def interval(answer: Answer) -> str:
    """Return how far the true figure may lie from this one; empty where that says no more."""
    if answer.interval is None:
        return ""
    extent = value_range(answer.interval.low, answer.interval.high, answer.unit)
    return "" if extent == figure(answer) and answer.interval.kind != "unaudited" else extent


def unaudited(answer: Answer) -> bool:
    """Return whether a figure rests on what a program read and no person has checked."""
    if answer.value is None:
        return False
    if answer.interval is not None and answer.interval.kind == "unaudited":
        return True
    return any(note.startswith("unaudited") for note in answer.how)


_DIMENSIONS = {
    "customer": "customer (organisation)",
    "standing": "the asker’s standing",
    "reported_type": "the source’s own type",
    "code": "cause or want",
}
_OURS = {"standing", "role", "code"}  # the groups are words of ours, not of the source


def dimension(name: str) -> str:
    """Return what demands are told apart by, in words.

    >>> dimension("reported_type"), dimension("product")
    ('the source’s own type', 'product')
    """
    return _DIMENSIONS.get(name, name.replace("_", " "))


def group(name: str, of: str) -> str:
    """Return the name of a group in words, as the source has it where it is the source's.

    >>> group("end_user", "standing"), group("sub_task", "reported_type")
    ('end user', 'sub_task')
    """
    return name.replace("_", " ") if of in _OURS else name


def day(moment: datetime | None) -> str:
    """Return a day in words; UTC, like every time in a report.

    >>> from datetime import UTC
    >>> day(datetime(2026, 3, 2, 23, 5, tzinfo=UTC)), day(None)
    ('2 Mar 2026', 'unknown')
    """
    if moment is None:
        return "unknown"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def instant(moment: datetime) -> str:
    """Return an instant in words.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 3, 2, 23, 5, tzinfo=UTC))
    '2 Mar 2026, 23:05 UTC'
    """
    return f"{day(moment)}, {moment:%H:%M} UTC"


def span(period: Period) -> str:
    """Return a period in words, its last day inside, as people say it.

    >>> from datetime import UTC
    >>> span(Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)))
    '1 Jan 2026 to 31 Mar 2026'
    """
    last = period.until - timedelta(microseconds=1) if period.until else None
    if period.since and last:
        return f"{day(period.since)} to {day(last)}"
    if period.since:
        return f"since {day(period.since)}"
    return f"until {day(last)}" if last else "all time"


def period_name(start: datetime, every: Every) -> str:
    """Return the name of one week or month.

    >>> from datetime import UTC
    >>> period_name(datetime(2026, 3, 2, tzinfo=UTC), "week")
    'week of 2 Mar 2026'
    >>> period_name(datetime(2026, 3, 1, tzinfo=UTC), "month")
    'Mar 2026'
    """
    if every == "week":
        return f"week of {day(start)}"
    return f"{MONTHS[start.month - 1]} {start.year}"


def listed(words: Sequence[str]) -> str:
    """Return words as an enumeration.

    >>> listed(["arrivals"]), listed(["arrivals", "stock"]), listed(["a", "b", "c"])
    ('arrivals', 'arrivals and stock', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(text: str) -> str:
    """Return a text as a sentence of its own.

    >>> sentence("the export holds no replies")
    'The export holds no replies.'
    """
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


# Headings, code fences and stars of Markdown, which many trackers' texts are full of.
_MARKS = re.compile(r"(?:^|(?<=\s))#{1,6}\s+|```\w*|\*\*|<!--.*?-->", re.DOTALL)


def quoted(text: str, length: int) -> str:
    """Return the beginning of a customer's text, to be read and not to be rendered.

    >>> quoted("### Describe the bug **It** fails ```py x = 1 ```", 40)
    'Describe the bug It fails x = 1'
    """
    return excerpt(_MARKS.sub(" ", text), length)


def excerpt(text: str, length: int) -> str:
    r"""Return the beginning of a text on one line, cut at a word.

    >>> excerpt("The export  fails\nwith an error", 20)
    'The export fails …'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    # A text without spaces (a token, some scripts) is cut where the room ends.
    head = cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut
    return f"{head} …"
