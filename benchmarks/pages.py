"""How long the pages of a million demands take, as the server sees it, and what it holds.

    python -m benchmarks.pages [1000000] [--keep FOLDER]

A year of the demonstration company is taken in and told in processes of their own, kept
in FOLDER from one run to the next if one is named. Then a process that only reads, as a
server's does, answers what pages ask, warm: figures and pictures of this telling are
drawn, the index is mapped. "first" is what the first visitor after a telling waits.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from cynosure.demand.periods import Period

DEMANDS = 1_000_000
TIMES = 20
MEASURES = ("failure-share", "request-to-resolution", "harm", "stock", "first-response")


def make(folder: Path, n: int) -> None:
    """Make the workspace, once."""
    from cynosure.simulation import Plan, write_year
    from cynosure.wiring import open_place
    from cynosure.workflows.take_in import take_in

    plan = Plan(demands=n)
    export, _ = write_year(plan, folder / "year")
    with open_place(folder / "workspace", create=True) as place:
        take_in(
            [export],
            store=place.store,
            labeller=place.labeller,
            imported_at=plan.until + timedelta(hours=1),
            exported_at=plan.until,
            source="ledgerly",
        )


def tell(folder: Path) -> None:
    """Tell it anew, as the worker does after a change, stage by stage."""
    from cynosure.wiring import open_place
    from cynosure.wiring.told import retell

    began = time.perf_counter()
    stages: dict[str, float] = {}

    def progress(stage: str, n: int) -> None:
        del n
        stages.setdefault(stage, time.perf_counter() - began)

    with open_place(folder / "workspace") as place:
        retell(place, at=datetime.now(UTC), progress=progress)
    for stage, at in stages.items():
        print(f"  {at:8.1f} s  {stage}", file=sys.stderr)
    print(
        f"{time.perf_counter() - began:8.1f} s to tell, at most {peak():,.0f} MB", file=sys.stderr
    )


def read(folder: Path) -> None:
    """Ask what pages ask."""
    from cynosure.wiring.told import (
        answer_of,
        breakdown_of,
        count_demands,
        course_of,
        focus_of,
        list_demands,
        mix_of,
        open_told,
        search_demands,
        series_of,
        waiting_picture_of,
    )
    from cynosure.wiring.told.reading import Told
    from cynosure.workflows.told.filters import Filters
    from cynosure.workflows.told.questions import FigureQuestion

    workspace = folder / "workspace"

    def told() -> Told:
        opened = open_told(workspace)
        assert opened is not None
        return opened

    def measure(question: FigureQuestion) -> None:
        now = told()
        answer_of(now, question)
        series_of(now, question, "month")
        course_of(now, question, "month")
        waiting_picture_of(now, question)
        breakdown_of(now, question, now.summary.dimensions[0])
        if question.measure == "failure-share":
            mix_of(now, question, now.summary.dimensions[0])

    def search(text: str, filters: Filters) -> None:
        search_demands(told(), text, filters)

    def page(filters: Filters, **how: str) -> None:
        list_demands(told(), filters, **how)  # type: ignore[arg-type]
        count_demands(told(), filters)

    say("Focus", [lambda: focus_of(told())] * TIMES)
    for name in MEASURES:
        say(f"{name}, all time", [partial(measure, FigureQuestion(measure=name))] * TIMES)
    periods = [_period(told().as_of, days) for days in range(30, 330, 30)]
    for name in MEASURES:
        asked = [FigureQuestion(measure=name, period=period) for period in periods]
        say(f"{name}, a period nobody asked of yet", [partial(measure, one) for one in asked])
    say("list, newest", [partial(page, Filters())] * TIMES)
    words = [
        Filters(nature=(nature,), channel=(channel,))
        for nature in ("failure", "value")
        for channel in ("e-mail", "portal", "chat", "phone")
    ]
    say("list by two filters, each once", [partial(page, one) for one in words])
    for sort in ("longest", "unsure"):
        say(f"list, {sort} first", [partial(page, Filters(), sort=sort)] * TIMES)
    behind = [FigureQuestion(measure=name, period=periods[0]).filters() for name in MEASURES]
    say("list behind a figure, each once", [partial(page, one) for one in behind])
    texts = ["VAT wrong on the PDF", "cannot log in", "import twice", "slow report", "reminder"]
    say("search", [partial(search, one, Filters()) for one in texts * 4])
    failure = Filters(nature=("failure",))
    say("search among filters", [partial(search, one, failure) for one in texts * 4])
    print(f"at most {peak():,.0f} MB, pages of mapped files among them")


def say(name: str, asks: list[Callable[[], object]]) -> None:
    """Print the first, the median and the 95th of a hundred, in milliseconds."""
    taken = []
    for ask in asks:
        began = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - began))
    later = taken[1:] or taken
    median, slow = np.percentile(later, [50, 95])
    print(f"{name:<52}{taken[0]:8.0f} first{median:8.0f} median{slow:8.0f} p95", flush=True)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _period(until: datetime, days: int) -> Period:
    return Period(until - timedelta(days=days), until)


def main(arguments: list[str]) -> None:
    numbers = [int(each) for each in arguments if each.isdigit()]
    kept = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    with tempfile.TemporaryDirectory(prefix="cynosure-bench-") as scratch:
        folder = (kept or Path(scratch)) / str(numbers[0] if numbers else DEMANDS)
        steps = ["tell", "read"] if (folder / "workspace").exists() else ["make", "tell", "read"]
        folder.mkdir(parents=True, exist_ok=True)
        for step in steps:
            # Each in a process of its own, so that what one held counts for none of the others.
            told = json.dumps([step, str(folder)])
            subprocess.run([sys.executable, "-m", "benchmarks.pages", told], check=True)
        size = sum(file.stat().st_size for file in (folder / "workspace/told").rglob("*.*")) / 1e6
        print(
            f"{size:,.0f} MB told, {len(list((folder / 'workspace/told').iterdir())) - 1} of them"
        )


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].startswith("["):
        step, where = json.loads(sys.argv[1])
        match step:
            case "make":
                make(Path(where), int(Path(where).name))
            case "tell":
                tell(Path(where))
            case _:
                read(Path(where))
    else:
        main(sys.argv[1:])
