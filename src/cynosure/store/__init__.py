"""What sources said, on Delta."""

from cynosure.store.erasing import ErasureReceipt
from cynosure.store.export import stream_table_as, write_table
from cynosure.store.snapshot import Snapshot
from cynosure.store.taking_in import Receipt
from cynosure.store.undoing import CannotUndo, UndoReceipt, UnknownImport
from cynosure.store.workspace import DemandStore, open_store
from cynosure.store.writing import DiskFull

__all__ = [
    "CannotUndo",
    "DemandStore",
    "DiskFull",
    "ErasureReceipt",
    "Receipt",
    "Snapshot",
    "UndoReceipt",
    "UnknownImport",
    "open_store",
    "stream_table_as",
    "write_table",
]
