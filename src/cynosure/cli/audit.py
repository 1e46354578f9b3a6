"""`cynosure audit`."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from cynosure.cli.options import NeededWorkspace, UnreadableOption, now

_NOBODY = "a person at this terminal"
_ENOUGH = 40


def audit(
    workspace: NeededWorkspace,
    n: Annotated[
        Optional[int],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option(
            "-n",
            "--sample",
            min=1,
            help="How many demands to look at. [default: 40; with --second all judged ones]",
            show_default=False,
        ),
    ] = None,
    design: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--design",
            metavar="DESIGN",
            help="simple, or stratified: more of what the classifier is unsure of. "
            "[default: the last one, else simple]",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--by", metavar="NAME", help="Who decides."),
    ] = None,
    second: Annotated[
        bool, typer.Option("--second", help="Judge again, without seeing what was said.")
    ] = False,
    settle: Annotated[bool, typer.Option("--settle", help="Decide where the two differ.")] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Judge nothing; say what the labels tell.")
    ] = False,
    aim: Annotated[
        float,
        typer.Option("--aim", metavar="POINTS", help="Say how many labels give ± so many points."),
    ] = 3.0,
) -> None:
    """Decide what a random sample of demands is, one key each.

    The report then shows the failure share with an interval instead of the
    unaudited range. Stop with q and go on whenever you like.

    Example:
      cynosure audit --workspace desk -n 40
    """
    from cynosure.wiring import open_place
    from cynosure.wiring.audit_findings import show_audit
    from cynosure.wiring.auditing import Design, NothingJudged, audit_in_terminal, judge_again
    from cynosure.wiring.auditing import settle as settle_in_terminal

    if second + settle + show > 1:
        raise UnreadableOption("--second, --settle and --show are three things. Choose one.")
    if design is not None and design not in list(Design):
        raise UnreadableOption(
            f"--design is {design!r}. A sample is drawn as one of {', '.join(Design)}."
        )
    if design and (second or settle or show):
        raise UnreadableOption(
            "--design is for a sample to be drawn; what was drawn keeps its own. Leave it out."
        )
    if not 0.1 <= aim <= 50:
        raise UnreadableOption(
            f"--aim is {aim:g}. Name the points that the share may be off, from 0.1 to 50."
        )
    if (second or settle) and not (name or "").strip():
        raise UnreadableOption(
            f"{'--second' if second else '--settle'} needs to know who decides: --by NAME"
        )
    by = (name or "").strip() or _NOBODY
    with open_place(workspace) as place:
        if second:
            judge_again(place, size=n, by=by, now=now)
        elif settle:
            settle_in_terminal(place, by=by, now=now)
        elif not show:
            chosen = Design(design) if design else None
            audit_in_terminal(place, size=n or _ENOUGH, design=chosen, by=by, now=now)
        try:
            for line in show_audit(place, aim=aim / 100, now=now()):
                typer.echo(line)
        except NothingJudged:
            # Who stopped before the first demand knows that nothing was judged.
            if show:
                raise
