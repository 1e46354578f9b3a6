"""Answers drawn: SVG that a page can hold, light and dark, without a script."""

from cynosure.charts.alone import alone, pixels
from cynosure.charts.behaviour import behaviour
from cynosure.charts.small import bar, sparkline, stacked
from cynosure.charts.survival import survival

__all__ = ["alone", "bar", "behaviour", "pixels", "sparkline", "stacked", "survival"]
