"""Event logs: XES, and tables with a case, an activity and a time in each row."""

from cynosure.intake.shapes.event_logs.shape import EVENT_LOGS, EventLogs

__all__ = ["EVENT_LOGS", "EventLogs"]
