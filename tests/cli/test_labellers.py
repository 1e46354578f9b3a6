"""`cynosure labellers`: a workspace with labellers of its own, and a model on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from cynosure.wiring import open_place
from tests.cli.desk import tickets, write_csv
from tests.commands import arguments, cynosure, done
from tests.connectors.model_server import Call, answers, fails, model_server, raw, says

RULES = """\
[[rule]]
name = "orders"
reported_type = "Order"
code = "service"

[[rule]]
name = "nothing"
product = "Nowhere"
code = "slow"
"""
CHAIN = """\
chain = ["rules", "gpt", "model"]
[rules]
file = "rules.toml"
[gpt]
kind = "language-model"
address = "{address}"
model = "tiny"
demands_per_call = 4
max_calls = 1000
price_in = 1.0
price_out = 2.0
"""


def chain(folder: Path, address: str = "http://127.0.0.1:9/v1", rules: str = RULES) -> Path:
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    (folder / "labellers.toml").write_text(CHAIN.format(address=address), encoding="utf-8")
    return folder / "labellers.toml"


def codes(workspace: Path) -> Counter[str | None]:
    """Count the codes of the labels in use."""
    lines = done("export", "labels", "-w", workspace, "--format", "json").out.splitlines()
    labels = [json.loads(line) for line in lines]
    newest = in_use(workspace)
    return Counter(label["code"] for label in labels if label["labeller"] == newest)


def in_use(workspace: Path) -> str:
    with open_place(workspace) as place:
        return place.labeller.name


@pytest.mark.slow
class TestUse:
    def test_labels_a_workspace_anew_and_shows_who_speaks(
        self, workspace: Path, tmp_path: Path
    ) -> None:
        told = done("labellers", "use", chain(tmp_path), "-w", workspace).out

        lines = [line.split() for line in told.splitlines()]
        assert lines[0][:5] == ["Who", "labels", "60", "demands,", "the"]
        assert lines[1][:4] == ["1.", "rules", "12", "demands"]
        assert lines[2][:4] == ["-", "orders", "12", "demands"]
        assert lines[3][:4] == ["-", "nothing", "0", "demands"]
        assert lines[6][:3] == ["48", "texts", "wait:"]
        assert done("labellers", "show", "-w", workspace).out == told
        assert codes(workspace)["service"] >= 12

    def test_keeps_copies_that_outlive_the_originals(self, workspace: Path, tmp_path: Path) -> None:
        file = chain(tmp_path)
        done("labellers", "use", file, "-w", workspace)

        file.unlink()
        (tmp_path / "rules.toml").unlink()

        assert "orders" in done("labellers", "show", "-w", workspace).out

    def test_has_another_name_when_a_rule_changes(self, workspace: Path, tmp_path: Path) -> None:
        done("labellers", "use", chain(tmp_path), "-w", workspace)
        before = in_use(workspace)

        done(
            "labellers", "use", chain(tmp_path, rules=RULES.replace('"service"', '"advice"')),
            "-w", workspace,
        )  # fmt: skip

        assert in_use(workspace) != before
        assert codes(workspace)["advice"] >= 12
        assert len(list((workspace / "labellers").iterdir())) == 1

    def test_goes_back_to_the_model_alone(self, workspace: Path, tmp_path: Path) -> None:
        done("labellers", "use", chain(tmp_path), "-w", workspace)
        (tmp_path / "back.toml").write_text('chain = ["model"]')

        done("labellers", "use", tmp_path / "back.toml", "-w", workspace)

        assert in_use(workspace).startswith("shipped:")

    def test_says_everything_that_is_wrong_and_changes_nothing(
        self, workspace: Path, tmp_path: Path
    ) -> None:
        done("labellers", "use", chain(tmp_path), "-w", workspace)
        before = in_use(workspace)
        file = tmp_path / "labellers.toml"
        file.write_text(
            'chain = ["rules", "table"]\n[rules]\nfile = "rules.toml"\n[table]\nfile = "gone.csv"\n'
        )
        (tmp_path / "rules.toml").write_text('[[rule]]\ncode = "slwo"\n')

        for ran in (
            cynosure("labellers", "check", file),
            cynosure("labellers", "use", file, "-w", workspace),
        ):
            assert ran.status == 78
            assert "rules.toml: line 1, rule 1: code is 'slwo'" in ran.err
            assert "no file 'gone.csv'" in ran.err
        assert in_use(workspace) == before

    def test_judges_rules_by_an_audit(self, workspace: Path, tmp_path: Path) -> None:
        done("audit", "-w", workspace, "-n", "60", typed="v2" * 60)

        told = done("labellers", "use", chain(tmp_path), "-w", workspace).out

        (orders,) = [line for line in told.splitlines() if "- orders" in line]
        assert "right 100 % (76 % to 100 %) of 12 judged" in orders

    def test_takes_a_table_that_a_spreadsheet_keeps(self, workspace: Path, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_text("source_id;nature;code\n1000;failure;slow\n1001;none;\n")
        (tmp_path / "l.toml").write_text('chain = ["table", "model"]\n[table]\nfile = "t.csv"\n')

        told = done("labellers", "use", tmp_path / "l.toml", "-w", workspace).out

        assert "table" in told.splitlines()[1]
        assert told.splitlines()[1].split()[2] == "2"


@pytest.mark.slow
class TestAsk:
    def test_shows_what_it_takes_asks_and_labels(self, workspace: Path, tmp_path: Path) -> None:
        with model_server(answers("misfit")) as server:
            done("labellers", "use", chain(tmp_path, server.address), "-w", workspace)
            assert not server.calls

            ran = done("labellers", "ask", "-w", workspace, "--yes")

        assert "48 texts would go, masked, to tiny at http://127.0.0.1" in ran.err
        assert "12 calls of up to 4" in ran.err
        assert "by your prices" in ran.err
        assert "48 texts answered in 12 calls, 0 without a usable answer" in ran.out
        assert codes(workspace)["misfit"] == 48
        told = done("labellers", "show", "-w", workspace).out
        assert "12 calls, 1,200 tokens in, 120 out, 0.0014" in told
        assert "wait" not in told
        assert "@" not in json.dumps([call.body for call in server.calls])

    def test_asks_nothing_where_nobody_agrees(self, workspace: Path, tmp_path: Path) -> None:
        with model_server(answers("misfit")) as server:
            done("labellers", "use", chain(tmp_path, server.address), "-w", workspace)

            ran = cynosure("labellers", "ask", "-w", workspace)

            assert ran.status == 64
            assert "48 texts would go" in ran.err
            assert "--yes" in ran.err
            assert not server.calls

    def test_taking_in_reporting_and_showing_never_ask(
        self, workspace: Path, tmp_path: Path
    ) -> None:
        with model_server(answers("misfit")) as server:
            done("labellers", "use", chain(tmp_path, server.address), "-w", workspace)
            more = write_csv(tmp_path / "more.csv", tickets(70))

            ran = done("take-in", more, "-w", workspace, "--source", "tickets")
            done("report", "-w", workspace, "--format", "json")
            done("labellers", "show", "-w", workspace)

            assert "cynosure labellers ask" in ran.err
            assert not server.calls

    def test_goes_on_after_it_was_killed_and_asks_no_text_twice(
        self, workspace: Path, tmp_path: Path
    ) -> None:
        process: list[subprocess.Popen[bytes]] = []

        def kills(call: Call) -> None:
            os.kill(process[0].pid, signal.SIGKILL)
            call.handler.close_connection = True

        answer = answers("misfit")
        with model_server(*[answer] * 5, kills, answer) as server:
            done("labellers", "use", chain(tmp_path, server.address), "-w", workspace)
            words = arguments("labellers", "ask", "-w", workspace, "--yes")
            process.append(subprocess.Popen(words, stderr=subprocess.DEVNULL))
            assert process[0].wait() == -signal.SIGKILL

            done("labellers", "ask", "-w", workspace, "--yes")

        answered = [d["id"] for call in server.calls if call.number != 6 for d in call.demands]
        assert len(answered) == len(set(answered)) == 48
        assert codes(workspace)["misfit"] == 48
        assert "13 calls" in done("labellers", "show", "-w", workspace).out

    @pytest.mark.parametrize(
        ("turn", "words"),
        [
            (fails(401, b'{"error": {"message": "Wrong key"}}'), "refuses: 401 Wrong key"),
            (says("I cannot help with that."), "no usable answer"),
        ],
    )
    def test_says_why_it_could_not_and_keeps_the_models_labels(
        self, turn: Callable[[Call], None], words: str, workspace: Path, tmp_path: Path
    ) -> None:
        with model_server(turn) as server:
            done("labellers", "use", chain(tmp_path, server.address), "-w", workspace)
            before = codes(workspace)

            ran = cynosure("labellers", "ask", "-w", workspace, "--yes")

        assert ran.status == 69
        assert words in ran.err
        assert codes(workspace) == before

    def test_gets_through_a_bad_day(self, workspace: Path, tmp_path: Path) -> None:
        turns = (
            fails(429, Retry_After="0"),
            answers("misfit"),
            fails(500, b"oops", Retry_After="0"),
            raw(b"<html>busy</html>"),
            answers("misfit"),
            answers("annoying"),
            says("{"),
            answers("misfit"),
        )
        with model_server(*turns) as server:
            done("labellers", "use", chain(tmp_path, server.address), "-w", workspace)

            ran = done("labellers", "ask", "-w", workspace, "--yes")
            again = done("labellers", "ask", "-w", workspace, "--yes", "--again")

        assert "44 texts answered in 16 calls, 4 without a usable answer" in ran.out
        assert "4 texts answered in 1 calls" in again.out
        assert codes(workspace)["misfit"] == 48

    def test_stops_at_its_bound_and_says_so(self, workspace: Path, tmp_path: Path) -> None:
        with model_server(answers("misfit")) as server:
            file = chain(tmp_path, server.address)
            file.write_text(file.read_text().replace("max_calls = 1000", "max_calls = 2"))
            done("labellers", "use", file, "-w", workspace)

            ran = done("labellers", "ask", "-w", workspace, "--yes")

        assert len(server.calls) == 2
        assert "Stopped early: max_calls = 2 is reached" in ran.out

    def test_classifies_a_table_without_a_workspace(self, tmp_path: Path) -> None:
        file, out = write_csv(tmp_path / "t.csv", tickets(10)), tmp_path / "labels.csv"
        with model_server(answers("misfit")) as server:
            labellers = chain(tmp_path, server.address)

            done("classify", file, "-o", out, "--labeller", labellers, "--ask", "--yes")
            done("classify", file, "-o", out, "--labeller", labellers, "--ask", "--yes")

        assert len(server.calls) == 2
        assert out.read_text().count(",gpt\n") + out.read_text().count(",gpt\r\n") == 8
