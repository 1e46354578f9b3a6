"""A language model's server on this machine that answers, or fails, as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Turn = Callable[["Call"], None]  # what the server does with a call


@dataclass
class Call:
    """One request, and the means to answer it."""

    handler: BaseHTTPRequestHandler
    body: dict[str, Any]
    number: int  # from 1

    @property
    def demands(self) -> list[dict[str, Any]]:
        """What was asked about."""
        return [json.loads(line) for line in self.body["messages"][1]["content"].splitlines()]

    def send(self, status: int, content: bytes, **headers: str) -> None:
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.send_header("Content-Length", str(len(content)))
        self.handler.end_headers()
        self.handler.wfile.write(content)

    def say(self, text: str, *, tokens: tuple[int, int] | None = (100, 10)) -> None:
        said: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": text}}]}
        if tokens:
            said["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
        self.send(200, json.dumps(said).encode())

    def answer(self, code: str) -> None:
        self.say(json.dumps({demand["id"]: code for demand in self.demands}))


def answers(code: str) -> Turn:
    """Answer every demand with this code."""
    return lambda call: call.answer(code)


def says(text: str) -> Turn:
    """Write this, whatever was asked."""
    return lambda call: call.say(text)


def fails(status: int, content: bytes = b"{}", **headers: str) -> Turn:
    """Answer with a status that is not 200."""
    return lambda call: call.send(status, content, **headers)


def raw(content: bytes) -> Turn:
    """Answer 200 with bytes that are no reply of the protocol."""
    return lambda call: call.send(200, content)


def closes(call: Call) -> None:
    """Close the connection without a word."""
    call.handler.close_connection = True


@dataclass
class ModelServer:
    """Where it answers, what it was asked, and what it does with the next calls."""

    address: str
    turns: list[Turn]
    calls: list[Call] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def hangs(self, call: Call) -> None:
        """Say nothing until the test ends."""
        self.ended.wait()

    def trickles(self, call: Call) -> None:
        """Send a byte again and again, never all of it."""
        call.handler.send_response(200)
        call.handler.send_header("Content-Length", "100000")
        call.handler.end_headers()
        while not self.ended.wait(0.02):
            call.handler.wfile.write(b" ")
            call.handler.wfile.flush()

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Every demand of every call, in order."""
        return [demand for call in self.calls for demand in call.demands]


@contextmanager
def model_server(*turns: Turn) -> Iterator[ModelServer]:
    """Run a server; the last turn is repeated."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            call = Call(self, json.loads(self.rfile.read(length)), len(server.calls) + 1)
            server.calls.append(call)
            server.headers.append(dict(self.headers))
            turn = server.turns[min(call.number, len(server.turns)) - 1]
            try:
                turn(call)
            except ConnectionError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        server = ModelServer(f"http://127.0.0.1:{http.server_port}/v1", list(turns))
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            http.shutdown()
            thread.join()
