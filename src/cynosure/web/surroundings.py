"""What the environment tells of the place that the server runs in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

GIGABYTES = 1024**3
LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where the server runs."""

    secret_key: str
    hosts: tuple[str, ...]  # names it answers to
    origins: tuple[str, ...]  # addresses whose forms it takes
    tls: bool  # whether browsers come by https
    behind_proxy: bool  # whether a proxy in front says so
    shared: bool  # whether several processes share a database
    folder: str | None
    upload_limit: int  # bytes


def surroundings_of(environment: Mapping[str, str]) -> Surroundings:
    """Return what the environment says.

    `CYNOSURE_URL` is the address that people open; with https it makes cookies
    secure. Without it the server is for this machine alone.

    Examples
    --------
    >>> here = surroundings_of({"CYNOSURE_URL": "https://demand.example.org"})
    >>> here.hosts[0], here.tls, here.behind_proxy, here.origins
    ('demand.example.org', True, True, ('https://demand.example.org',))
    >>> surroundings_of({}).tls
    False
    """
    address = environment.get("CYNOSURE_URL", "").rstrip("/")
    scheme, _, rest = address.partition("://")
    host = rest.split("/")[0].rsplit(":", 1)[0] if rest else ""
    named = environment.get("CYNOSURE_HOSTS", "").replace(",", " ").split()
    tls = scheme == "https"
    return Surroundings(
        # A key of the moment keeps nobody signed in over a restart; `serve` keeps one for good.
        secret_key=environment.get("CYNOSURE_SECRET_KEY") or secrets.token_urlsafe(50),
        hosts=tuple(dict.fromkeys([*([host] if host else []), *named, *LOCAL])),
        origins=(f"{scheme}://{rest.split('/')[0]}",) if rest else (),
        tls=tls,
        behind_proxy=tls,
        shared=bool(environment.get("CYNOSURE_DATABASE_URL")),
        folder=environment.get("CYNOSURE_FOLDER") or None,
        upload_limit=int(float(environment.get("CYNOSURE_UPLOAD_GB") or 2) * GIGABYTES),
    )
