"""What tests at the door need: signing in for real, codes, the trail."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from tests.web.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

LOGIN = "/accounts/login/"


def sign_in(client: Client, name: str, password: str = PASSWORD, *, after: str = "") -> Any:
    """Return what came of giving address and password."""
    said = {"login": f"{name}@example.org", "password": password}
    return client.post(LOGIN, said | ({"next": after} if after else {}))


def set_up_second_factor(client: Client) -> tuple[str, list[str]]:
    """Set one up as a person does; return its secret and the recovery codes."""
    address = "/accounts/second-factor/set-up/"
    page = client.get(address).content.decode()
    found = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert found, page
    secret = found[1]
    kept = client.post(address, {"code": code_of(secret)})
    assert kept.status_code == 302, kept.content
    codes = client.get("/accounts/second-factor/codes/").content.decode()
    cache.clear()  # a code holds once; the next one would be due in half a minute
    return secret, re.findall(r'class="secret">(\d+)<', codes)


def code_of(secret: str) -> str:
    """Return the code that an app would show now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def acts(*, of: str = "") -> list[str]:
    """Return the names of all acts in the trail, the oldest first; of one person where named."""
    from cynosure.register.people.models import TrailEntry

    rows = TrailEntry.objects.order_by("pk")
    return [entry.did for entry in (rows.filter(by=of) if of else rows)]
