"""Jira issues: REST, the issue navigator's CSV, and flattened tables with their change log."""

from cynosure.intake.shapes.jira.shape import JIRA, Jira

__all__ = ["JIRA", "Jira"]
