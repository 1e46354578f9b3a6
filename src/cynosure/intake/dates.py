"""Times as sources write them, read into UTC.

Read by form, not by a list of formats: ISO 8601 first, since nearly every
machine writes it, then numbers (epochs, spreadsheet serials), then what people
and their locales write. Whether 03/04/2026 is in March or April is not for one
value to say: see `cynosure.intake.day_order`.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache

from cynosure.intake.months import MONTHS
from cynosure.intake.shape import Context, UnreadableRecord

# What tables write where there is no time.
NO_TIME = frozenset(
    {
        "", "?", "-", "--", "—", "–", "0", "null", "none", "nil", "nan", "nat", "n/a", "na",
        "never", "(empty)", "unknown", "#n/a", "\\n", "undefined",
    }
)  # fmt: skip
# A demand of before 1900 or after 2199 is a placeholder or a slip of the pen.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's serials have no zone
_LONGEST = 64  # characters; nobody writes a time longer than this

# RFC 2822's zones and the two that European tools print. Others (IST, BST, …) are
# used by several places, so they are refused rather than guessed.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3,
}  # fmt: skip

_TIME = (
    r"(?:[T\s,]+(?:at\s|um\s|à\s|alle\s|om\s)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,:](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?(?:\s*Uhr)?"
    r"\s*\(?(?P<zone>[A-Za-z]{1,5}|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?)?\)?)?\s*$"
)
_WEEKDAY = r"^\s*(?:[^\W\d]{2,12}\.?,?\s+)?"
_NUMERIC = re.compile(
    r"^\s*(?P<one>\d{1,4})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<three>\d{1,4})" + _TIME
)
_CLOCK = re.compile(_TIME)
_DAY_MONTH = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°)?\.?[\s/.-]+(?:of\s|de\s)?"
    r"(?P<name>[^\W\d]{3,12})\.?,?[\s/.-]*(?:de\s)?(?P<year>\d{4}|\d{2})" + _TIME
)
_MONTH_DAY = re.compile(
    _WEEKDAY + r"(?P<name>[^\W\d]{3,12})\.?[\s-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+"
    r"(?P<year>\d{4})" + _TIME
)
# As Unix's `date`, Java and Twitter write it: Thu Sep 30 17:20:00 +0000 2021.
_CLOCK_FIRST = re.compile(
    _WEEKDAY + r"(?P<name>[^\W\d]{3,12})\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?\s+(?:(?P<zone>[A-Za-z]{1,5}|[+-]\d{2}:?\d{2})\s+)?(?P<year>\d{4})\s*$"
)
_NUMBER = re.compile(r"^\s*-?\d+(?:[.,]\d+)?\s*$")


class UnreadableTime(UnreadableRecord):
    """A value that should be a time and cannot be read as one."""

    def __init__(self, value: object, why: str = "") -> None:
        self.value = value
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "…'"
        why = f" {why}" if why else ""
        super().__init__(
            f"{shown} is no time that can be read.{why} Write times as 2026-02-28T14:05:00Z."
        )


def read_time(value: object, context: Context) -> datetime | None:
    """Return the instant in UTC that a source wrote, or None where it wrote none.

    A time without a zone is in the context's. One that a change to summer time
    skipped is read with the offset before the change, one that happened twice
    as the first of the two. A date alone is its first instant.

    Raises
    ------
    UnreadableTime
        If the value is no time, or lies before 1900 or after 2199.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> here = Context("desk", ZoneInfo("Europe/Berlin"), True, datetime(2026, 8, 1, tzinfo=UTC))
    >>> for said in ("2026-02-28T14:05:00Z", "28.02.2026 14:05", "28/Feb/26 2:05 PM", 1772287500):
    ...     print(read_time(said, here))
    2026-02-28 14:05:00+00:00
    2026-02-28 13:05:00+00:00
    2026-02-28 13:05:00+00:00
    2026-02-28 14:05:00+00:00
    >>> read_time("?", here) is None
    True
    """
    if value is None:
        return None
    said = written_time(value, day_first=context.day_first)
    if said is None:
        return None
    return _within_reason(value, said, context.zone)


def written_time(value: object, *, day_first: bool) -> datetime | None:
    """Return what a value says, with a zone only if it says one; None for no time.

    >>> written_time("2026-02-28 14:05", day_first=True)
    datetime.datetime(2026, 2, 28, 14, 5)
    """
    if isinstance(value, str):
        # Python reads 1633022400000, too, as a day of the year 1633.
        if value[4:5] == "-" or value[8:9] == "T":
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass
        return _from_text(value, day_first)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - it says no zone
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _from_number(float(value), value)
    if value is None:
        return None
    raise UnreadableTime(value)


def _within_reason(value: object, said: datetime, zone: tzinfo) -> datetime:
    # At the ends of the calendar a change of zone overflows, so look at the year first.
    if not 1899 < said.year < 2200:
        raise UnreadableTime(value, f"The year {said.year} is no year of a demand.")
    if said.tzinfo is None:
        said = said.replace(tzinfo=zone)
    if said.tzinfo is UTC:
        return said
    instant = said.astimezone(UTC)
    if not _EARLIEST <= instant < _LATEST:
        raise UnreadableTime(value, f"The year {said.year} is no year of a demand.")
    return instant


def _from_number(number: float, value: object) -> datetime | None:
    if math.isnan(number) or number == 0:
        return None
    if 19_000_101 <= number <= 21_991_231 and number.is_integer():
        try:
            return datetime.strptime(str(int(number)), "%Y%m%d")  # noqa: DTZ007 - it says no zone
        except ValueError:
            raise UnreadableTime(value) from None
    if 20_000 <= number < 80_000:  # 1954 to 2119, as spreadsheets count days
        return _SERIAL_START + timedelta(seconds=round(number * 86_400, 3))
    # Epochs in seconds, milli-, micro- or nanoseconds: those of 1973 to 2286 do not overlap.
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if 1e8 <= number / unit < 1e10:
            return datetime.fromtimestamp(number / unit, UTC)
    raise UnreadableTime(value, "As a number it is neither an epoch nor a spreadsheet's day.")


def _from_text(text: str, day_first: bool) -> datetime | None:
    day, space, hour = text.partition(" ")
    if space and (midnight := _midnight(day, day_first)) is not None:
        since = _since_midnight(hour)
        if since is not None:
            return midnight + since
    return _from_any_text(text, day_first)


# A file has few days and few times of day, but seldom the same two together. What
# either cannot read, or what needs the whole text to be told of, is left to the whole.
@lru_cache(maxsize=16_384)
def _midnight(day: str, day_first: bool) -> datetime | None:
    found = _NUMERIC.match(day)
    if found is None or found["hour"] is not None:
        return None
    try:
        said = _assemble(day, found, *_numeric_day(found, day_first, day))
    except UnreadableTime:
        return None
    return said if said.year < _LATEST.year else None


@lru_cache(maxsize=16_384)
def _since_midnight(hour: str) -> timedelta | None:
    found = _CLOCK.match(f" {hour}")
    if found is None or found["hour"] is None or found["zone"] is not None:
        return None
    try:
        return _assemble(hour, found, 2000, 1, 1) - datetime(2000, 1, 1)  # noqa: DTZ001 - no zone
    except UnreadableTime:
        return None


def _from_any_text(text: str, day_first: bool) -> datetime | None:
    stripped = text.strip()
    if stripped.lower() in NO_TIME:
        return None
    if len(stripped) > _LONGEST:
        raise UnreadableTime(text)
    if _NUMBER.match(stripped):
        return _from_number(float(stripped.replace(",", ".")), text)
    if (found := _NUMERIC.match(stripped)) is not None:
        return _assemble(text, found, *_numeric_day(found, day_first, text))
    for pattern in (_DAY_MONTH, _MONTH_DAY, _CLOCK_FIRST):
        if (found := pattern.match(stripped)) is not None:
            month = MONTHS.get(found["name"].lower())
            if month is not None:
                return _assemble(text, found, _year(found["year"]), month, int(found["day"]))
    raise UnreadableTime(text)


def _numeric_day(found: re.Match[str], day_first: bool, text: str) -> tuple[int, int, int]:
    one, two = int(found["one"]), int(found["two"])
    if len(found["one"]) > 2:
        return one, two, int(found["three"])
    if len(found["three"]) not in (2, 4):
        raise UnreadableTime(text)
    # With dots the day comes first everywhere that dots are used.
    day, month = (one, two) if day_first or found["mark"] == "." else (two, one)
    if month > 12 >= day:
        order = "day" if day_first else "month"
        raise UnreadableTime(text, f"In the other dates of this file the {order} comes first.")
    return _year(found["three"]), month, day


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _assemble(text: str, found: re.Match[str], year: int, month: int, day: int) -> datetime:
    parts = found.groupdict()
    hour = int(parts["hour"] or 0)
    if parts.get("half"):
        if not 1 <= hour <= 12:
            raise UnreadableTime(text)
        hour = hour % 12 + (12 if parts["half"][0] in "Pp" else 0)
    fraction = (parts.get("fraction") or "")[:6].ljust(6, "0")
    try:
        minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
        midnight = datetime(year, month, day)  # noqa: DTZ001 - the zone is put in below
        said = midnight + timedelta(
            hours=hour, minutes=minute, seconds=second, microseconds=int(fraction)
        )
    except (ValueError, OverflowError):
        raise UnreadableTime(text, "There is no such day or hour.") from None
    if hour > 24 or minute > 59 or second > 60:  # 60: a leap second
        raise UnreadableTime(text, "There is no such day or hour.")
    return said if not parts["zone"] else said.replace(tzinfo=_named_zone(text, parts["zone"]))


def _named_zone(text: str, name: str) -> tzinfo:
    if (hours := _ZONES.get(name.lower())) is not None:
        return UTC if hours == 0 else timezone(timedelta(hours=hours))
    offset = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d{2})?", name, re.IGNORECASE)
    if offset is None:
        raise UnreadableTime(text, f"Several zones are called {name!r}.")
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    if ahead >= timedelta(hours=24):
        raise UnreadableTime(text, f"{name!r} is no zone.")
    return timezone(ahead if offset[1] == "+" else -ahead)
