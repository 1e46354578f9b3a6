"""Any table: its columns guessed, or mapped by a person."""

from cynosure.intake.table.guessing import ChangesWithoutDemands, guess_mapping
from cynosure.intake.table.mapping import Mapping, WrongMapping, read_mapping, write_mapping
from cynosure.intake.table.shape import Table

__all__ = [
    "ChangesWithoutDemands",
    "Mapping",
    "Table",
    "WrongMapping",
    "guess_mapping",
    "read_mapping",
    "write_mapping",
]
