"""How long starting takes: `cynosure --help` beside a bare Typer command, and a first label.

python -m benchmarks.start
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.watched import watch

BARE = '''import typer
app = typer.Typer()
@app.command()
def hello(name: str = "you"):
    """Say hello."""
app()
'''

LABEL = """import pyarrow as pa
from cynosure.nature import shipped_labeller
nothing = {name: [None] for name in ("reported_type", "channel", "language")}
rows = {"demand_id": ["a"], "title": ["It fails"], "body": ["again"], **nothing}
batch = pa.table({**rows, "labels": pa.array([None], pa.list_(pa.string()))}).to_batches()[0]
shipped_labeller().label(batch)
"""


def main() -> None:
    """Print the medians; the limits are 0.15 s apart, and 1 s to a first label."""
    with tempfile.TemporaryDirectory() as scratch:
        bare = Path(scratch) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        ours, theirs = [], []
        for _ in range(7):
            ours.append(watch("-m", "cynosure", "--help").seconds)
            theirs.append(watch(bare, "--help").seconds)
    us, them = statistics.median(ours), statistics.median(theirs)
    watch("-c", LABEL)  # the machine code is made once, and kept
    first = statistics.median(watch("-c", LABEL).seconds for _ in range(7))
    print(
        f"cynosure --help {us:.2f} s, a bare Typer command {them:.2f} s: {us - them:+.2f} s apart"
    )
    print(f"a process that loads the model and labels one text {first:.2f} s")


if __name__ == "__main__":
    main()
