"""Labels to give: chosen by a worker, given by keyboard, counted, learnt from."""

from __future__ import annotations

import html
import re
import threading
from datetime import UTC, datetime

from django.test import Client

from cynosure.register.models import Decision, Job
from cynosure.register.scope import within
from cynosure.wiring import open_place
from cynosure.wiring.labelling import teaching_most
from cynosure.wiring.working import work
from tests.web.conftest import Desk


def worked(desk: Desk) -> None:
    work(desk.root, now=lambda: datetime.now(UTC), stop=threading.Event(), drain=True)


def offered(page: str) -> str:
    found = re.search(r'action="([^"]*/decide/[^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


class TestLabels:
    def test_are_offered_as_the_command_offers_them(self, full_desk: Desk, paul: Client) -> None:
        with open_place(full_desk.folder) as place:
            first = teaching_most(place, 20)

        paul.post(full_desk.address("labels/"))
        worked(full_desk)
        page = paul.get(full_desk.address("labels/")).content.decode()

        assert offered(page) == full_desk.address(f"decide/{first[0]}/")
        assert "The model" not in page  # what it thinks would lead the person

    def test_ten_in_a_row_are_ten_demands_and_counted(self, full_desk: Desk, paul: Client) -> None:
        paul.post(full_desk.address("labels/"))
        worked(full_desk)

        seen = []
        for _ in range(10):
            page = paul.get(full_desk.address("labels/")).content.decode()
            seen.append(offered(page))
            said = {"what": "failure/broken", "from": "labels"}
            page = paul.post(seen[-1], said, follow=True).content.decode()

        assert len(set(seen)) == 10
        assert "10 labels; from 20 on the model learns from them" in page
        assert "The model thought" in page

    def test_the_last_is_taken_back_and_comes_again(self, full_desk: Desk, paul: Client) -> None:
        paul.post(full_desk.address("labels/"))
        worked(full_desk)
        first = offered(paul.get(full_desk.address("labels/")).content.decode())
        paul.post(first, {"what": "none", "from": "labels"})

        paul.post(first.replace("/decide/", "/undo/"), {"from": "labels"})

        assert offered(paul.get(full_desk.address("labels/")).content.decode()) == first

    def test_are_read_by_a_viewer_and_given_by_a_contributor(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        assert jonas.get(full_desk.address("labels/")).status_code == 200
        assert jonas.post(full_desk.address("labels/")).status_code == 403
        assert jonas.post(full_desk.address("labels/learn/")).status_code == 403

    def test_teach_by_a_job(self, full_desk: Desk, paul: Client) -> None:
        paul.post(full_desk.address("labels/learn/"))
        paul.post(full_desk.address("labels/learn/"))
        with within(full_desk.number):
            assert Job.objects.filter(kind="learn").count() == 1
        worked(full_desk)

        page = paul.get(full_desk.address("labels/")).content.decode()
        assert "a model of your own is learnt from" in page.replace("\N{NO-BREAK SPACE}", " ")
        with within(full_desk.number):
            assert not Decision.objects.exists()
