"""`cynosure dissatisfiers`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from cynosure.cli.label import SOMEBODY, By
from cynosure.cli.options import (
    AsOf,
    FollowUpDays,
    Mapping,
    MaybeExports,
    NeededWorkspace,
    Since,
    Source,
    Timezone,
    UnreadableOption,
    Until,
    Workspace,
    customers_of,
    instant,
    now,
    weights_of,
)


class Form(StrEnum):
    """How the dissatisfiers are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class _ShownByDefault(TyperGroup):
    """What is no command of the group is an export to show the dissatisfiers of."""

    default_command = "show"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before what names no command."""
        # `ctx` is of the Click that Typer brings along and does not name in public.
        asks_for_help = bool(args) and args[0] in ctx.help_option_names
        if args and args[0] not in self.commands and not asks_for_help:
            args = [self.default_command, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_ShownByDefault,
    help="The few themes of failure demand that hurt customers most, and what customers weigh.\n\n"
    "Start with: cynosure dissatisfiers export.csv",
    no_args_is_help=True,
)

_Customers = Annotated[
    str,
    typer.Argument(
        metavar="CUSTOMERS",
        help="A role or a standing, such as role=pays or standing=end_user.",
        show_default=False,
    ),
]


@app.command("show")
def show(
    files: MaybeExports = None,
    workspace: Workspace = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many themes to show.")] = 5,
    weights: Annotated[
        Optional[str],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option(
            "--weights",
            metavar="WEIGHTS",
            help="What customers weigh for this once, as role:pays=2,standing:internal=0.5.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write them.")] = Form.TEXT,
    mapping: Mapping = None,
    timezone: Timezone = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    follow_up_days: FollowUpDays = 14,
) -> None:
    """Show the themes of failure demand that made customers wait most.

    Each with its harm (weight times days waited), how certain its place is, who
    had to ask again, and whether it is emerging. The word `show` may be left out.

    Example:
      cynosure dissatisfiers show --workspace desk --top 10
    """
    if not files and workspace is None:
        raise UnreadableOption(
            "There is nothing to look at. Name an export, as in "
            "cynosure dissatisfiers export.csv, or --workspace DIR."
        )
    what_if = weights_of(weights)

    from cynosure.cli.intake import say, take_files_in
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.dissatisfiers import RENDERERS, dissatisfiers_in
    from cynosure.wiring.reporting import Wish

    wish = Wish(
        as_of=instant("--as-of", as_of),
        since=instant("--since", since),
        until=instant("--until", until),
        follow_up_days=follow_up_days,
    )
    with open_place(workspace, create=bool(files)) as place:
        if files:
            say(take_files_in(place, files, mapping=mapping, timezone=timezone, source=source))
        with progress() as tell:
            told = dissatisfiers_in(place, wish, first=top, what_if=what_if, progress=tell)
    typer.echo(RENDERERS[form.value](told), nl=False)


@app.command("weigh")
def weigh(
    customers: _Customers,
    weight: Annotated[
        float,
        typer.Argument(
            metavar="WEIGHT",
            help="What a day weighs that they wait: 1 is a customer of whom nothing is said.",
            show_default=False,
        ),
    ],
    workspace: NeededWorkspace,
    by: By = SOMEBODY,
) -> None:
    """Set what CUSTOMERS weigh; a role's and a standing's weight multiply.

    Example:
      cynosure dissatisfiers weigh standing=end_user 3 --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.weights import weigh as keep
    from cynosure.wiring.weights import weights_in

    of, name = customers_of(customers)
    with open_place(workspace) as place:
        keep(place, of, name, weight, by=by, at=now())
        typer.echo(f"What counts now: {weights_in(place).said()}.")


@app.command("undo")
def undo(customers: _Customers, workspace: NeededWorkspace, by: By = SOMEBODY) -> None:
    """Take the last weight of CUSTOMERS back; what was set before it counts again.

    Example:
      cynosure dissatisfiers undo standing=end_user --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.weights import take_weight_back, weights_in

    of, name = customers_of(customers)
    with open_place(workspace) as place:
        taken = take_weight_back(place, of, name, by=by, at=now())
        typer.echo(
            f"Taken back: {of} {name} {taken.weight:g}, set by {taken.by}. "
            f"What counts now: {weights_in(place).said()}."
        )


@app.command("weights")
def weights(workspace: NeededWorkspace) -> None:
    """List what customers weigh, with who set it and when.

    Example:
      cynosure dissatisfiers weights --workspace desk
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.weights import weighed_in

    with open_place(workspace) as place:
        for one in weighed_in(place):
            typer.echo(
                f"{one.of}={one.name}  {one.weight:g}  set by {one.by}, {one.at:%Y-%m-%d %H:%M} UTC"
            )
    typer.echo(
        "Whoever is not named weighs 1; a role's and a standing's weight multiply.", err=True
    )
