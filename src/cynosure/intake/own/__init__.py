"""Cynosure's own export: what it wrote, it reads back fast."""

from cynosure.intake.own.batches import OwnBatches
from cynosure.intake.own.export import OWN, Own, told_by

__all__ = ["OWN", "Own", "OwnBatches", "told_by"]
