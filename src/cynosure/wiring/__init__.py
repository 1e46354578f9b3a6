"""The only place that chooses."""

from cynosure.wiring.place import Place, open_place

__all__ = ["Place", "open_place"]
