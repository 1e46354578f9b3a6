"""Attacks on the whole: what one room alone cannot show to be held off."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from cynosure.charts.drawing import draw
from cynosure.wiring import open_place
from cynosure.wiring.told import retell
from cynosure.wiring.working import work
from cynosure.workflows.take_in import take_in
from tests.cli.desk import tickets, write_csv
from tests.intake.deliveries import payloads as of
from tests.web.conftest import Desk, confirmed, now, signed_in
from tests.web.every_page import pages_of
from tests.web.served import served
from tests.web.test_access import TABLE, _filled
from tests.web.webhooks.test_receiving import send

if TYPE_CHECKING:
    from django.test import Client

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(1)>'
FORMULA = '=HYPERLINK("http://evil.example","look")'


@pytest.fixture
def hostile_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A desk in which every text that a customer or a tool writes means harm."""
    rows = tickets(60)
    for number, row in enumerate(rows):
        for name in ("Subject", "Description"):
            row[name] = f"{row[name]} {SCRIPT} {PICTURE}"
        row["Type"] = f"{row['Type']} {SCRIPT}"
        row["Channel"] = f"{row['Channel']} {PICTURE}"
        if number % 10 == 0:
            row["Subject"] = FORMULA
    export = write_csv(tmp_path / "tickets.csv", rows)
    with open_place(desk.folder) as place:
        take_in(
            [export], store=place.store, labeller=place.labeller, imported_at=now(), source="desk"
        )
        retell(place, at=now())
    return desk


class TestWordsThatMeanHarm:
    def test_stay_words_on_every_page(self, hostile_desk: Desk) -> None:
        olga = signed_in("olga")

        for name, path in pages_of(hostile_desk.folder).items():
            answer = olga.get(hostile_desk.address(path))
            said = answer.content.decode()

            # 422: nothing tells products apart in this export.
            assert answer.status_code == (422 if name == "measure-time" else 200), name
            assert SCRIPT not in said, name
            assert "<img src=x" not in said, name

    def test_are_no_formula_in_what_is_downloaded(self, hostile_desk: Desk, maria: Client) -> None:
        answer = maria.get(hostile_desk.address("demands-export/?format=csv&columns=product"))
        assert answer.status_code == 200
        said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

        cells = [cell for row in csv.reader(io.StringIO(said)) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


class TestAFormFromElsewhere:
    def test_is_taken_by_no_address(self, desk: Desk) -> None:
        """Machines show a token or a signature instead, and have no cookies."""
        olga = confirmed(signed_in("olga"))
        olga.handler.enforce_csrf_checks = True
        olga.raise_request_exception = False
        taken = []

        for route, (_, may_post) in TABLE.items():
            if not may_post or route.startswith("in/"):
                continue
            answer = olga.post(_filled(route), {"name": "Taken over", "files": io.BytesIO(b"a")})
            if answer.status_code != 403:
                taken.append((route, answer.status_code))

        assert taken == []


class TestMoreFieldsThanAFormHas:
    def test_make_nobody_more_than_they_were_invited_as(self, desk: Desk, nobody: Client) -> None:
        from cynosure.register.people import invitations
        from cynosure.register.people.models import Member, Role, User, Workspace

        key = invitations.invite(
            Workspace.objects.get(pk=desk.number), role=Role.VIEWER,
            by=User.objects.get(name="Olga"), at=now(), until=now() + timedelta(days=7),
        )  # fmt: skip
        more = {
            "role": "owner", "workspace": desk.other_number, "slug": "other", "is_staff": "1",
            "is_superuser": "1", "pk": User.objects.get(name="Olga").pk, "id": "1",
        }  # fmt: skip
        nobody.post(
            f"/join/{key}/",
            {"name": "Nora", "email": "nora@example.org", "password": "three words nobody joins"} | more,
        )  # fmt: skip

        (member,) = Member.objects.filter(user__email="nora@example.org")
        assert (member.role, member.workspace_id) == ("viewer", desk.number)
        assert User.objects.get(name="Olga").email == "olga@example.org"

    def test_make_no_token_of_somebody_else(self, desk: Desk) -> None:
        from cynosure.register.people.models import ApiToken, User

        olga = User.objects.get(name="Olga")
        more = {"user": olga.pk, "workspace": desk.other_number, "role": "owner"}
        confirmed(signed_in("paul")).post(
            desk.address("settings/tokens/"),
            {"name": "mine", "scopes": ["demands:read"], "days": "30"} | more,
        )

        (token,) = ApiToken.objects.all()
        assert (token.made_by.name, token.workspace_id) == ("Paul", desk.number)


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server that nobody has a reason to ask, and what it was asked."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 the name is http.server's

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()


class TestNothingIsFetched:
    def test_that_a_delivery_points_to(self, desk: Desk) -> None:
        from cynosure.register import webhook_secrets
        from cynosure.register.scope import within

        with canary() as (address, asked):
            issue = {
                "id": 1, "number": 1, "title": f"See {address}/title", "node_id": "I_1",
                "body": f"![x]({address}/picture.png) <img src='{address}/img'>",
                "state": "open", "created_at": "2026-03-01T09:00:00Z",
                "updated_at": "2026-03-01T09:00:00Z", "labels": [], "url": f"{address}/issue",
                "html_url": f"{address}/html", "comments_url": f"{address}/comments", "comments": 3,
                "events_url": f"{address}/events", "timeline_url": f"{address}/timeline",
                "repository_url": f"{address}/repo", "author_association": "NONE",
                "user": {"login": "ana", "id": 7, "type": "User", "avatar_url": f"{address}/ana"},
            }  # fmt: skip
            body = json.dumps({"action": "opened", "issue": issue}).encode()
            with within(desk.number):
                webhook_secrets.keep("github", of.SECRET, by="Olga", at=now())
            assert send("github", body).status_code == 202

            work(desk.root, now=now, stop=threading.Event(), drain=True)
            with open_place(desk.folder) as place:
                assert sum(row["new"] for row in place.imports()) == 1
            shown = signed_in("olga").get(desk.address("demands/")).content.decode()

        assert "See" in shown
        assert asked == []

    @pytest.mark.parametrize(
        "layer",
        [
            {"mark": "point", "data": {"url": "ADDRESS/rows.json"}},
            {
                "mark": {"type": "image", "url": "ADDRESS/picture.png"},
                "data": {"values": [{"x": 1}]},
            },
        ],
    )
    def test_that_a_chart_points_to(self, layer: dict[str, Any]) -> None:
        with canary() as (address, asked):
            spec = json.loads(json.dumps(layer).replace("ADDRESS", address))
            try:
                svg = draw([spec], height=90, width=200, name="c", title="A", description="B")
            except ValueError:
                svg = ""  # refused is as good

        assert asked == []
        assert address not in svg


def _answers(address: str) -> bool:
    with urlopen(f"{address}/-/healthy", timeout=20) as answer:
        return bool(answer.status == 200)


def _said_to(port: int, words: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        with suppress(ConnectionError):  # it has enough before all of it was sent
            raw.sendall(words)
        try:
            return raw.recv(100)
        except ConnectionError:
            return b""


@pytest.mark.slow
class TestAServer:
    def test_answers_others_while_many_are_slow_and_takes_nothing_that_is_too_large(
        self, tmp_path: Path
    ) -> None:
        with served(tmp_path / "desk", "--no-worker") as server, ExitStack() as stack:
            port = int(server.address.rsplit(":", 1)[1])
            slow = [
                stack.enter_context(socket.create_connection(("127.0.0.1", port)))
                for _ in range(200)
            ]
            for number, one in enumerate(slow):
                # Half say a header letter by letter, half promise a body that does not come.
                begun = b"GET / HTTP/1.1\r\nX-A: " if number % 2 else (
                    b"POST /in/desk/github/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n{"
                )  # fmt: skip
                one.sendall(begun)
            for _ in range(3):
                for one in slow:
                    one.sendall(b"a")
                assert _answers(server.address)
            header = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 1_000_000
            assert _said_to(port, header)[9:12] == b"431"
            body = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\n"
            assert _said_to(port, body)[9:12] == b"413"
            assert _answers(server.address)
