"""What the query calls things: small numbers instead of words, for speed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import reduce
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

# The order of these numbers is part of the rules' order of equal instants:
# what ends comes last, and `rank` says the rest.
ASKED, REOPENED, RESPONDED, TOLD, NOTED, RATED, PROMISED, ASSIGNED = range(8)
ON_ASKER, ON_US, ON_OTHER = 8, 9, 10
RESOLVED, DECLINED, ABANDONED, WITHDRAWN, MERGED = 11, 12, 13, 14, 15
FIRST_ENDING = RESOLVED

MARKS: Mapping[str, int] = MappingProxyType(
    {
        "asked": ASKED,
        "reopened": REOPENED,
        "responded": RESPONDED,
        "told": TOLD,
        "rated": RATED,
        "promised": PROMISED,
        "assigned": ASSIGNED,
        "waits_on_asker": ON_ASKER,
        "waits_on_us": ON_US,
        "waits_on_other": ON_OTHER,
        "resolved": RESOLVED,
        "declined": DECLINED,
        "abandoned": ABANDONED,
        "withdrawn": WITHDRAWN,
        "merged": MERGED,
    }
)
STATES: Mapping[int, str] = MappingProxyType(
    {
        RESOLVED: "resolved",
        DECLINED: "declined",
        ABANDONED: "abandoned",
        WITHDRAWN: "withdrawn",
        MERGED: "merged",
    }
)
OPEN = 0  # as a state: nothing that ends is 0

ASKER, STAFF, BOT, SOMEBODY = 1, 2, 3, 0  # who speaks


def coded(words: ir.StringValue, codes: Mapping[str, int], other: int) -> ir.IntegerValue:
    """Return the number of each word, `other` for a word that has none."""
    return ibis.cases(
        *((words == word, ibis.literal(code, "int8")) for word, code in codes.items()),
        else_=ibis.literal(other, "int8"),
    )


def worded(codes: ir.IntegerValue, words: Mapping[int, str]) -> ir.StringValue:
    """Return the word of each number, null for a number that has none."""
    return ibis.cases(
        *((codes == code, word) for code, word in words.items()), else_=ibis.null("string")
    )


def rank(marks: ir.IntegerValue) -> ir.IntegerValue:
    """Return the place of a kind among equal instants without an order of the source (rule 12)."""
    return ibis.cases(
        (marks == ASKED, 0),
        (marks == REOPENED, 1),
        (marks <= TOLD, 2),
        (marks < ON_ASKER, 3),
        (marks < FIRST_ENDING, 4),
        else_=5,
    )


def unzoned(instant: datetime) -> datetime:
    """Return an instant in UTC without its zone, as the tables in between hold it.

    >>> unzoned(datetime.fromisoformat("2026-03-01T09:00:00+01:00")).isoformat()
    '2026-03-01T08:00:00'
    """
    return instant.astimezone(UTC).replace(tzinfo=None)


def in_utc(table: ir.Table) -> ir.Table:
    """Return the rows with the zone of their instants said again, as others read them."""
    zoned = ibis.dtype("timestamp('UTC')")
    kinds = {name: zoned for name, kind in table.schema().items() if kind.is_timestamp()}
    return table.cast(kinds)


def seconds_between(earlier: ir.TimestampValue, later: ir.TimestampValue) -> ir.IntegerValue:
    """Return whole seconds; both instants are cut to the second first, so engines agree."""
    return later.truncate("s").delta(earlier.truncate("s"), unit="second")


def any_of(*conditions: ir.BooleanValue) -> ir.BooleanValue:
    """Return whether one of the conditions holds; null is no."""
    return reduce(lambda one, other: one | other, (c.fill_null(False) for c in conditions))
