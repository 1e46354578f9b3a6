"""The rules of time as queries over all events at once."""

from cynosure.clocks.query.period import period_counts
from cynosure.clocks.query.tables import ClockTables, clock_tables

__all__ = ["ClockTables", "clock_tables", "period_counts"]
