"""What people do to themes: acts that are kept in order, and taken back from the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Literal, get_args

from cynosure.errors import ClassificationError

ActKind = Literal["name", "merge", "split", "pin", "unpin", "move", "noise", "not_noise"]
ACT_KINDS: tuple[ActKind, ...] = get_args(ActKind)
LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing done to themes; what does not belong to its kind is left out."""

    kind: ActKind
    theme: str | None = None  # it is done to this one; of a move: where to, None is to none
    into: str | None = None  # of a merge: what takes it in; of a split: the id of the new theme
    name: str | None = None
    demands: tuple[str, ...] = ()  # of a split: like which; of a move or noise: which


@dataclass(frozen=True, slots=True)
class Done:
    """An act with who did it and when, and whether it was taken back since."""

    act: Act
    by: str
    at: datetime
    taken_back: bool = False


class NoSuchTheme(ClassificationError):
    """No theme has this id."""

    exit_status = 64

    def __init__(self, theme: str, known: Sequence[str]) -> None:
        self.theme = theme
        nearest = get_close_matches(theme, known, n=1, cutoff=0.4)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        super().__init__(
            f"There is no theme {theme!r}.{hint} `cynosure themes list` shows their ids."
        )


class PartOfAnother(ClassificationError):
    """A theme was merged into another one, so nothing can be done to it alone."""

    exit_status = 64

    def __init__(self, theme: str, whole: str) -> None:
        self.theme, self.whole = theme, whole
        super().__init__(
            f"{theme} was merged into {whole} and is part of it. Name {whole} instead, "
            "or take the merge back with `cynosure themes undo`."
        )


class WouldGoInCircles(ClassificationError):
    """A theme cannot become part of itself."""

    exit_status = 64

    def __init__(self, theme: str, into: str) -> None:
        why = (
            "a theme cannot be merged into itself"
            if theme == into
            else f"{into} was merged into {theme} before, and is part of it"
        )
        super().__init__(f"{theme} cannot be merged into {into}: {why}. Name two different themes.")


class NotOfTheTheme(ClassificationError):
    """Demands that a theme is to be split by are not in it."""

    exit_status = 64

    def __init__(self, theme: str, demands: Sequence[str]) -> None:
        named = ", ".join(demands[:5])
        super().__init__(
            f"Not in {theme}: {named}. A theme is split by demands that are in it; "
            f"`cynosure themes show {theme}` names some."
        )


class NothingWouldChange(ClassificationError):
    """An act that says what holds already, or nothing at all."""

    exit_status = 64

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} Nothing was changed.")
