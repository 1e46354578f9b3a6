"""Decisions as a person makes them: at the terminal, one by one, and by file."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from cynosure.nature import shipped_labeller
from cynosure.nature.deciding.own_file import CARD
from tests.cli.desk import COLUMNS, tickets, write_csv
from tests.commands import arguments, contents, cynosure, done

pytestmark = pytest.mark.slow

DATA_ERROR, USAGE = 65, 64


def labels(workspace: Path) -> dict[str, dict[str, Any]]:
    lines = done("export", "labels", "-w", workspace, "--format", "json").out.splitlines()
    return {row["demand_id"]: row for row in map(json.loads, lines)}


def share(workspace: Path) -> str:
    return done("measures", "show", "failure-share", "-w", workspace).out


def decided(workspace: Path) -> list[str]:
    return done("decisions", "list", "-w", workspace).out.splitlines()


def decisions_file(path: Path, *rows: tuple[str, str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("demand_id", "nature", "code"), *rows])
    return path


class TestADecision:
    def test_holds_at_once_everywhere(self, workspace: Path) -> None:
        before = share(workspace)
        # All ways of asking for a dark theme are praise now.
        ids = [f"tickets:{1000 + n}" for n in range(2, 60, 5)]

        done("label", *ids, "--as", "none", "-w", workspace, "--by", "Maria")

        after, found = share(workspace), labels(workspace)
        assert after != before
        assert "left out: 12 (ask for nothing" in after
        assert {found[one]["labeller"] for one in ids} == {"person"}
        assert found[ids[0]]["probability"] == 1.0
        told = done("explain", ids[0], "-w", workspace).out
        assert "Nature: none, decided by Maria on 20" in told
        assert f"The model {shipped_labeller().name} said: value, new_capability" in told

    def test_can_be_taken_back(self, workspace: Path) -> None:
        before = share(workspace)
        done("label", "tickets:1000", "--as", "value", "-w", workspace)
        done("label", "tickets:1000", "--as", "none", "-w", workspace)

        told = done("decisions", "undo", "tickets:1000", "-w", workspace).out

        assert "What counts now: value, by a person at this terminal" in told
        done("decisions", "undo", "tickets:1000", "-w", workspace)
        assert share(workspace) == before
        assert decided(workspace) == []
        ran = cynosure("decisions", "undo", "tickets:1000", "-w", workspace)
        assert ran.status == USAGE
        assert "nothing to take back" in ran.err

    def test_survives_taking_the_same_export_in_again(self, workspace: Path, export: Path) -> None:
        done("label", "tickets:1000", "--as", "none", "-w", workspace)
        before = labels(workspace)

        done("take-in", export, "-w", workspace)

        assert labels(workspace) == before

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("tickets:1000", "--as", "failur"), "Did you mean 'failure'"),
            (("tickets:1000", "--as", "value/slow"), "slow is a code of failure, not of value"),
            (("tickets:1000", "--as", "failure/brokn"), "Did you mean 'broken'"),
            (("tickets:1000",), "--as failure/broken"),
            (("--as", "none"), "Name demands"),
            (("tickets:10000", "tickets:1000", "--as", "none"), "Did you mean 'tickets:1000'"),
        ],
    )
    def test_that_cannot_be_is_refused_in_words_and_changes_nothing(
        self, workspace: Path, words: tuple[str, ...], said: str
    ) -> None:
        ran = cynosure("label", *words, "-w", workspace)

        assert ran.status == USAGE
        assert said in ran.err
        assert decided(workspace) == []


class TestASession:
    def test_keeps_each_decision_and_goes_on_where_it_stopped(self, workspace: Path) -> None:
        first = done("label", "-w", workspace, "-n", "5", typed="f1v2q").out
        assert "1 of 5" in first
        assert "2 demands labelled in this session" in first
        ids = {line.split()[0] for line in decided(workspace)}

        second = done("label", "-w", workspace, "-n", "5", typed="n" * 5).out

        assert "Done. 5 demands labelled." in second
        after = [line.split()[0] for line in decided(workspace)]
        assert len(set(after)) == 7
        assert ids < set(after)

    def test_takes_back_with_u(self, workspace: Path) -> None:
        done("label", "-w", workspace, "-n", "5", typed="f1uq")

        assert decided(workspace) == []

    def test_hides_what_the_classifier_thinks_until_it_is_decided(self, workspace: Path) -> None:
        assert "thought" not in done("label", "-w", workspace, typed="mhq").out
        assert "The classifier thought" in done("label", "-w", workspace, typed="nq").out

    def test_shows_no_address(self, workspace: Path) -> None:
        assert "@" not in done("label", "-w", workspace, "-n", "3", typed="mnmnmn").out

    def test_offers_one_of_each_kind_that_it_is_unsure_of(self, workspace: Path) -> None:
        shown = done("label", "-w", workspace, "-n", "5", typed="nnnnn").out

        kinds = {row["Subject"].split(" (")[0] for row in tickets()}
        assert len([kind for kind in kinds if kind in shown]) >= 4

    def test_never_offers_what_an_audit_drew(self, workspace: Path) -> None:
        done("audit", "-w", workspace, "-n", "50", typed="f1" * 50)

        told = done("label", "-w", workspace, "-n", "20", typed="n" * 20).out

        assert "10 demands labelled" in told
        assert "There is no further demand to offer" in told

    def test_keeps_what_was_decided_when_it_is_killed(self, workspace: Path) -> None:
        with subprocess.Popen(
            arguments("label", "-w", workspace, "-n", "5"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"f1n")
            process.stdin.flush()
            read = b""
            while b"3 of 5" not in read and (more := os.read(process.stdout.fileno(), 4096)):
                read += more
            process.send_signal(signal.SIGKILL)

        assert [line.split()[1] for line in decided(workspace)] == ["failure/broken,", "none,"]


@pytest.fixture(scope="module")
def odd_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose words mean something else than elsewhere: the shipped model is wrong."""
    folder = tmp_path_factory.mktemp("odd")
    rows = tickets(160)
    for number, row in enumerate(rows):
        row["Type"] = ""
        row["Subject"] = ("Sconce {}", "Hooray {}", "Torchiere {}", "Lantern {}")[
            number % 4
        ].format(number)
        row["Description"] = (
            f"Please wire the sconce of room {number} at our site.",
            f"The lanterns of room {number} glow, hooray to you all.",
            f"Torchiere of room {number} was promised and has not come.",
            f"The lantern of room {number} crashes with an error.",
        )[number % 4]
    done("take-in", write_csv(folder / "tickets.csv", rows, COLUMNS), "-w", folder / "workspace")
    truth = ("value/service", "none", "failure/unmet_promise", "failure/broken")
    told = [
        (f"tickets:{1000 + n}", *(f"{truth[n % 4]}/".split("/")[:2])) for n in range(0, 160, 2)
    ] + [(f"tickets:{1000 + n}", *(f"{truth[n % 4]}/".split("/")[:2])) for n in range(1, 41, 2)]
    decisions_file(folder / "decisions.csv", *told)  # type: ignore[arg-type]  # three words each
    return folder


@pytest.fixture
def odd(odd_desk: Path, tmp_path: Path) -> tuple[Path, Path]:
    copy: Path = shutil.copytree(odd_desk / "workspace", tmp_path / "odd")
    return copy, odd_desk / "decisions.csv"


class TestTheOwnModel:
    def test_is_learnt_and_named_wherever_it_reads(self, odd: tuple[Path, Path]) -> None:
        workspace, file = odd
        told = done("decisions", "take-in", file, "-w", workspace).out
        assert "100 new or different, 0 as before" in told

        learnt = done("learn", "-w", workspace).out

        assert "Learnt from 100 decisions: on 100 decisions that taught neither" in learnt
        assert "so it is used" in learnt
        found = labels(workspace)
        assert {row["labeller"].split(":")[0] for row in found.values()} == {"own", "person"}
        assert found["tickets:1159"]["code"] == "broken"
        assert found["tickets:1157"]["nature"] == "none"
        decisions = {name for name, row in found.items() if row["labeller"] == "person"}
        report = done("report", "-w", workspace, "--format", "json").json
        (by,) = [what for name, what in report["making"]["versions"] if name.startswith("model")]
        assert f"learnt from 100 decisions on top of {shipped_labeller().name}" in by
        assert "so it is used" in by
        assert ["decided by people", "100 demands"] in report["making"]["versions"]
        shown = [one for one in report["to_read"]["random"] if one["demand_id"] in decisions]
        assert shown
        assert all(one["reasons"] == ["a person's decision"] for one in shown)

    def test_is_not_learnt_twice_from_the_same(self, odd: tuple[Path, Path]) -> None:
        workspace, file = odd
        done("decisions", "take-in", file, "-w", workspace)
        done("learn", "-w", workspace)
        before = contents(workspace)

        assert "Nothing new to learn" in done("learn", "-w", workspace).out
        assert contents(workspace) == before

    def test_reads_within_the_workspace_s_own_chain_as_soon_as_it_is_learnt(
        self, odd: tuple[Path, Path], tmp_path: Path
    ) -> None:
        from cynosure.wiring import open_place
        from cynosure.wiring.own_model import learn_from_decisions

        workspace, file = odd
        (tmp_path / "rules.toml").write_text(
            '[[rule]]\nname = "lanterns"\npattern = "crashes"\ncode = "slow"\n'
        )
        (tmp_path / "chain.toml").write_text(
            'chain = ["rules", "model"]\n[rules]\nfile = "rules.toml"\n'
        )
        done("labellers", "use", tmp_path / "chain.toml", "-w", workspace)
        done("decisions", "take-in", file, "-w", workspace)

        with open_place(workspace) as place:
            before = place.labeller.name
            learn_from_decisions(place)
            after = place.labeller.name

        assert before.startswith("chain:")
        assert after.startswith("chain:")
        assert before != after
        found = labels(workspace)
        assert {row["labeller"] for row in found.values()} == {after, "person"}
        assert found["tickets:1159"]["code"] == "slow"  # the rule's word, before the model's
        assert found["tickets:1157"]["nature"] == "none"  # as decisions taught

    def test_waits_for_twenty_decisions(self, workspace: Path) -> None:
        told = done("label", "-w", workspace, "-n", "19", typed="f1" * 19).out

        assert "19 decisions teach; a model of your own is learnt from 20 on" in told
        assert not (workspace / CARD).exists()

    def test_goes_when_its_decisions_are_taken_back(
        self, odd: tuple[Path, Path], tmp_path: Path
    ) -> None:
        workspace, file = odd
        some = file.read_text(encoding="utf-8").splitlines(keepends=True)[:21]
        (tmp_path / "some.csv").write_text("".join(some), encoding="utf-8")
        done("decisions", "take-in", tmp_path / "some.csv", "-w", workspace)
        assert "Learnt from 20 decisions" in done("learn", "-w", workspace).out
        done("decisions", "undo", "tickets:1000", "-w", workspace)

        told = done("learn", "-w", workspace).out

        assert "The own model is gone" in told
        names = {row["labeller"] for row in labels(workspace).values()}
        assert names == {shipped_labeller().name, "person"}

    def test_learns_nothing_from_what_an_audit_draws_later(self, odd: tuple[Path, Path]) -> None:
        workspace, file = odd
        done("decisions", "take-in", file, "-w", workspace)
        done("learn", "-w", workspace)
        before = json.loads((workspace / CARD).read_text(encoding="utf-8"))

        done("audit", "-w", workspace, "-n", "80", typed="q")

        after = json.loads((workspace / CARD).read_text(encoding="utf-8"))
        assert before["lessons"] == 100
        assert 30 < after["lessons"] < 70
        assert after["weights"] != before["weights"]

    def test_cut_short_is_said_and_the_shipped_one_reads(self, odd: tuple[Path, Path]) -> None:
        workspace, file = odd
        done("decisions", "take-in", file, "-w", workspace)
        plain = share(workspace)
        done("learn", "-w", workspace)
        (weights,) = workspace.glob("own_model-*.npz")
        weights.write_bytes(weights.read_bytes()[:2_000])

        ran = done("measures", "show", "failure-share", "-w", workspace)

        assert "cynosure learn --workspace" in ran.err
        assert ran.out == plain
        assert "so it is used" in done("learn", "-w", workspace).out

    def test_that_stands_on_an_earlier_shipped_model_is_learnt_anew(
        self, odd: tuple[Path, Path]
    ) -> None:
        workspace, file = odd
        done("decisions", "take-in", file, "-w", workspace)
        done("learn", "-w", workspace)
        card = json.loads((workspace / CARD).read_text(encoding="utf-8"))
        (workspace / CARD).write_text(json.dumps(card | {"stands_on": "0ld"}), encoding="utf-8")

        ran = done("measures", "show", "failure-share", "-w", workspace)

        assert "A new model has shipped" in ran.err
        assert "Learnt from 100 decisions" in ran.err
        again = json.loads((workspace / CARD).read_text(encoding="utf-8"))
        assert again["stands_on"] == card["stands_on"]

    def test_killed_while_it_learns_leaves_the_labels_of_the_model_in_use(
        self, odd: tuple[Path, Path]
    ) -> None:
        workspace, file = odd
        done("decisions", "take-in", file, "-w", workspace)
        before = labels(workspace)
        for seconds in (1.0, 2.5):
            with subprocess.Popen(arguments("learn", "-w", workspace)) as process:
                began = time.monotonic()
                while process.poll() is None and time.monotonic() - began < seconds:
                    os.sched_yield()
                process.kill()
            after = labels(workspace)
            assert after.keys() == before.keys()
            used = (workspace / CARD).exists()
            assert ({row["labeller"][:4] for row in after.values()} == {"own:", "pers"}) == used

        done("learn", "-w", workspace)
        assert len(list(workspace.glob("own_model-*.npz"))) == 1


class TestAFileOfDecisions:
    def test_goes_out_and_in_again(self, workspace: Path, tmp_path: Path) -> None:
        done("label", "tickets:1000", "tickets:1001", "--as", "failure/slow", "-w", workspace)
        done("label", "tickets:1003", "--as", "unknown", "--doubtful", "-w", workspace)
        before = decided(workspace)
        for name in ("out.csv", "out.ndjson"):
            done("decisions", "export", tmp_path / name, "-w", workspace)

            told = done("decisions", "take-in", tmp_path / name, "-w", workspace).out

            assert told.startswith("0 new or different, 3 as before")
            assert decided(workspace) == before

    def test_is_not_written_in_a_form_that_nobody_reads(
        self, workspace: Path, tmp_path: Path
    ) -> None:
        ran = cynosure("decisions", "export", tmp_path / "out.xlsx", "-w", workspace)

        assert ran.status == USAGE
        assert "not as 'xlsx'" in ran.err
        assert not (tmp_path / "out.xlsx").exists()

    def test_poisoned_changes_nothing(self, workspace: Path, tmp_path: Path) -> None:
        done("label", "tickets:1000", "--as", "value", "-w", workspace)
        before = contents(workspace)
        file = decisions_file(
            tmp_path / "decisions.csv",
            ("tickets:1001", "failure", "broken"),
            ("tickets:9999", "failure", "broken"),
            ("tickets:1002", "value", "broken"),
        )

        ran = cynosure("decisions", "take-in", file, "-w", workspace)

        assert ran.status == DATA_ERROR
        assert "line 3: there is no demand 'tickets:9999'" in ran.err
        assert "line 4: broken is a code of failure, not of value" in ran.err
        assert "Nothing was stored" in ran.err
        assert contents(workspace) == before

    def test_holds_no_formula(self, tmp_path: Path) -> None:
        rows = tickets(3)
        rows[0]["Ticket ID"] = "=1+1"
        workspace = tmp_path / "workspace"
        export = write_csv(tmp_path / "tickets.csv", rows)
        done("take-in", export, "-w", workspace, "--source", "=desk")
        done("label", "=desk:=1+1", "--as", "none", "-w", workspace, "--by", "@Maria")

        done("decisions", "export", tmp_path / "out.csv", "-w", workspace)

        with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
            (row,) = csv.DictReader(file)
        assert row["demand_id"] == "'=desk:=1+1"
        assert row["decided_by"] == "'@Maria"
        again = done("decisions", "take-in", tmp_path / "out.csv", "-w", workspace).out
        assert again.startswith("0 new")


class TestErasing:
    def test_takes_the_person_out_of_decisions_and_out_of_what_they_taught(
        self, odd: tuple[Path, Path]
    ) -> None:
        workspace, file = odd
        done("decisions", "take-in", file, "-w", workspace, "--by", "person3@example.org")
        done("learn", "-w", workspace)
        before = json.loads((workspace / CARD).read_text(encoding="utf-8"))

        done("erase", "--asker", "person3@example.org", "-w", workspace)

        after = json.loads((workspace / CARD).read_text(encoding="utf-8"))
        assert after["lessons"] < before["lessons"]
        assert after["weights"] != before["weights"]
        assert len(decided(workspace)) == 100
        held = [p for p in workspace.rglob("*") if p.is_file() and b"person3@" in p.read_bytes()]
        assert held == []
