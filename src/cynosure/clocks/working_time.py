"""A second clock: working time on a named calendar. It is never the default (rule 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cynosure.errors import ClockError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hours = tuple[time, time]


class UnreadableHours(ClockError):
    """Hours of a calendar that are no hours."""

    def __init__(self, said: object) -> None:
        self.said = said
        super().__init__(
            f"{said!r} are no working hours. Write them as 09:00 and 17:00, the second later "
            "than the first; 24:00 is the end of the day."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Hours of work by day of the week, in a zone, but for holidays.

    Hours end before their second time; 00:00 as a second time is the end of the day.
    """

    name: str
    zone: ZoneInfo
    hours: Mapping[str, Sequence[Hours]]
    holidays: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls,
        *,
        name: str,
        zone: str,
        hours: Mapping[str, Sequence[Sequence[str]]],
        holidays: Sequence[str] = (),
    ) -> Calendar:
        """Return a calendar from its written form.

        Raises
        ------
        UnreadableHours
            If a span of hours cannot be read or ends before it begins.
        """
        return cls(
            name=name,
            zone=ZoneInfo(zone),
            hours={day: tuple(_span(said) for said in spans) for day, spans in hours.items()},
            holidays=frozenset(date.fromisoformat(day) for day in holidays),
        )

    def open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the spans of work that begin on a day, as instants in UTC."""
        if day in self.holidays:
            return []
        spans = []
        for begins, ends in self.hours.get(DAYS[day.weekday()], ()):
            last = day + timedelta(days=1) if ends == time(0) else day
            since, until = datetime.combine(day, begins), datetime.combine(last, ends)
            spans.append((self._instant(since), self._instant(until)))
        return spans

    def _instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def working_seconds(calendar: Calendar, since: datetime, until: datetime) -> int:
    """Return the seconds of working time from one instant to another.

    Counted in time that really passes: a night that skips an hour is an hour shorter.

    Examples
    --------
    >>> office = Calendar.of(
    ...     name="office", zone="Europe/Berlin", hours={"fri": [("09:00", "17:00")]}
    ... )
    >>> noon = datetime(2026, 3, 6, 11, 0, tzinfo=UTC)
    >>> working_seconds(office, noon, noon + timedelta(days=7)) / 3600
    8.0
    """
    total = timedelta()
    day = since.astimezone(calendar.zone).date()
    last = until.astimezone(calendar.zone).date()
    while day <= last:
        for begins, ends in calendar.open_on(day):
            inside = min(ends, until) - max(begins, since)
            total += max(inside, timedelta())
        day += timedelta(days=1)
    return round(total.total_seconds())


def _span(said: Sequence[str]) -> Hours:
    try:
        begins, ends = said
        since = time.fromisoformat(begins)
        until = time(0) if ends == "24:00" else time.fromisoformat(ends)
    except ValueError as error:
        raise UnreadableHours(said) from error
    if until != time(0) and until <= since:
        raise UnreadableHours(said)
    return since, until
