"""Making weights, on a handful of made-up demands."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cynosure.nature import ModelLabeller, UnusableWeights
from cynosure.nature.learning.weighing import Settings
from cynosure.nature.model import load_model
from cynosure.nature.reading.page import BLOCKS
from cynosure.nature.training import UnusableTrainingData, train
from cynosure.nature.training.__main__ import main
from cynosure.nature.training.further_labels import further_rows, write_labels
from cynosure.nature.training.making import material
from cynosure.nature.training.raw_texts import key_of
from cynosure.nature.training.rows import labelled, starts_like
from tests.given import ROOT
from tests.nature.made_up import batch, demand

COLUMNS = (
    "id",
    "source",
    "title",
    "body",
    "reported_type",
    "draw",
    "nature",
    "code",
    "second_code",
    "doubt",
)
EAGER = Settings(seen_at_least=dict.fromkeys(BLOCKS, 1))
SAID = {
    "broken": ("the save button crashes", "error when I print", "it crashes again"),
    "new_capability": ("please add colours", "add a calendar please", "please add sorting"),
    "": ("lovely, thanks", "great work, thanks", "thanks for the lovely tool"),
}


def rows() -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    for source in ("desk", "shop", "forum"):
        for code, texts in SAID.items():
            for text in texts:
                made.append(
                    {
                        "id": str(len(made)),
                        "source": source,
                        "title": "",
                        "body": f"{text} in {source}",
                        "reported_type": "",
                        "draw": "random",
                        "nature": {"": "none", "broken": "failure"}.get(code, "value"),
                        "code": code,
                        "second_code": "",
                        "doubt": "0",
                    }
                )
    return made


def written(path: Path, made: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows(made)
    return path


def trained(folder: Path, out: str = "out", gold: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    what = material(
        written(folder / "labelled.csv", rows()),
        gold=written(folder / "gold.csv", gold) if gold else None,
    )
    return train(what, folder / out, made_on=date(2026, 11, 22), settings=EAGER)


class TestTraining:
    def test_makes_weights_that_label_a_source_never_seen(self, tmp_path: Path) -> None:
        trained(tmp_path)

        labeller = ModelLabeller(load_model(tmp_path / "out" / "model.npz"))

        said = labeller.label(batch(demand("printing crashes"), demand("please add tags")))
        assert said["nature"].to_pylist() == ["failure", "value"]

    def test_twice_makes_the_same_weights(self, tmp_path: Path) -> None:
        once, again = trained(tmp_path, "once"), trained(tmp_path, "again")

        assert once["fingerprint"] == again["fingerprint"]
        assert once == again

    def test_leaves_out_what_starts_like_a_gold_row(self, tmp_path: Path) -> None:
        gold = [{**rows()[0], "body": "THE  save button crashes\nin desk"}]

        card = trained(tmp_path, gold=gold)

        assert card["trained_on"]["dropped_as_gold_or_twice"] == 1
        assert card["trained_on"]["rows"] == len(rows()) - 1
        assert card["gold"]["all"]["n"] == 1

    def test_writes_a_card_that_says_what_it_learnt_from(self, tmp_path: Path) -> None:
        card = trained(tmp_path)

        assert json.loads((tmp_path / "out" / "card.json").read_text()) == card
        assert card["trained_on"]["by_source"] == {"desk": 9, "forum": 9, "shop": 9}
        assert set(card["held_out_by_source"]) == {"all", "desk", "forum", "shop"}
        assert card["made_on"] == "2026-11-22"

    def test_from_the_command_line_says_what_it_made(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = written(tmp_path / "labelled.csv", rows())

        main(["--data", str(path), "--out", str(tmp_path / "out"), "--made-on", "2026-11-22"])

        assert json.loads(capsys.readouterr().out)["trained_on"]["rows"] == 27

    def test_refuses_a_file_without_labels(self, tmp_path: Path) -> None:
        path = tmp_path / "labelled.csv"
        path.write_text("title,body\nhello,world\n")

        with pytest.raises(UnusableTrainingData, match="it lacks code, nature"):
            material(path)

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableTrainingData, match="No such file"):
            material(tmp_path / "none.csv")


class TestFurtherLabels:
    def test_find_their_texts_by_set_and_key(self, tmp_path: Path) -> None:
        raw = tmp_path / "banking77" / "train.csv"
        raw.parent.mkdir()
        raw.write_text("text,category\nWhere is  my card?,arrival\nThanks!,other\n")
        said = {
            "source": "banking77",
            "key": key_of("", "where is my CARD?"),
            "code": "unclear",
            "draw": "random",
        }
        write_labels(tmp_path / "labels.csv", [said, {**said, "key": "0123456789ab"}])

        found, lost = further_rows(tmp_path / "labels.csv", tmp_path)

        assert [(row["body"], row["code"]) for row in found] == [("Where is my card?", "unclear")]
        assert lost == 1

    def test_hold_no_word_of_a_text(self) -> None:
        path = ROOT / "training" / "labels.csv"

        with path.open(newline="") as lines:
            widest = max(len(cell) for row in csv.reader(lines) for cell in row)

        assert widest <= len("nlbse2024-train")


class TestTheAgreementOfAnnotators:
    def test_is_told_of_the_rows_that_were_labelled_twice(self, tmp_path: Path) -> None:
        given = written(tmp_path / "labelled.csv", rows())
        twice = tmp_path / "twice.csv"
        twice.write_text("source,id,code\ndesk,0,broken\ndesk,3,misfit\ndesk,6,\n")

        told = material(given, twice=twice).trained_on["labelled_twice"]

        assert told["rows"] == 3
        assert told["nature"]["same"] == told["code"]["same"] == 2


class TestWhatIsSaidBesideATextDuringTraining:
    def test_is_hidden_from_some_and_shown_to_most(self) -> None:
        many = [{**rows()[0], "reported_type": "Bug", "id": str(i)} for i in range(400)]

        shown = labelled(many).evidence[:, 0].sum()

        assert 240 < shown < 320


class TestStartsLike:
    def test_reads_120_characters_of_title_and_body(self) -> None:
        assert starts_like("a" * 100, "b" * 100) == "a" * 100 + " " + "b" * 19


class TestWeightsThatCannotBeUsed:
    def test_cut_short(self, tmp_path: Path) -> None:
        trained(tmp_path)
        path = tmp_path / "out" / "model.npz"
        path.write_bytes(path.read_bytes()[:500])

        with pytest.raises(UnusableWeights, match="Install Cynosure again"):
            load_model(path)

    def test_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableWeights, match=r"none\.npz"):
            load_model(tmp_path / "none.npz")

    @pytest.mark.parametrize(
        ("name", "value", "why"),
        [
            ("format", np.array([99]), "format 99"),
            ("weights", np.zeros((1, 2), np.int8), "weights is"),
            ("steps", np.zeros((2, 2)), "steps is"),
            ("type_alone", np.zeros((2, 2)), "type_alone is"),
        ],
    )
    def test_made_for_other_features(
        self, tmp_path: Path, name: str, value: np.ndarray[Any, Any], why: str
    ) -> None:
        trained(tmp_path)
        path = tmp_path / "out" / "model.npz"
        with np.load(path) as stored:
            arrays = {key: stored[key] for key in stored.files}
        np.savez(path, **{**arrays, name: value})

        with pytest.raises(UnusableWeights, match=why):
            load_model(path)
