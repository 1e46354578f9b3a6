"""Settings, Erasure: asked for by an owner, done by a worker, shown as a receipt that names nobody."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cynosure.register import jobs
from cynosure.register.scope import within
from cynosure.wiring import open_place
from cynosure.wiring.kinds import ERASE
from cynosure.wiring.told import retell
from cynosure.wiring.working import work
from cynosure.workflows.take_in import take_in
from tests.cli.desk import tickets, write_csv
from tests.web.conftest import PASSWORD, Desk, confirmed, now
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

ROOM = "settings/erasure/"
ANNA = "anna.berg@example.org"
AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def ask(client: Client, desk: Desk, asker: str = ANNA, again: str = ANNA, **said: str) -> Any:
    return client.post(desk.address(ROOM), {"asker": asker, "again": again, **said})


def asked_for(desk: Desk) -> list[Any]:
    with within(desk.number):
        return jobs.recent(ERASE)


def run_worker(desk: Desk, *, later: timedelta = timedelta(0)) -> None:
    work(desk.root, now=lambda: now() + later, stop=threading.Event(), drain=True)


def with_anna(desk: Desk, scratch: Path) -> None:
    """Fill the desk with a dozen demands, two of them Anna's, and tell it."""
    rows = tickets(12)
    for n in (3, 8):
        rows[n] |= {"Requester": ANNA, "Subject": f"The zebra lamp flickers ({n})"}
    with open_place(desk.folder) as place:
        take_in(
            [write_csv(scratch / "tickets.csv", rows)],
            store=place.store,
            labeller=place.labeller,
            imported_at=AT,
            source="desk",
            timezone="UTC",
        )
        retell(place, at=AT)


class TestAsking:
    def test_says_that_nobody_was_erased_yet(self, desk: Desk, olga: Client) -> None:
        assert "Nobody yet." in olga.get(desk.address(ROOM)).content.decode()

    @pytest.mark.parametrize(
        ("asker", "again", "field", "says"),
        [
            ("", "", "asker", "required"),
            ("   ", "   ", "asker", "required"),
            (ANNA, "", "again", "required"),
            (ANNA, "anna.borg@example.org", "again", "This is not what stands above."),
            ("x" * 301, "x" * 301, "asker", "at most 300"),
        ],
    )
    def test_what_cannot_be_meant_is_said_beside_its_field_and_nobody_is_erased(
        self, desk: Desk, olga: Client, asker: str, again: str, field: str, says: str
    ) -> None:
        answer = ask(confirmed(olga), desk, asker, again)

        assert answer.status_code == 422
        assert says in answer.context["form"].errors[field][0]
        assert f'id="id_{field}_error"' in answer.content.decode()
        assert asked_for(desk) == []
        assert acts(of="Olga") == []

    def test_is_an_owners_and_asks_who_it_is(self, desk: Desk, maria: Client, olga: Client) -> None:
        assert maria.get(desk.address(ROOM)).status_code == 403
        assert ask(confirmed(maria), desk).status_code == 403

        asked = ask(olga, desk)
        assert asked.status_code == 403
        assert "Nothing was changed yet" in asked.content.decode()
        assert asked_for(desk) == []

        assert ask(olga, desk, confirm_password=PASSWORD).status_code == 302
        assert len(asked_for(desk)) == 1

    def test_leads_to_a_page_that_tells_how_far_it_is(self, desk: Desk, olga: Client) -> None:
        asked = ask(confirmed(olga), desk)

        (job,) = asked_for(desk)
        assert asked["Location"] == desk.address(f"{ROOM}{job.pk}/")
        whole = olga.get(asked["Location"])
        part = olga.get(asked["Location"], headers={"HX-Request": "true"})
        assert "The person is being erased" in whole.content.decode()
        assert "no-store" in whole["Cache-Control"]
        assert "<html" in whole.content.decode()
        assert "<html" not in part.content.decode()
        assert "HX-Refresh" not in part.headers

    def test_leaves_no_name_in_the_trail_nor_on_a_page(self, desk: Desk, olga: Client) -> None:
        from cynosure.register.people.models import TrailEntry

        asked = ask(confirmed(olga), desk)

        assert acts(of="Olga") == ["erasure.asked"]
        entry = TrailEntry.objects.get(did="erasure.asked")
        assert ANNA not in f"{entry.of} {entry.details}"
        for address in (asked["Location"], desk.address(ROOM)):
            assert ANNA not in olga.get(address).content.decode()


class TestAReceipt:
    def test_tells_what_went_and_the_person_is_gone_from_lists_and_search(
        self, desk: Desk, olga: Client, jonas: Client, tmp_path: Path
    ) -> None:
        with_anna(desk, tmp_path)

        def found() -> tuple[int, int]:
            """Return how often the words are in the list of all, and how many rows a search has."""
            whole = jonas.get(desk.address("demands/")).content.decode()
            rows = jonas.get(desk.address("demands/"), {"q": "zebra lamp"}).context["rows"]
            return whole.count("zebra lamp"), sum("zebra" in str(row) for row in rows)

        assert found() == (2, 2)
        asked = ask(confirmed(olga), desk)

        run_worker(desk)

        assert found() == (0, 0)
        shown = olga.get(asked["Location"], headers={"HX-Request": "true"})
        assert shown["HX-Refresh"] == "true"
        receipt = shown.context["receipt"]
        assert receipt["demands"] == 2
        said = shown.content.decode()
        assert "The person is erased" in said
        assert f"<code>{receipt['token']}</code>" in said
        assert "asked for by Olga" in said
        assert receipt["out_of_reach"]
        for what in receipt["out_of_reach"]:
            assert what.split()[0] in said
        (job,) = asked_for(desk)
        assert ANNA not in f"{job.arguments} {job.result} {said}"
        assert "person.erased" in acts(of="Olga")
        assert "Receipt of" in olga.get(desk.address(ROOM)).content.decode()

    def test_of_somebody_who_is_nowhere_says_so(self, desk: Desk, olga: Client) -> None:
        asked = ask(confirmed(olga), desk)

        run_worker(desk)

        said = olga.get(asked["Location"]).content.decode()
        assert "Nothing of this person was found." in said
        assert "They will not come in with a later import either." in said

    def test_is_for_owners_of_its_workspace_alone(
        self, desk: Desk, olga: Client, maria: Client, ines: Client
    ) -> None:
        ask(confirmed(olga), desk)
        (job,) = asked_for(desk)

        assert maria.get(desk.address(f"{ROOM}{job.pk}/")).status_code == 403
        assert ines.get(f"/w/other/{ROOM}{job.pk}/").status_code == 404
        assert confirmed(ines).post(f"/w/other/{ROOM}{job.pk}/again/").status_code == 404

    def test_of_another_kind_of_job_is_not_there(self, desk: Desk, olga: Client) -> None:
        with within(desk.number):
            number = jobs.enqueue("retell", by="Olga", at=now()).pk

        assert olga.get(desk.address(f"{ROOM}{number}/")).status_code == 404
        assert confirmed(olga).post(desk.address(f"{ROOM}{number}/again/")).status_code == 404


class TestAnErasureThatFailed:
    def test_says_why_and_is_begun_once_more(self, desk: Desk, olga: Client) -> None:
        asked = ask(confirmed(olga), desk)
        store = desk.folder / "store.json"
        whole = store.read_bytes()
        store.write_bytes(b"{")
        for minutes in (0, 5, 10):  # each attempt after a longer pause
            run_worker(desk, later=timedelta(minutes=minutes))

        failed = olga.get(asked["Location"]).content.decode()
        assert "The person is not erased" in failed
        assert "store.json" in failed
        assert "Try again" in failed
        assert ANNA not in failed
        (job,) = asked_for(desk)
        assert job.state == "failed"

        store.write_bytes(whole)
        again = olga.post(desk.address(f"{ROOM}{job.pk}/again/"), follow=True)
        assert "It is begun once more." in again.content.decode()
        run_worker(desk)

        assert "The person is erased" in olga.get(asked["Location"]).content.decode()
        (job,) = asked_for(desk)
        assert (job.state, job.why) == ("done", "")

    def test_is_not_begun_once_more_while_it_waits_or_when_it_is_done(
        self, desk: Desk, olga: Client
    ) -> None:
        ask(confirmed(olga), desk)
        (job,) = asked_for(desk)
        address = desk.address(f"{ROOM}{job.pk}/again/")
        assert olga.post(address).status_code == 404

        run_worker(desk)

        assert olga.post(address).status_code == 404
        assert [job.state for job in asked_for(desk)] == ["done"]
