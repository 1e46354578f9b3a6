"""Whose rows are meant: the workspace that is open in this thread of work.

A register may list several workspaces. What people said belongs to one of
them, and no function of the register takes it as an argument: it would be
forgotten once, and then one workspace would show another's words. It is set
where a register is opened, and without it every query fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cynosure.errors import StoreError

_current: ContextVar[int | None] = ContextVar("workspace", default=None)


class NoWorkspaceOpen(StoreError):
    """Something was asked of the register outside a workspace."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be read or written outside a workspace. Open one first: "
            "with open_register(folder):"
        )


def current_workspace() -> int:
    """Return the number of the workspace that is open here.

    Raises
    ------
    NoWorkspaceOpen
        If none is.

    Examples
    --------
    >>> with within(7):
    ...     current_workspace()
    7
    """
    number = _current.get()
    if number is None:
        raise NoWorkspaceOpen
    return number


@contextmanager
def within(workspace: int) -> Iterator[None]:
    """Mean this workspace until the block ends; blocks may lie in one another."""
    token = _current.set(workspace)
    try:
        yield
    finally:
        _current.reset(token)
