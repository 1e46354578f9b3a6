"""`cynosure themes`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cynosure.cli.label import SOMEBODY, By
from cynosure.cli.options import (
    AskedForm,
    Mapping,
    NeededWorkspace,
    OutTable,
    TableOfTexts,
    form_of,
    now,
)

if TYPE_CHECKING:
    from cynosure.themes.acts import ActKind

app = typer.Typer(
    help="Themes: recurring groups of failure demand with one root. See them, and change them.",
    no_args_is_help=True,
)

_SHOWN = 10  # themes of a table that are named on the terminal
_Theme = Annotated[
    str,
    typer.Argument(
        metavar="THEME",
        help="Its id such as t-1f0c2a9b, its number in the list, or its name.",
        show_default=False,
    ),
]
_Demands = Annotated[
    list[str],
    typer.Argument(metavar="DEMAND_ID...", help="Such as jira:PAY-7.", show_default=False),
]


@app.command("list")
def list_themes(workspace: NeededWorkspace) -> None:
    """List the themes, the largest first: id, size, share of failure demand, name, trend.

    Then how many failure demands fit none (not recurring), and how many are noise.

    Example:
      cynosure themes list --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.showing_themes import list_lines

    with open_place(workspace) as place:
        for line in list_lines(place):
            typer.echo(line)


@app.command("show")
def show(theme: _Theme, workspace: NeededWorkspace) -> None:
    """Show one theme: what was done to it, typical demands, one at its edge, its months.

    Example:
      cynosure themes show 1 --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.showing_themes import show_lines

    with open_place(workspace) as place:
        for line in show_lines(place, theme):
            typer.echo(line)


@app.command("name")
def name(
    theme: _Theme,
    words: Annotated[
        str, typer.Argument(metavar="NAME", help="What to call it.", show_default=False)
    ],
    workspace: NeededWorkspace,
    by: By = SOMEBODY,
) -> None:
    """Give a theme a name; it keeps it, whatever is taken in later.

    Example:
      cynosure themes name 1 "Exports come out empty" --workspace desk
    """
    from cynosure.themes.acts import Act
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import do, theme_called, themes_now

    with open_place(workspace) as place:
        known = themes_now(place)
        act = Act(kind="name", theme=theme_called(place, known, theme), name=words.strip())
        typer.echo(do(place, known, act, by=by, at=now()))


@app.command("merge")
def merge(
    theme: _Theme,
    into: Annotated[
        str,
        typer.Argument(metavar="INTO", help="The theme that takes it in.", show_default=False),
    ],
    workspace: NeededWorkspace,
    by: By = SOMEBODY,
) -> None:
    """Make a theme part of another one, with all that it will ever hold.

    Example:
      cynosure themes merge 2 1 --workspace desk
    """
    from cynosure.themes.acts import Act
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import do, theme_called, themes_now

    with open_place(workspace) as place:
        known = themes_now(place)
        one, other = (theme_called(place, known, word) for word in (theme, into))
        act = Act(kind="merge", theme=one, into=other)
        typer.echo(do(place, known, act, by=by, at=now()))


@app.command("split")
def split(demand_ids: _Demands, workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Found a new theme by examples, out of the theme that they are in.

    Demands that are more like the examples than like the old theme go with them.

    Example:
      cynosure themes split desk:1000 desk:1005 --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import do, split_by, themes_now

    with open_place(workspace) as place:
        known = themes_now(place)
        act = split_by(place, known, list(dict.fromkeys(demand_ids)))
        typer.echo(do(place, known, act, by=by, at=now()))


@app.command("pin")
def pin(theme: _Theme, workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Pin a theme: no regrouping proposes to change it.

    Example:
      cynosure themes pin 2 --workspace desk
    """
    _do_to(theme, "pin", workspace, by)


@app.command("unpin")
def unpin(theme: _Theme, workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Let a regrouping propose changes of a theme again.

    Example:
      cynosure themes unpin 1 --workspace desk
    """
    _do_to(theme, "unpin", workspace, by)


@app.command("move")
def move(
    demand_ids: _Demands,
    to: Annotated[
        str,
        typer.Option("--to", metavar="THEME", help="Where to, or none.", show_default=False),
    ],
    workspace: NeededWorkspace,
    by: By = SOMEBODY,
) -> None:
    """Move demands to a theme, or to none: then they are not recurring.

    Example:
      cynosure themes move desk:1000 --to 2 --workspace desk
    """
    from cynosure.themes.acts import Act
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import NONE, check_demands, do, theme_called, themes_now

    with open_place(workspace) as place:
        known = themes_now(place)
        ids = list(dict.fromkeys(demand_ids))
        check_demands(place, known, ids)
        theme = None if to == NONE else theme_called(place, known, to)
        act = Act(kind="move", theme=theme, demands=tuple(ids))
        typer.echo(do(place, known, act, by=by, at=now()))


@app.command("noise")
def noise(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="A theme (its id, number or name), or a demand such as jira:PAY-7.",
            show_default=False,
        ),
    ],
    workspace: NeededWorkspace,
    off: Annotated[
        bool, typer.Option("--off", help="It is no noise after all.", show_default=False)
    ] = False,
    by: By = SOMEBODY,
) -> None:
    """Mark a theme or a single demand as noise: it is counted apart, and not ranked.

    Example:
      cynosure themes noise desk:1000 --workspace desk
    """
    from cynosure.themes.acts import Act
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import check_demands, do, theme_called, themes_now
    from cynosure.wiring.demands import known as there

    kind: ActKind = "not_noise" if off else "noise"
    with open_place(workspace) as place:
        known = themes_now(place)
        if there(place, [what]):
            check_demands(place, known, [what])
            act = Act(kind=kind, demands=(what,))
        else:
            act = Act(kind=kind, theme=theme_called(place, known, what))
        typer.echo(do(place, known, act, by=by, at=now()))


@app.command("undo")
def undo(workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Take back the last thing that was done to themes; again for the one before.

    Example:
      cynosure themes undo --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import undo as take_back

    with open_place(workspace) as place:
        typer.echo(take_back(place, by=by, at=now()))


@app.command("regroup")
def regroup(
    workspace: NeededWorkspace,
    accept: Annotated[
        Optional[int],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option(
            "--accept", metavar="N", help="Do the proposal of this number.", show_default=False
        ),
    ] = None,
    by: By = SOMEBODY,
) -> None:
    """Find themes anew over all failure demand, and propose what would change.

    Nothing is changed unless a proposal is accepted: merge, split, new, or gone.
    Pinned themes are left alone.

    Example:
      cynosure themes regroup --workspace desk
    """
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.showing_themes import regroup_lines

    with open_place(workspace) as place:
        with progress() as tell:
            lines = list(regroup_lines(place, accept=accept, by=by, at=now(), progress=tell))
        for line in lines:
            typer.echo(line)


@app.command("group")
def group(
    file: TableOfTexts,
    out: OutTable = None,
    form: AskedForm = None,
    by_root: Annotated[
        bool,
        typer.Option(
            "--by-root",
            help="Join groups that have one root, as a workspace does.",
            show_default=False,
        ),
    ] = False,
    mapping: Mapping = None,
) -> None:
    """Say of each text in a table which theme it belongs to: a row in, a row out, no workspace.

    Writes id, theme and name; a theme is empty where a text does not recur. All
    texts are taken as they are: nobody asks whether they are failure demand.

    Example:
      cynosure themes group tickets.csv --out groups.csv
    """
    from cynosure.cli.progress import progress
    from cynosure.intake import read_mapping
    from cynosure.wiring.grouping import group_file

    with progress() as tell:
        told, aside = group_file(
            file,
            out=out,
            form=form.value if form else form_of(out),
            mapping=read_mapping(mapping) if mapping else None,
            by_root=by_root,
            progress=tell,
        )
    typer.echo(
        f"Read {told.read:,} rows: {told.placed:,} in {len(told.themes):,} themes, "
        f"{told.not_recurring:,} not recurring, {len(told.unreadable):,} unreadable.",
        err=True,
    )
    for key, name, size in told.themes[:_SHOWN]:
        typer.echo(f"  {size:>7,}  {key}  {name}", err=True)
    if aside is not None:
        typer.echo(f"What could not be read, and why, is in {aside}.", err=True)


def _do_to(theme: str, kind: ActKind, workspace: Path, by: str) -> None:
    from cynosure.themes.acts import Act
    from cynosure.wiring import open_place
    from cynosure.wiring.changing_themes import do, theme_called, themes_now

    with open_place(workspace) as place:
        known = themes_now(place)
        act = Act(kind=kind, theme=theme_called(place, known, theme))
        typer.echo(do(place, known, act, by=by, at=now()))
