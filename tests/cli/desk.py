"""A small made-up desk: a plain export that every command can be tried on."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

COLUMNS = (
    "Ticket ID",
    "Subject",
    "Description",
    "Created at",
    "Resolved at",
    "Status",
    "Type",
    "Channel",
    "Requester",
)
_MATTERS = (
    ("Export crashes", "The export crashes with an error when I press save.", "Problem"),
    ("How do I change my address?", "I cannot find where to change my address.", "Question"),
    ("Please add a dark theme", "I would like a dark theme in the app.", "Feature request"),
    ("Login is broken", "I cannot log in since this morning, please help.", "Problem"),
    ("Order a second licence", "Please send us one more licence for a new colleague.", "Order"),
)


def tickets(n: int = 60) -> list[dict[str, str]]:
    """Return `n` tickets, three of four of them resolved."""
    rows = []
    for number in range(n):
        title, body, kind = _MATTERS[number % len(_MATTERS)]
        day = number % 28 + 1
        month = number // 28 % 12 + 1
        resolved = number % 4 != 3
        rows.append(
            {
                "Ticket ID": str(1000 + number),
                "Subject": f"{title} ({number})",
                "Description": body,
                "Created at": f"2026-{month:02d}-{day:02d} 09:30:00",
                "Resolved at": f"2026-{month:02d}-{day:02d} {10 + number % 9}:00:00"
                if resolved
                else "",
                "Status": "Solved" if resolved else "Open",
                "Type": kind,
                "Channel": ("e-mail", "web")[number % 2],
                "Requester": f"person{number % 17}@example.org",
            }
        )
    return rows


def write_csv(
    path: Path,
    rows: Sequence[Mapping[str, str]] | None = None,
    columns: Sequence[str] = COLUMNS,
) -> Path:
    """Write tickets as a desk exports them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(tickets() if rows is None else rows)
    return path
