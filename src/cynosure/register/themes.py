"""Acts on themes as the register keeps them, in the words that the core knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cynosure.register import models
from cynosure.register.scrubbing import scrub
from cynosure.themes.acts import ACT_KINDS, Act, ActKind, Done


def keep(done: Done) -> None:
    """Keep an act as the newest."""
    models.ThemeAct.record(
        kind=done.act.kind,
        theme_id=done.act.theme,
        into=done.act.into,
        name=done.act.name,
        demand_ids=done.act.demands,
        done_by=done.by,
        done_at=done.at,
    )


def take_back(*, by: str, at: datetime) -> Done | None:
    """Take back the last act that stands, whoever did it; return it, None where there is none."""
    taken = models.ThemeAct.take_back(by=by, at=at)
    return None if taken is None else _done(taken, taken_back=True)


def acts() -> list[Done]:
    """Return all that was ever done to themes, oldest first, also what was taken back."""
    return [_done(row, taken_back=hasattr(row, "taken_back_by")) for row in models.ThemeAct.acts()]


def forget(tokens: Mapping[str, str], people: Mapping[str, str]) -> int:
    """Replace ids of an erased person's demands, and their name where it stands.

    That is where they acted themselves, and in names that people gave to themes. What
    was done stays and holds; whose it was is gone from the file, its free pages and
    its log. Returns how many rows changed.
    """
    changed = models.ThemeAct.forget(tokens, people)
    scrub()
    return changed


def people() -> list[str]:
    """Return the names of all who ever did something to a theme or took it back."""
    names = models.ThemeAct.objects.values_list("done_by", flat=True)
    return sorted(names.distinct())


def ids() -> list[str]:
    """Return the ids of all demands that acts name."""
    named = models.ThemeAct.objects.values_list("demand_ids", flat=True)
    return sorted({one for ids in named for one in ids})


def _done(row: models.ThemeAct, *, taken_back: bool) -> Done:
    act = Act(
        kind=_kind(row.kind),
        theme=row.theme_id,
        into=row.into,
        name=row.name,
        demands=tuple(row.demand_ids),
    )
    return Done(act, row.done_by, row.done_at, taken_back)


def _kind(said: str | None) -> ActKind:
    # The database's own constraint lets in no other word.
    (kind,) = (kind for kind in ACT_KINDS if kind == said)
    return kind
