"""One request to a model: what each kind of answer means, over a real connection."""

from __future__ import annotations

import logging
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from cynosure.connectors.language_model.client import LARGEST_REPLY, ChatCompletions, MissingKey
from cynosure.nature.labellers.language_model import (
    LanguageModelRefuses,
    LanguageModelSettings,
    Reply,
    TryLater,
)
from tests.connectors.model_server import (
    ModelServer,
    Turn,
    closes,
    fails,
    model_server,
    raw,
    says,
)

KEY = "sk-invented-0123456789"
ASKED = [{"role": "user", "content": '{"id":"1f0c22ab","title":"Late"}'}]


def ask(server: ModelServer, **settings: Any) -> Reply:
    told = LanguageModelSettings(
        address=server.address, model="tiny", **{"timeout_seconds": 5.0, **settings}
    )
    with ChatCompletions(told, {"OUR_KEY": KEY}) as client:
        return client(ASKED)


class TestAsking:
    def test_sends_model_conversation_and_options(self) -> None:
        with model_server(says("{}")) as server:
            ask(server, options={"temperature": 0, "max_tokens": 50})

        (call,) = server.calls
        assert call.handler.path == "/v1/chat/completions"
        assert call.body == {
            "model": "tiny",
            "messages": ASKED,
            "temperature": 0,
            "max_tokens": 50,
            "stream": False,
        }

    def test_returns_the_text_and_the_tokens_counted(self) -> None:
        with model_server(says("hello")) as server:
            assert ask(server) == Reply("hello", 100, 10)

    def test_knows_no_tokens_where_none_are_counted(self) -> None:
        with model_server(lambda call: call.say("hello", tokens=None)) as server:
            assert ask(server) == Reply("hello")

    @pytest.mark.parametrize(
        "content",
        [b"", b"<html>busy</html>", b"[]", b'{"choices":[]}', b'{"choices":[{"message":{}}]}',
         b'{"choices":[{"message":{"content":null}}]}', b"\xff\xfe"],
    )  # fmt: skip
    def test_takes_a_reply_of_another_kind_for_no_text(self, content: bytes) -> None:
        with model_server(raw(content)) as server:
            assert ask(server) == Reply("")

    @pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
    def test_may_be_tried_later_after_a_fault_of_the_server(self, status: int) -> None:
        with model_server(fails(status)) as server, pytest.raises(TryLater, match=str(status)):
            ask(server)

    @pytest.mark.parametrize("status", [301, 400, 401, 403, 404])
    def test_is_refused_for_good_otherwise(self, status: int) -> None:
        turn = fails(status, b'{"error": {"message": "no such model"}}', Location="/elsewhere")

        with model_server(turn) as server, pytest.raises(LanguageModelRefuses) as told:
            ask(server)

        assert f"refuses: {status} no such model" in str(told.value)
        assert len(server.calls) == 1

    def test_hears_how_long_to_wait(self) -> None:
        with (
            model_server(fails(429, Retry_After="17")) as server,
            pytest.raises(TryLater) as told,
        ):
            ask(server)

        assert told.value.after == 17

    def test_hears_until_when_to_wait(self) -> None:
        then = format_datetime(datetime.now(UTC) + timedelta(minutes=2))

        with model_server(fails(503, Retry_After=then)) as server, pytest.raises(TryLater) as told:
            ask(server)

        assert told.value.after is not None
        assert 60 < told.value.after <= 120

    @pytest.mark.parametrize("after", ["soon", "", "nan"])
    def test_takes_no_notice_of_a_wait_that_is_no_time(self, after: str) -> None:
        with (
            model_server(fails(429, Retry_After=after)) as server,
            pytest.raises(TryLater) as told,
        ):
            ask(server)

        assert told.value.after is None

    def test_may_be_tried_later_after_a_closed_connection(self) -> None:
        with model_server(closes) as server, pytest.raises(TryLater):
            ask(server)

    def test_may_be_tried_later_where_nobody_listens(self) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            server = ModelServer(f"http://127.0.0.1:{nobody.getsockname()[1]}/v1", [])

            with pytest.raises(TryLater):
                ask(server)

    @pytest.mark.parametrize("slow", ["hangs", "trickles"])
    def test_ends_with_its_time(self, slow: str) -> None:
        with model_server() as server:
            turn: Turn = getattr(server, slow)
            server.turns.append(turn)

            with pytest.raises(TryLater, match=r"within 0\.2 seconds"):
                ask(server, timeout_seconds=0.2)

    def test_reads_no_endless_answer(self) -> None:
        with (
            model_server(raw(b" " * (LARGEST_REPLY + 1))) as server,
            pytest.raises(TryLater, match="longer than"),
        ):
            ask(server)


class TestTheKey:
    def test_goes_into_the_header_and_nowhere_else(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)

        with model_server(says("{}")) as server:
            ask(server, key_from="OUR_KEY")

        assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
        assert KEY not in str(server.calls[0].body)
        assert KEY not in caplog.text

    def test_is_not_sent_where_none_is_named(self) -> None:
        with model_server(says("{}")) as server:
            ask(server)

        assert "Authorization" not in server.headers[0]

    def test_is_taken_out_of_what_a_server_says(self) -> None:
        turn = fails(401, b'{"error": {"message": "Wrong key: %s"}}' % KEY.encode())

        with model_server(turn) as server, pytest.raises(LanguageModelRefuses) as told:
            ask(server, key_from="OUR_KEY")

        assert KEY not in str(told.value)
        assert "Wrong key: [key]" in str(told.value)

    def test_is_missed_before_anything_is_sent(self) -> None:
        settings = LanguageModelSettings(address="http://localhost/v1", model="m", key_from="NONE")

        with pytest.raises(MissingKey, match="NONE is not set"):
            ChatCompletions(settings, {})
