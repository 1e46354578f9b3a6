"""Zendesk tickets: API and account export, the view's CSV, a loader's tables, with their metrics."""

from cynosure.intake.shapes.zendesk.shape import ZENDESK, Zendesk

__all__ = ["ZENDESK", "Zendesk"]
