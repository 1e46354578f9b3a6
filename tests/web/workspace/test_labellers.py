"""Settings, Labellers: who says what a demand is, and how each stands once a worker counted."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cynosure.register import jobs
from cynosure.register.scope import within
from cynosure.wiring.chain import FILE
from cynosure.wiring.kinds import JUDGE
from cynosure.wiring.working import work
from tests.cli.desk import tickets, write_csv
from tests.commands import done
from tests.web.conftest import Desk, now

if TYPE_CHECKING:
    from django.test import Client

ROOM = "settings/labellers/"
RULES = """\
[[rule]]
name = "<b>orders</b>"
reported_type = "Order"
code = "service"

[[rule]]
name = "nothing"
product = "Nowhere"
code = "slow"
"""
CHAIN = 'chain = ["rules"]\n[rules]\nfile = "rules.toml"\n'


@pytest.fixture(scope="module")
def labelled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of 20 tickets, every fifth an order, where rules label and Paul judged them all."""
    scratch = tmp_path_factory.mktemp("labelled")
    folder = scratch / "workspace"
    done("take-in", write_csv(scratch / "tickets.csv", tickets(20)), "-w", folder)
    (scratch / "rules.toml").write_text(RULES, "utf-8")
    (scratch / "labellers.toml").write_text(CHAIN, "utf-8")
    done("labellers", "use", scratch / "labellers.toml", "-w", folder)
    return folder


@pytest.fixture
def labelled(desk: Desk, labelled_once: Path) -> Desk:
    """The desk with these."""
    shutil.copytree(labelled_once, desk.folder, dirs_exist_ok=True)
    return desk


def page(client: Client, desk: Desk) -> str:
    return client.get(desk.address(ROOM)).content.decode()


def run_worker(desk: Desk) -> None:
    work(desk.root, now=now, stop=threading.Event(), drain=True)


class TestWithoutAChain:
    def test_the_model_alone_labels(self, desk: Desk, jonas: Client) -> None:
        said = page(jonas, desk)

        assert "The model alone labels" in said
        assert "cynosure labellers use labellers.toml" in said

    def test_counting_finds_nothing_to_count(self, desk: Desk, paul: Client) -> None:
        paul.post(desk.address(ROOM))
        run_worker(desk)

        with within(desk.number):
            (job,) = jobs.recent(JUDGE)
        assert (job.state, job.result) == ("done", {})
        assert "The model alone labels" in page(paul, desk)


class TestAChain:
    def test_is_shown_as_it_is_written(self, labelled: Desk, jonas: Client) -> None:
        (labelled.folder / FILE).write_text(f"{CHAIN}# <b>ours</b>\n", "utf-8")

        said = page(jonas, labelled)

        assert "chain = [&quot;rules&quot;]" in said
        assert "# &lt;b&gt;ours&lt;/b&gt;" in said
        assert "Nobody has counted yet" in said

    def test_is_counted_by_a_worker_for_who_may_decide(
        self, labelled: Desk, paul: Client, jonas: Client
    ) -> None:
        assert (
            "<button" not in page(jonas, labelled).split('id="standing"')[1].split("</section>")[0]
        )
        assert jonas.post(labelled.address(ROOM)).status_code == 403

        asked = paul.post(labelled.address(ROOM), follow=True)
        assert "They are being counted." in asked.content.decode()
        paul.post(labelled.address(ROOM))
        with within(labelled.number):
            assert len(jobs.recent(JUDGE)) == 1, "asked for twice, counted once"
        run_worker(labelled)

        answer = jonas.get(labelled.address(ROOM))
        standing = answer.context["standing"]
        (part,) = standing["parts"]
        orders = sum(row["Type"] == "Order" for row in tickets(20))
        assert (standing["demands"], part["hits"], standing["silent"]) == (20, orders, 20 - orders)
        assert [(rule["name"], rule["hits"]) for rule in part["rules"]] == [
            ("<b>orders</b>", orders),
            ("nothing", 0),
        ]
        said = answer.content.decode()
        assert "rules: &lt;b&gt;orders&lt;/b&gt;" in said
        assert "not known" in said, "nobody has judged a demand yet"
        assert "being counted" not in said
        assert "Count anew" in page(paul, labelled)

    def test_is_right_by_what_people_said_in_audits(self, labelled: Desk, paul: Client) -> None:
        # Every demand is judged to be failure demand, which no order is by the rules.
        done("audit", "--workspace", labelled.folder, "-n", "20", "--by", "Paul", typed="f1" * 20)

        paul.post(labelled.address(ROOM))
        run_worker(labelled)

        (part,) = paul.get(labelled.address(ROOM)).context["standing"]["parts"]
        assert part["judged"] == part["hits"] > 0
        assert part["share"] == 0
        assert 0 == part["low"] < part["high"] < 1

    def test_that_cannot_be_read_says_why_it_was_not_counted(
        self, labelled: Desk, paul: Client
    ) -> None:
        (labelled.folder / FILE).write_text('chain = ["nobody"]\n', "utf-8")
        paul.post(labelled.address(ROOM))
        with within(labelled.number):
            (job,) = jobs.recent(JUDGE)
            job.attempts, job.most_attempts = 0, 1
            job.save()

        run_worker(labelled)

        said = page(paul, labelled)
        assert "notice-wrong" in said
        assert "nobody" in said.split("notice-wrong")[1].split("</div>")[0]
        assert "Count them" in said
