"""Time zones as people name them."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cynosure.errors import IntakeError

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


class UnknownZone(IntakeError):
    """No time zone has this name."""

    exit_status = 64  # EX_USAGE

    def __init__(self, name: str) -> None:
        known = {zone.lower(): zone for zone in available_timezones()}
        # People name the city; the database puts the continent before it.
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(known)}
        near = get_close_matches(name.lower().replace(" ", "_"), [*known, *cities], n=1)
        hint = f" Did you mean {known[cities.get(near[0], near[0])]!r}?" if near else ""
        super().__init__(
            f"No time zone is called {name!r}.{hint} Give one as Europe/Berlin, +02:00 or UTC."
        )


def read_zone(name: str) -> tzinfo:
    """Return the zone that a name or an offset stands for.

    Raises
    ------
    UnknownZone
        If there is none.

    Examples
    --------
    >>> read_zone("Europe/Berlin"), read_zone("utc") is UTC, str(read_zone("+05:30"))
    (zoneinfo.ZoneInfo(key='Europe/Berlin'), True, 'UTC+05:30')
    """
    plain = name.strip()
    if plain.upper() in ("UTC", "Z", "GMT", "ETC/UTC"):
        return UTC
    if (offset := _OFFSET.fullmatch(plain)) is not None:
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if ahead >= timedelta(hours=24):
            raise UnknownZone(name)
        return timezone(ahead if offset[1] == "+" else -ahead)
    try:
        return ZoneInfo(plain)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(name) from None
