"""What an error of the system says about a workspace's files: damaged, away, or no room for more."""

from __future__ import annotations

import errno

import duckdb

from cynosure.errors import StoreError
from cynosure.store import DiskFull

_REFUSED = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ESTALE}


class StoreUnreadable(StoreError):
    """The files of a workspace cannot be read now."""

    def __init__(self, why: object) -> None:
        said = str(why).splitlines()[0].rstrip(".")
        super().__init__(
            f"The store cannot be read now: {said}. What was last told is shown instead. "
            "`cynosure doctor` says what is wrong with it."
        )


def cannot_be_read(error: BaseException) -> bool:
    """Return whether an error says that a file is not there, is cut off, or is not given out.

    >>> cannot_be_read(PermissionError(errno.EACCES, "Permission denied")), cannot_be_read(OSError())
    (True, False)
    """
    if isinstance(error, duckdb.IOException | duckdb.InvalidInputException):
        return True
    return isinstance(error, OSError) and error.errno in _REFUSED


def has_no_room(error: BaseException) -> bool:
    """Return whether an error says that a disk is full.

    >>> has_no_room(OSError(errno.ENOSPC, "No space left on device")), has_no_room(OSError())
    (True, False)
    """
    if isinstance(error, DiskFull):
        return True
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
