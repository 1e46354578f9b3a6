"""How long `cynosure --help` takes beside a bare Typer command, in one run.

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


def main() -> None:
    """Print both medians and how far apart they are; the limit is 0.15 s."""
    with tempfile.TemporaryDirectory() as scratch:
        bare = Path(scratch) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        ours, theirs = [], []
        for _ in range(7):
            ours.append(watch("-m", "cynosure", "--help").seconds)
            theirs.append(watch(bare, "--help").seconds)
    us, them = statistics.median(ours), statistics.median(theirs)
    print(
        f"cynosure --help {us:.2f} s, a bare Typer command {them:.2f} s: {us - them:+.2f} s apart"
    )


if __name__ == "__main__":
    main()
