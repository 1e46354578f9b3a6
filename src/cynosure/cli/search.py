"""`cynosure search`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cynosure.cli.options import NeededWorkspace, UnreadableOption

if TYPE_CHECKING:
    from cynosure.workflows.found_texts import FoundText


class By(StrEnum):
    """What is looked at."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


class Form(StrEnum):
    """How answers are written."""

    TEXT = "text"
    JSON = "json"


def search(
    workspace: NeededWorkspace,
    words: Annotated[
        Optional[str],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Argument(
            metavar="WORDS",
            help="What to look for, such as 'refund never came'.",
            show_default=False,
        ),
    ] = None,
    like: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--like",
            metavar="DEMAND_ID",
            help="Find the demands most like this one instead.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        By,
        typer.Option(
            "--by",
            help="Both: who says every word comes first, then whoever says much of it or means it.",
        ),
    ] = By.BOTH,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, max=1_000, help="How many at most.")
    ] = 20,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--source", metavar="NAME", help="Only from this source.", show_default=False),
    ] = None,
    product: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--product", metavar="NAME", help="Only about this product.", show_default=False
        ),
    ] = None,
    channel: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--channel", metavar="NAME", help="Only by this channel.", show_default=False),
    ] = None,
    nature: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--nature", metavar="NATURE", help="Only failure, value or none.", show_default=False
        ),
    ] = None,
    code: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--code", metavar="CODE", help="Only this cause or want.", show_default=False),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="Text or JSON.")] = Form.TEXT,
) -> None:
    """Find demands by their words and by what they mean, or those most like one.

    Texts are masked. The first search of a workspace reads all its texts and
    keeps an index beside them; later ones read only what is new.

    Example:
      cynosure search "refund never came" --workspace desk
    """
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.search import chosen_from, open_search

    if (words is None) == (like is None):
        raise UnreadableOption(
            "Say either what to look for, as cynosure search 'refund never came', "
            "or --like DEMAND_ID."
        )
    with open_place(workspace) as place, progress() as tell:
        among = chosen_from(
            place, source=source, product=product, channel=channel, nature=nature, code=code
        )
        searcher = open_search(place, tell)
        if like is None:
            found = searcher.search(words or "", by=by.value, limit=limit, among=among)
        else:
            found = searcher.neighbours(like, by=by.value, limit=limit, among=among)
    for note in searcher.notes:
        typer.echo(note, err=True)
    typer.echo(_as_json(found) if form is Form.JSON else _as_text(found))


def _as_json(found: Sequence[FoundText]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)


def _as_text(found: Sequence[FoundText]) -> str:
    if not found:
        return "No demand says or means anything of that."
    return "\n\n".join("\n".join(_lines(one)) for one in found)


def _lines(one: FoundText) -> list[str]:
    why = []
    if one.words:
        why.append(f"says {', '.join(one.words)}")
    if one.likeness:
        why.append(f"meaning alike by {one.likeness:.0%}")
    lines = [f"{one.demand_id}  {one.title}"]
    if one.excerpt:
        lines.append(f"  {one.excerpt}")
    if why:
        lines.append(f"  ({'; '.join(why)})")
    return lines
