"""The one base of everything Cynosure says no with.

* CynosureError
  x IntakeError          what a source sent cannot become demands
  x ClassificationError  a codebook, a model or a label cannot be used
  x ClockError           a history cannot be read by the rules of time
  x MeasureError         a question cannot be answered from these demands
  x StoreError           a workspace cannot be read or written
  x ReportError          a report cannot be written

Each error class lives where it is raised and writes its own message: what is
wrong, the value, and the next step. Its exit status says to a shell which kind
of no it was.
"""

from __future__ import annotations

from typing import ClassVar


class CynosureError(Exception):
    """Something that a person can read, understand and act on."""

    # The numbers of sysexits.h where they fit, so that a script can tell
    # "your file is wrong" from "the disk is full".
    exit_status: ClassVar[int] = 1


class IntakeError(CynosureError):
    """What a source sent cannot become demands."""

    exit_status = 65  # EX_DATAERR


class ClassificationError(CynosureError):
    """A codebook, a model or a label cannot be used."""

    exit_status = 65


class ClockError(CynosureError):
    """A history cannot be read by the rules of time."""

    exit_status = 65


class MeasureError(CynosureError):
    """A question cannot be answered from these demands."""

    exit_status = 64  # EX_USAGE


class StoreError(CynosureError):
    """A workspace cannot be read or written."""

    exit_status = 74  # EX_IOERR


class ReportError(CynosureError):
    """A report cannot be written."""

    exit_status = 73  # EX_CANTCREAT
