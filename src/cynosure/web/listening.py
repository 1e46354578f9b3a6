"""The server that listens: waitress, which keeps slow visitors apart, and a stop that waits."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from cynosure.errors import StoreError

THREADS = 8
GRACE_SECONDS = 25.0  # for what is being answered when the server is told to stop
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class PortTaken(StoreError):
    """Another program listens where the server wants to."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Nothing can be served at {host}:{port}: another program listens there. "
            f"Choose another: --port {port + 1}"
        )


class PortRefused(StoreError):
    """The system does not let this account listen on a port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"This account may not listen on port {port}: those below 1024 are the system's. "
            "Listen on --port 8000 and let a proxy pass on what comes: docs/how-to/serve-a-team.md"
        )


class NoSuchHost(StoreError):
    """The server cannot listen at an address that is not this machine's."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"--host is {host!r}, where this machine cannot listen: {why}. Name an address of this "
            "machine: 127.0.0.1 for itself alone, 0.0.0.0 for all its networks."
        )


class Listener:
    """A server that listens from the moment it is made; `run_until` answers."""

    def __init__(self, application: Any, host: str, port: int, *, largest_body: int) -> None:
        self._map: dict[int, Any] = {}
        try:
            self._server = create_server(
                application,
                map=self._map,
                host=host,
                port=port,
                threads=THREADS,
                # A slow or silent visitor holds a socket, never a thread.
                channel_timeout=60,
                connection_limit=500,
                max_request_body_size=largest_body,
                clear_untrusted_proxy_headers=True,
                ident=None,
                **_trusted(),
            )
        except (OSError, ValueError, UnicodeError) as error:
            raise _refusal(host, port, error) from error

    def run_until(self, stopping: threading.Event) -> None:
        """Answer until told to stop; then take no more, and finish what has begun."""
        loop = threading.Thread(target=self._server.run, daemon=True)
        loop.start()
        stopping.wait()
        self._take_no_more()
        _patiently(GRACE_SECONDS, lambda: not self._busy())
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=1)

    def _take_no_more(self) -> None:
        for server in [each for each in self._map.values() if isinstance(each, BaseWSGIServer)]:
            # Closed in the thread that waits on the sockets, which must not lose one meanwhile.
            server.trigger.pull_trigger(lambda server=server: wasyncore.dispatcher.close(server))

    def _busy(self) -> bool:
        channels = [each for each in list(self._map.values()) if isinstance(each, HTTPChannel)]
        return any(
            each.requests or each.request is not None or each.total_outbufs_len for each in channels
        )


def _patiently(seconds: float, met: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _refusal(host: str, port: int, error: Exception) -> StoreError:
    match error:
        case OSError(errno=errno.EADDRINUSE):
            return PortTaken(host, port)
        case OSError(errno=errno.EACCES):
            return PortRefused(port)
        case OSError(errno=errno.EADDRNOTAVAIL):
            return NoSuchHost(host, "it is no address of its own")
        case socket.gaierror() | ValueError():
            return NoSuchHost(host, "nothing is known by that name")
    return NoSuchHost(host, getattr(error, "strerror", None) or str(error))


def _trusted() -> dict[str, object]:
    """Return how waitress takes a proxy's word: only where the address says there is one."""
    if not os.environ.get("CYNOSURE_URL", "").startswith("https://"):
        return {}
    return {
        "trusted_proxy": os.environ.get("CYNOSURE_PROXY", "127.0.0.1"),
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    }
