"""Themes of a workspace: brought up to date before they are told, changed by what people say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import typer

from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.store.layout import NotWritable
from cynosure.themes.acts import Done
from cynosure.wiring.decisions import labels_decided
from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import Telling, instant_of, tell
from cynosure.workflows.theming import theme_new


@contextmanager
def open_acts(place: Place, *, create: bool = True) -> Iterator[ModuleType]:
    """Open the register and yield its module of acts on themes."""
    with open_register(place.folder, create=create):
        # Django's models can be imported only where a register is open.
        from cynosure.register import themes as kept

        yield kept


def acts_in(place: Place) -> list[Done]:
    """Return all that people did to themes here, oldest first; nothing without a register."""
    if not place.kept or not has_register(place.folder):
        return []
    with open_acts(place, create=False) as kept:
        done: list[Done] = kept.acts()
        return done


def bring_themes_up_to_date(place: Place, *, progress: Progress = unwatched) -> None:
    """Place what was not read for themes yet, once all is labelled.

    Where nothing is to be done this only reads: it needs no lock, and no right to
    write. Where something is and may not be written, themes stay as they are, and that is said.
    """
    imports = sorted(place.imports(), key=lambda row: row["exported_at"] or row["imported_at"])
    if not imports:
        return
    # Not as of what a report is asked for: a theme is founded on all that is kept.
    instant, _ = instant_of(imports, None)
    try:
        theme_new(
            store=place.store,
            engine=place.engine,
            labeller=place.labeller.name,
            as_of=instant,
            decisions=labels_decided(place),
            acts=acts_in(place),
            progress=progress,
        )
    except NotWritable as refused:
        typer.echo(f"Themes are told as they were kept last: {refused}", err=True)


def tell_themes(place: Place) -> Telling:
    """Return what is known now, with themes and labels as they are kept."""
    return tell(
        place.store.snapshot(),
        place.engine,
        labeller=place.labeller.name,
        decisions=labels_decided(place),
        acts=acts_in(place),
    )
