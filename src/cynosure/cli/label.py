"""`cynosure label`."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from cynosure.cli.options import NeededWorkspace, UnreadableOption, now

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
SOMEBODY = "a person at this terminal"


def label(
    workspace: NeededWorkspace,
    demand_ids: Annotated[
        Optional[list[str]],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Argument(
            metavar="[DEMAND_ID...]",
            help="Demands to decide at once, with --as; without them those that teach most are "
            "offered.",
            show_default=False,
        ),
    ] = None,
    said: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--as",
            metavar="WHAT",
            help="What these demands are: failure/broken, value, none or unknown.",
            show_default=False,
        ),
    ] = None,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="It holds, but teaches nothing.", show_default=False)
    ] = False,
    n: Annotated[
        int, typer.Option("-n", "--offer", min=1, help="How many demands to offer at most.")
    ] = 40,
    by: By = SOMEBODY,
) -> None:
    """Decide what demands are, one key each; it holds at once and teaches the model.

    Offered are demands that teach most: unsure, of a common kind, unlike what was
    decided before. Stop with q and go on whenever you like. From 20 decisions on a
    model of your own is learnt, and used where it is better than the shipped one.
    To decide some demands outright, name them: desk:1042 --as failure/broken.

    Example:
      cynosure label --workspace desk
    """
    from cynosure.nature.deciding.decision_file import nature_and_code
    from cynosure.nature.deciding.decisions import Decision
    from cynosure.wiring import open_place
    from cynosure.wiring.decisions import decide
    from cynosure.wiring.labelling import label_in_terminal

    if bool(demand_ids) != (said is not None):
        raise UnreadableOption(
            "Name demands and what they are together, as in "
            "cynosure label desk:1042 --as failure/broken --workspace desk; without both, "
            "demands are offered one by one."
        )
    with open_place(workspace) as place:
        if demand_ids and said is not None:
            nature, _, code = said.partition("/")
            what = nature_and_code(nature, code)
            asked = list(dict.fromkeys(demand_ids))
            decide(place, [Decision(one, *what, doubtful) for one in asked], by=by, at=now())
            count = "1 demand is" if len(asked) == 1 else f"{len(asked)} demands are"
            typer.echo(f"{count} {said} from now on. Let it teach: cynosure learn -w {workspace}")
            return
        for line in label_in_terminal(place, n=n, by=by, now=now):
            typer.echo(line)
