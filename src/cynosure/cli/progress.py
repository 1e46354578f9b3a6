"""Progress on a terminal; silence where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str, int], None]]:
    """Yield a function that is told the stage and how many records it has dealt with.

    The bar begins with the first stage, so that a question before it stands alone.
    """
    if not sys.stderr.isatty():
        from cynosure.workflows.take_in import unwatched

        yield unwatched
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, int] = {}

    def tell(stage: str, n: int) -> None:
        if not tasks:
            bar.start()
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=None)
        bar.update(bar.tasks[tasks[stage]].id, completed=n)

    try:
        yield tell
    finally:
        bar.stop()
