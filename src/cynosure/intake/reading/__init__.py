"""Reading: files of any usual kind become records, one after the other."""

from cynosure.intake.reading.finding import find_files
from cynosure.intake.reading.kinds import EmptyFile, Kind, kind_of, read_rows
from cynosure.intake.reading.rows import BrokenFile, Row, Unread, shown
from cynosure.intake.reading.unpacking import Packed, Watch, packed_files

__all__ = [
    "BrokenFile",
    "EmptyFile",
    "Kind",
    "Packed",
    "Row",
    "Unread",
    "Watch",
    "find_files",
    "kind_of",
    "packed_files",
    "read_rows",
    "shown",
]
