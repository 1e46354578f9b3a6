"""`cynosure serve` and `cynosure worker`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path,
    typer.Option("--workspace", "-w", metavar="DIR", help="The workspace; made where it is not."),
]


def serve(
    workspace: Folder = Path("workspace"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen on.")] = 8000,
    worker: Annotated[
        bool, typer.Option(help="Whether a worker runs beside; without one start your own.")
    ] = True,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill it with a year of an invented company first.")
    ] = False,
) -> None:
    """Serve pages and API on this machine; a link for the first owner is printed.

    Example:
      cynosure serve --workspace desk
    """
    import os

    from cynosure.cli.options import now
    from cynosure.cli.pages import need_pages
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.demonstration import fill_with_a_year
    from cynosure.wiring.told import open_told

    need_pages()
    from cynosure.web.serving import Serving, prepare
    from cynosure.web.serving import serve as serve_pages

    _make(workspace)
    guessed = "CYNOSURE_URL" not in os.environ
    # Before anything opens the register: pages bring more tables than the register alone.
    prepare(workspace.resolve(), port=port)
    with open_place(workspace, create=True) as place:
        if demo and not place.imports():
            with progress() as tell:
                fill_with_a_year(place, today=now(), progress=tell)
        untold = bool(place.imports()) and open_told(workspace.resolve()) is None
    serve_pages(
        Serving(
            folder=workspace.resolve(),
            host=host,
            port=port,
            worker=worker,
            address_guessed=guessed,
            untold=untold,
        ),
        now=now,
        say=typer.echo,
    )


def work(workspace: Folder = Path("workspace")) -> None:
    """Do what pages and programs asked for, until stopped; several may run beside one another.

    Example:
      cynosure worker --workspace desk
    """
    import signal
    import threading

    from cynosure.cli.options import now
    from cynosure.cli.pages import need_pages
    from cynosure.wiring.working import Stopped
    from cynosure.wiring.working import work as do

    need_pages()
    from cynosure.web.watching.logs import log_to_stderr

    log_to_stderr()
    stop = threading.Event()

    def stopped(number: int, frame: object) -> None:
        del number, frame
        # Ctrl-C reaches it twice, once from `serve`; what it gives back must not be broken off.
        if not stop.is_set():
            stop.set()
            raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopped)
    try:
        do(workspace.resolve(), now=now, stop=stop)
    except Stopped:
        typer.echo("The worker stopped; what it was doing is begun again by the next.", err=True)


def _make(folder: Path) -> None:
    from cynosure.wiring import open_place

    with open_place(folder, create=True):
        pass
