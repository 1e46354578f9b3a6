"""Groups on short customer questions whose intents somebody else labelled."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

from cynosure.themes import near_equal_groups
from tests.given import data
from tests.themes.texts import batches

DATA = data()


class TestGroupsOfRealQuestions:
    def test_mostly_hold_one_intent_each(self) -> None:
        with (DATA / "banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
            questions = list(csv.DictReader(file))
        rows = [(str(i), None, question["text"]) for i, question in enumerate(questions)]

        groups = near_equal_groups(batches(rows))["group_id"].to_pylist()

        intents: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for group, question in zip(groups, questions, strict=True):
            if group:
                intents[group][question["category"]] += 1
        grouped = sum(counts.total() for counts in intents.values())
        purity = sum(counts.most_common(1)[0][1] for counts in intents.values()) / grouped
        print(
            f"\nbanking77: {len(intents)} groups hold {grouped / len(rows):.0%}, purity {purity:.2f}"
        )
        assert grouped >= 0.5 * len(rows)
        assert purity >= 0.7
        assert max(counts.total() for counts in intents.values()) <= 0.03 * len(rows)
