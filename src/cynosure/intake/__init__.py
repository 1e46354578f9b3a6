"""Take in: any table or JSON becomes demands and events."""

from cynosure.intake.export import read_export
from cynosure.intake.incoming import Batch, Incoming
from cynosure.intake.inspection import Inspection, inspect_export
from cynosure.intake.table import Mapping, read_mapping, write_mapping
from cynosure.intake.table.guessing import NothingToRead

__all__ = [
    "Batch",
    "Incoming",
    "Inspection",
    "Mapping",
    "NothingToRead",
    "inspect_export",
    "read_export",
    "read_mapping",
    "write_mapping",
]
