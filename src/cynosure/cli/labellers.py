"""`cynosure labellers`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cynosure.cli.options import NeededWorkspace
from cynosure.errors import CynosureError

if TYPE_CHECKING:
    from cynosure.nature.labellers import Judged
    from cynosure.nature.labellers.language_model import Asked
    from cynosure.wiring import Place
    from cynosure.workflows.asking import Question
    from cynosure.workflows.choosing_labellers import Chosen, Part

app = typer.Typer(
    help="Labellers of your own: rules, tables, a language model.", no_args_is_help=True
)
Labellers = Annotated[
    Path,
    typer.Argument(
        metavar="FILE.toml",
        help="The labellers and their order.",
        readable=False,
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Agree to what asking costs.", show_default=False)]


class NotAgreed(CynosureError):
    """A language model is asked only after somebody has agreed to what it takes."""

    exit_status = 64

    def __init__(self) -> None:
        super().__init__("Nothing was asked, since nobody is here to agree. Say so with --yes.")


@app.command("check")
def check(file: Labellers) -> None:
    """Look for everything that is wrong with labellers; nothing is changed, nobody is asked.

    Example:
      cynosure labellers check labellers.toml
    """
    from cynosure.nature import shipped_labeller
    from cynosure.wiring.chain import chosen_from

    chosen = chosen_from(file, model=shipped_labeller)
    for line in _order(chosen):
        typer.echo(line)
    typer.echo("Nothing is wrong with them.")


@app.command("use")
def use(file: Labellers, workspace: NeededWorkspace) -> None:
    """Let these labellers say what the demands of a workspace are, from now on.

    They are copied into the workspace, and what it holds is labelled anew.
    A file with only `chain = ["model"]` goes back to the model alone.

    Example:
      cynosure labellers use labellers.toml --workspace desk
    """
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.using_labellers import use_labellers
    from cynosure.workflows.take_in import label_new

    with open_place(workspace) as place:
        chosen = use_labellers(place, file)
        with progress() as tell:
            label_new(store=place.store, labeller=chosen.labeller, progress=tell)
        for line in _standing(place, chosen):
            typer.echo(line)


@app.command("show")
def show(workspace: NeededWorkspace) -> None:
    """Show who labels in a workspace, how often each speaks and is right, and what it cost.

    Precision is counted on the demands that people judged in audits.

    Example:
      cynosure labellers show --workspace desk
    """
    from cynosure.wiring import open_place

    with open_place(workspace) as place:
        if place.chosen is None:
            typer.echo(f"The model alone labels: {place.labeller.name}.")
            return
        for line in _standing(place, place.chosen):
            typer.echo(line)


@app.command("ask")
def ask(
    workspace: NeededWorkspace,
    yes: Yes = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Ask also about texts for which there was no usable answer.",
            show_default=False,
        ),
    ] = False,
) -> None:
    """Put demands to the language model of a workspace's labellers, after showing what it takes.

    Only demands of which nothing before it in the chain says anything, masked,
    and each text once. Stop when you like: the next run goes on from there.

    Example:
      cynosure labellers ask --workspace desk --yes
    """
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.asking import ask_in
    from cynosure.wiring.chain import asks_a_language_model

    with open_place(workspace) as place:
        chosen = place.chosen
        if chosen is None or not asks_a_language_model(chosen):
            typer.echo(
                "There is no language model among the labellers, so there is nothing to ask."
            )
            return
        with progress() as tell:
            done = ask_in(place, chosen, agreed=agreeing(yes=yes), again=again, progress=tell)
        for line in became(done):
            typer.echo(line)


def agreeing(*, yes: bool) -> Callable[[Question], bool]:
    """Return what shows a person what asking takes, and hears whether they agree."""

    def agreed(question: Question) -> bool:
        for line in _takes(question):
            typer.echo(line, err=True)
        if yes:
            return True
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise NotAgreed
        return bool(typer.confirm("Ask?", err=True))

    return agreed


def became(done: list[tuple[Part, Asked]]) -> Iterator[str]:
    """Yield what became of asking."""
    if not done:
        yield "Nothing was asked."
    for part, asked in done:
        yield (
            f"{part.name}: {asked.answered:,} texts answered in {asked.calls:,} calls, "
            f"{asked.unusable:,} without a usable answer."
        )
        if asked.stopped:
            yield f"  Stopped early: {asked.stopped}. Raise it in labellers.toml to go on."


def _takes(question: Question) -> Iterator[str]:
    told, settings = question.estimate, question.settings
    cost = "" if told.cost is None else f", about {_money(told.cost)} by your prices"
    yield (
        f"{question.part.name}: {told.texts:,} texts would go, masked, to {settings.model} at "
        f"{settings.address}: {told.calls:,} calls of up to {settings.demands_per_call}, about "
        f"{told.tokens_in:,} tokens in and {told.tokens_out:,} out{cost}."
    )
    bounds = f"at most {settings.max_calls:,} calls"
    if settings.max_cost is not None:
        bounds += f" and {settings.max_cost:g}"
    yield f"  Bounds in all: {bounds}. So far: {_so_far(question)}."


def _so_far(question: Question) -> str:
    spent, cost = question.spent, question.spent_cost
    paid = "" if cost is None else f", {_money(cost)}"
    return f"{spent.calls:,} calls, {spent.tokens_in:,} tokens in, {spent.tokens_out:,} out{paid}"


def _money(cost: float) -> str:
    return f"{cost:,.2f}" if cost >= 1 or cost == 0 else f"{cost:.2g}"


def _order(chosen: Chosen) -> Iterator[str]:
    for number, part in enumerate(chosen.parts, 1):
        yield f"{number}. {part.name} ({part.labeller.name})"


def _standing(place: Place, chosen: Chosen) -> Iterator[str]:
    from cynosure.wiring.asking import waiting_in
    from cynosure.wiring.judging_labellers import standing_of

    told = standing_of(place, chosen)
    waiting = {question.part.name: question for question in waiting_in(place, chosen)}
    yield f"Who labels {told.demands:,} demands, the first that says something: {chosen.labeller.name}"
    width = max(map(len, [*(part.name for part in chosen.parts), *_rules(told.rules)]))
    for number, (part, judged) in enumerate(zip(chosen.parts, told.parts, strict=True), 1):
        yield f"{number}. {_line(judged, width + 3)}"
        for rule in told.rules.get(part.name, ()):
            yield f"     - {_line(rule, width)}"
        if part.name in waiting:
            question = waiting[part.name]
            yield f"     So far: {_so_far(question)}."
            if question.estimate.texts:
                yield f"     {question.estimate.texts:,} texts wait: cynosure labellers ask"
    if told.silent:
        yield f"Of {told.silent:,} nothing is said: they are unknown."


def _rules(rules: dict[str, list[Judged]]) -> Iterator[str]:
    for each in rules.values():
        yield from (rule.name for rule in each)


def _line(judged: Judged, width: int) -> str:
    right = judged.right
    if right.share is None or right.low is None or right.high is None:
        said = "none of them judged in an audit"
    else:
        said = (
            f"right {right.share:.0%} ({right.low:.0%} to {right.high:.0%}) of "
            f"{judged.judged:,} judged"
        ).replace("%", " %")
    return f"{judged.name:<{width}}  {judged.hits:>9,} demands  {said}"
