"""`cynosure serve` as those who run it meet it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from cynosure.register.database import ADDRESS
from tests.commands import arguments, done
from tests.web.served import Served, free_port, served

MAIL = "anna.lind@example.org"
TOKEN = "cyn_s3cr3t-0f-n0b0dy-4t-4ll-2f9c"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("watched") / "desk") as running:
        yield running


def _lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def _asked(server: Served, *, method: str = "GET", path: str = "/", **headers: str) -> int:
    connection = HTTPConnection("127.0.0.1", int(server.address.rsplit(":", 1)[1]), timeout=60)
    try:
        connection.request(method, path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


class TestTheLog:
    def test_holds_no_token_and_no_address_wherever_they_were_sent(self, server: Served) -> None:
        secret = f"{TOKEN}-{MAIL}"
        for path in (
            f"/{secret}", f"/join/{secret}/", f"/w/{TOKEN}/?q={secret}", f"/in/desk/{TOKEN}",
            f"/api/v1/demands?cursor={secret}", f"/accounts/login/?next=/{secret}", f"/-/{secret}",
        ):  # fmt: skip
            _asked(
                server, path=path, Authorization=f"Bearer {TOKEN}", Cookie=f"cynosure_session={TOKEN}; {MAIL}",
                Referer=f"http://x/{secret}", **{"User-Agent": secret, "X-Request-Id": secret,
                                                 "X-Forwarded-For": secret},
            )  # fmt: skip
        _asked(server, path="/", Host=secret)
        _asked(server, method=TOKEN, path="/")
        body = f"login={MAIL}&password={TOKEN}".encode()
        form = Request(f"{server.address}/accounts/login/", data=body)
        with pytest.raises(HTTPError):
            urlopen(form, timeout=60)
        with socket.create_connection(("127.0.0.1", int(server.address.rsplit(":", 1)[1]))) as raw:
            raw.sendall(f"NONSENSE {secret}\r\n{secret}\r\n\r\n".encode())
            raw.recv(1000)

        said = server.log.read_text()

        assert "answered" in said
        assert TOKEN not in said
        assert MAIL not in said
        assert "anna" not in said.lower()

    def test_tells_each_request_by_the_name_of_its_address(self, server: Served) -> None:
        with urlopen(f"{server.address}/-/healthy?q=hidden", timeout=60) as answered:
            number = answered.headers["X-Request-Id"]

        (line,) = (each for each in _lines(server.log) if each.get("request") == number)
        assert (line["method"], line["address"], line["status"]) == ("GET", "healthy", 200)
        assert float(str(line["ms"])) >= 0
        assert "hidden" not in json.dumps(line)


class TestWatching:
    def test_a_server_that_runs_is_healthy_and_ready_with_its_worker(self, server: Served) -> None:
        end = time.monotonic() + 60
        while True:
            with urlopen(f"{server.address}/-/ready", timeout=60) as answered:
                told = json.load(answered)
            if told["checks"]["worker"]["well"] or time.monotonic() > end:
                break
            time.sleep(0.2)

        assert told["ready"]
        assert {name for name, each in told["checks"].items() if each["well"]} == {
            "register", "migrations", "folders", "worker",
        }  # fmt: skip

    def test_its_numbers_are_told_to_this_machine(self, server: Served) -> None:
        _asked(server, path="/-/healthy")

        with urlopen(f"{server.address}/-/metrics", timeout=60) as answered:
            told = answered.read().decode()

        assert 'cynosure_requests_total{address="healthy",status="200"}' in told
        assert "cynosure_request_seconds_bucket" in told
        assert "cynosure_register_up 1.0" in told
        assert 'cynosure_deliveries_waiting{workspace="1"} 0.0' in told
        assert "process_resident_memory_bytes" in told


class TestAWorkspaceThatWasFilledWithoutPages:
    def test_has_its_figures_told_without_being_asked(self, tmp_path: Path) -> None:
        export = tmp_path / "tickets.csv"
        export.write_text(
            "id,title,created\n1,Where is my refund,2026-03-02 09:00\n2,A bill,2026-03-03 10:00\n"
        )
        done("take-in", export, "--workspace", tmp_path / "desk")

        with (
            served(tmp_path / "desk", "--no-worker") as server,
            urlopen(f"{server.address}/-/metrics", timeout=60) as answered,
        ):
            told = answered.read().decode()

        assert 'cynosure_jobs_waiting{workspace="1"} 1.0' in told


class TestStopping:
    def test_answers_first_what_has_begun(self, tmp_path: Path) -> None:
        with served(tmp_path / "desk", "--no-worker") as server:
            port = int(server.address.rsplit(":", 1)[1])
            head = f"GET /-/healthy HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
                slow.sendall(head.encode())
                time.sleep(0.3)  # so that the server has read the first half
                server.process.send_signal(signal.SIGTERM)
                time.sleep(0.3)
                slow.sendall(b"Connection: close\r\n\r\n")
                answer = b"".join(iter(lambda: slow.recv(4096), b""))

            assert answer.startswith(b"HTTP/1.1 200")
            assert server.process.wait(30) == 0
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port), timeout=5)

    def test_takes_its_worker_along(self, tmp_path: Path) -> None:
        with served(tmp_path / "desk") as server:
            workers: list[str] = []
            end = time.monotonic() + 30
            while not workers and time.monotonic() < end:
                tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
                workers = [pid for each in tasks for pid in each.read_text().split()]
            server.process.send_signal(signal.SIGTERM)

            assert server.process.wait(60) == 0
            assert workers
            assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


class TestWhereItCannotListen:
    @pytest.mark.parametrize(
        ("host", "says"),
        [
            ("no-such-host.invalid", "Name an address of this machine"),
            ("192.0.2.7", "it is no address of its own"),
        ],
    )
    def test_says_so(self, tmp_path: Path, host: str, says: str) -> None:
        ran = _refused(tmp_path, "--host", host, "--port", str(free_port()))

        assert ran.returncode == 74
        assert says in ran.stderr
        assert "Traceback" not in ran.stderr

    def test_names_another_port_where_one_is_taken(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            ran = _refused(tmp_path, "--port", str(port))

        assert ran.returncode == 74
        assert f"--port {port + 1}" in ran.stderr


def _refused(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments("serve", "--workspace", folder / "desk", "--no-worker", *options),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


class TestOnPostgreSQL:
    def test_several_web_processes_and_workers_serve_one_team(
        self, tmp_path: Path, postgresql_url: str
    ) -> None:
        environment = {ADDRESS: postgresql_url}
        folder = tmp_path / "desk"
        with (
            served(folder, environment=environment) as one,
            served(folder, "--no-worker", environment=environment) as two,
        ):
            assert one.owner_link
            results: list[int] = []

            def ask(server: Served) -> None:
                results.extend(_asked(server, path="/accounts/login/") for _ in range(5))

            asking = [threading.Thread(target=ask, args=(each,)) for each in (one, two)]
            for each in asking:
                each.start()
            for each in asking:
                each.join()
            with urlopen(f"{two.address}/-/ready", timeout=60) as answered:
                told = json.load(answered)

        assert results == [200] * 10
        assert told["ready"]
