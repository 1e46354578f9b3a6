"""The room Audit: drawn, judged, judged again, settled; each by whom it may be."""

from __future__ import annotations

import pytest
from django.test import Client

from cynosure.register import audit as register
from cynosure.register import jobs
from cynosure.register.people import trail
from cynosure.register.scope import within
from cynosure.wiring import open_place
from cynosure.wiring.audit_findings import show_audit
from cynosure.wiring.auditing import audit_so_far
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.samples import PoolOfPlace
from cynosure.wiring.told import open_told
from cynosure.wiring.told.audited import PoolOfTold, audit_now, findings_now
from tests.web.conftest import Desk, now

FIRST, SECOND, SETTLED = "audit/first/", "audit/second/", "audit/settled/"


def drawn(desk: Desk, who: Client, size: int = 12) -> None:
    answered = who.post(desk.address("audit/draw/"), {"size": size, "design": "simple"})
    assert answered.headers["Location"] == desk.address(FIRST)


def judged(desk: Desk, who: Client, said: str, *, room: str = FIRST) -> str:
    """Say something of the next demand, and return which it was."""
    demand_id = str(who.get(desk.address(room)).context["demand_id"])
    who.post(desk.address(room), {"demand_id": demand_id, "said": said})
    return demand_id


class TestTheFirstPage:
    def test_says_what_an_audit_is_and_how_many_labels_it_takes(
        self, full_desk: Desk, jonas: Client
    ) -> None:
        said = jonas.get(full_desk.address("audit/")).content.decode()

        assert "In an audit people judge a small random sample" in said
        for points in ("± 10 points", "± 5 points", "± 3 points"):
            assert points in said

    def test_leads_to_an_import_where_nothing_was_told(self, desk: Desk, jonas: Client) -> None:
        assert "Nothing is told yet" in jonas.get(desk.address("audit/")).content.decode()

    def test_offers_a_viewer_nothing_to_do(self, full_desk: Desk, jonas: Client) -> None:
        assert (
            b"<form method" not in jonas.get(full_desk.address("audit/")).content.split(b"<main")[1]
        )

    @pytest.mark.parametrize("address", ["audit/", FIRST, "audit/narrowing/", "audit/draw/1/"])
    def test_is_not_there_for_an_outsider(
        self, full_desk: Desk, ines: Client, address: str
    ) -> None:
        assert ines.get(full_desk.address(address)).status_code == 404

    @pytest.mark.parametrize("address", ["audit/draw/", FIRST])
    def test_lets_no_viewer_draw_or_judge(
        self, full_desk: Desk, jonas: Client, address: str
    ) -> None:
        assert jonas.post(full_desk.address(address), {}).status_code == 403


class TestDrawing:
    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"size": 0, "design": "simple"},
            {"size": 9, "design": "lucky"},
            {"size": 10**9, "design": "simple"},
        ],
    )
    def test_keeps_nothing_of_what_cannot_be_drawn(
        self, full_desk: Desk, paul: Client, given: dict[str, object]
    ) -> None:
        said = paul.post(full_desk.address("audit/draw/"), given, follow=True).content.decode()

        assert "Nothing was drawn" in said
        with within(full_desk.number):
            assert register.draws() == []

    def test_from_what_was_told_draws_what_the_store_gives(
        self, full_desk: Desk, paul: Client
    ) -> None:
        drawn(full_desk, paul)
        told = open_told(full_desk.folder)
        assert told is not None

        with open_place(full_desk.folder) as place, within(full_desk.number):
            theirs = sorted(
                one
                for batch in PoolOfPlace(place).customers()
                for one in batch["demand_id"].to_pylist()
            )
        ours = sorted(
            one for batch in PoolOfTold(told).customers() for one in batch["demand_id"].to_pylist()
        )

        assert ours == theirs

    def test_where_unsure_is_work_for_the_worker(self, full_desk: Desk, paul: Client) -> None:
        answered = paul.post(full_desk.address("audit/draw/"), {"size": 30, "design": "stratified"})

        shown = paul.get(answered.headers["Location"])
        assert "Drawing the sample" in shown.content.decode()
        with within(full_desk.number):
            assert [job.kind for job in jobs.recent()] == ["draw"]


class TestJudging:
    def test_shows_one_after_another_masked_and_without_the_machines_word(
        self, full_desk: Desk, paul: Client
    ) -> None:
        drawn(full_desk, paul)

        page = paul.get(full_desk.address(FIRST))

        assert "1 of 12" in page.content.decode()
        assert "The classifier thought" not in page.content.decode()

    def test_tells_the_machines_word_once_they_said_theirs(
        self, full_desk: Desk, paul: Client
    ) -> None:
        drawn(full_desk, paul)
        demand_id = paul.get(full_desk.address(FIRST)).context["demand_id"]

        page = paul.post(
            full_desk.address(FIRST), {"demand_id": demand_id, "said": "failure:slow"}, follow=True
        )

        said = page.content.decode()
        assert "You said <strong>failure slow</strong>" in said
        assert "The classifier thought" in said
        assert page.context["demand_id"] != demand_id

    def test_tells_nobody_the_machines_word_on_what_another_judged(
        self, full_desk: Desk, paul: Client, maria: Client
    ) -> None:
        drawn(full_desk, paul)
        demand_id = judged(full_desk, paul, "none")

        page = maria.get(full_desk.address(FIRST), {"after": demand_id})

        assert "The classifier thought" not in page.content.decode()

    def test_keeps_doubt_in_the_trail_and_has_figures_told_once(
        self, full_desk: Desk, paul: Client
    ) -> None:
        drawn(full_desk, paul)
        demand_id = paul.get(full_desk.address(FIRST)).context["demand_id"]
        paul.post(
            full_desk.address(FIRST), {"demand_id": demand_id, "said": "unknown", "doubtful": "1"}
        )
        judged(full_desk, paul, "value")

        with within(full_desk.number):
            label = register.said("first")[demand_id]
            assert (label.nature, label.doubtful) == (None, True)
            assert [job.kind for job in jobs.recent()] == [RETELL]
        kinds = [entry.did for entry in trail.entries(full_desk.number)]
        assert kinds.count("audit.labelled") == 2

    def test_goes_back_to_what_they_said_last_and_keeps_the_newest_word(
        self, full_desk: Desk, paul: Client
    ) -> None:
        drawn(full_desk, paul)
        demand_id = judged(full_desk, paul, "value")
        assert f"again={demand_id}" in paul.get(full_desk.address(FIRST)).content.decode().replace(
            "%3A", ":"
        )

        again = paul.get(full_desk.address(FIRST), {"again": demand_id})
        assert again.context["demand_id"] == demand_id
        paul.post(full_desk.address(FIRST), {"demand_id": demand_id, "said": "failure:broken"})

        with within(full_desk.number):
            assert register.said("first")[demand_id].code == "broken"

    def test_gives_two_people_at_once_two_demands(
        self, full_desk: Desk, paul: Client, maria: Client
    ) -> None:
        drawn(full_desk, paul)

        pauls = paul.get(full_desk.address(FIRST)).context["demand_id"]
        marias = maria.get(full_desk.address(FIRST)).context["demand_id"]

        assert pauls != marias

    def test_of_two_who_judge_the_same_the_later_is_told(
        self, full_desk: Desk, paul: Client, maria: Client
    ) -> None:
        drawn(full_desk, paul)
        demand_id = judged(full_desk, paul, "value")

        page = maria.post(
            full_desk.address(FIRST), {"demand_id": demand_id, "said": "failure:slow"}, follow=True
        )

        assert "Paul judged that demand" in page.content.decode()
        with within(full_desk.number):
            assert register.said("first")[demand_id].nature == "value"
            assert len(register.labels()) == 1

    @pytest.mark.parametrize(
        "given",
        [
            {"said": "failure:slow"},
            {"demand_id": "ledgerly:never", "said": "value"},
            {"demand_id": "", "said": "failure:service"},
        ],
    )
    def test_keeps_nothing_that_no_one_asked(
        self, full_desk: Desk, paul: Client, given: dict[str, str]
    ) -> None:
        drawn(full_desk, paul)

        page = paul.post(full_desk.address(FIRST), given, follow=True)

        assert "nothing was kept" in page.content.decode()
        with within(full_desk.number):
            assert register.labels() == {}

    def test_needs_a_sample(self, full_desk: Desk, paul: Client) -> None:
        assert paul.get(full_desk.address(FIRST)).headers["Location"] == full_desk.address("audit/")


class TestTwoPeople:
    def test_the_second_sees_neither_word_and_is_another_one(
        self, full_desk: Desk, paul: Client, maria: Client
    ) -> None:
        drawn(full_desk, paul, 3)
        for _ in range(3):
            judged(full_desk, paul, "failure:slow")

        assert paul.get(full_desk.address(SECOND)).status_code == 302
        page = maria.get(full_desk.address(SECOND))
        said = page.content.decode()
        assert "failure slow" not in said
        assert "classifier thought" not in said.lower()

    def test_their_agreement_is_told_and_what_they_differ_on_is_settled(
        self, full_desk: Desk, paul: Client, maria: Client, olga: Client
    ) -> None:
        drawn(full_desk, paul, 4)
        for _ in range(4):
            judged(full_desk, paul, "failure:slow")
        apart = judged(full_desk, maria, "value", room=SECOND)
        for _ in range(3):
            judged(full_desk, maria, "failure:slow", room=SECOND)

        page = olga.get(full_desk.address("audit/")).content.decode()
        assert "3 of 4" in page
        assert "They differ on 1 demand" in page

        shown = olga.get(full_desk.address(SETTLED))
        assert shown.context["demand_id"] == apart
        assert "One said: failure slow" in shown.content.decode()
        judged(full_desk, olga, "value:service", room=SETTLED)

        assert "Nothing is left to settle" in olga.get(full_desk.address(SETTLED)).content.decode()
        with within(full_desk.number):
            assert register.labels()[apart].code == "service"


class TestTheFigures:
    def test_are_those_of_the_command(self, full_desk: Desk, paul: Client, jonas: Client) -> None:
        drawn(full_desk, paul)
        for turn in range(12):
            judged(full_desk, paul, "failure:slow" if turn % 3 else "value:service")
        told = open_told(full_desk.folder)
        assert told is not None

        with within(full_desk.number):
            ours, page = audit_now(told), findings_now(told)
        with open_place(full_desk.folder) as place:
            theirs = audit_so_far(place)
            lines = "\n".join(show_audit(place, aim=0.05, now=now()))

        assert ours == theirs
        assert page.share.interval is not None
        assert f"About {page.more_for(0.05):,} more labels would give ± 5 points" in lines
        shown = jonas.get(full_desk.address("audit/")).content.decode()
        share = page.share.value
        assert share is not None
        assert f"{100 * share:.0f}" in shown
        assert f"Failure share: {100 * share:.0f}" in lines

    def test_narrow_as_labels_come(self, full_desk: Desk, paul: Client) -> None:
        drawn(full_desk, paul, 24)
        widths = []
        for place in range(24):
            judged(full_desk, paul, "failure:slow" if place % 2 else "value:service")
            if place in {11, 23}:
                said = paul.get(full_desk.address("audit/narrowing/")).context["share"].interval
                widths.append(said.high - said.low)

        assert widths[1] < widths[0]
