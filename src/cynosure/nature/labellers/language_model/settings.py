"""Which language model is asked, where, and how much it may cost."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cynosure.nature.labellers.problems import near

_NAME_OF_A_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_NUMBERS = {
    "max_calls": (1, 10_000_000),
    "max_cost": (0, 1e9),
    "price_in": (0, 1e6),
    "price_out": (0, 1e6),
    "demands_per_call": (1, 100),
    "timeout_seconds": (1, 3600),
}
_WHOLE = frozenset({"max_calls", "demands_per_call"})
_OURS = frozenset({"model", "messages", "stream", "n"})  # of a request: not to be set as options


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModelSettings:
    """A model behind an OpenAI-compatible address, and its bounds.

    `address` is the part before `/chat/completions`. The key is read from the
    environment variable that `key_from` names and is kept nowhere. Prices are
    those of a million tokens, in whatever currency `max_cost` is in; both
    bounds are for all runs together. `options` goes into every request.
    """

    address: str
    model: str
    key_from: str | None = None
    max_calls: int = 100
    max_cost: float | None = None
    price_in: float | None = None
    price_out: float | None = None
    demands_per_call: int = 20
    timeout_seconds: float = 120.0
    options: Mapping[str, Any] = field(default_factory=lambda: {"temperature": 0})

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return what so many tokens cost; None where no price is given.

        >>> LanguageModelSettings(
        ...     address="", model="", price_in=2.0, price_out=8.0).cost(500_000, 10_000)
        1.08
        """
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6


def read_settings(written: Mapping[str, Any]) -> tuple[LanguageModelSettings | None, list[str]]:
    """Return the settings of a section of TOML, and everything that is wrong with it.

    >>> read_settings({"address": "http://example.com/v1", "model": "m"})[1]
    ["address is 'http://example.com/v1'. Texts travel only by https, except to this machine itself."]
    """
    problems = list(_problems(written))
    if problems:
        return None, problems
    return LanguageModelSettings(**{**written, "address": written["address"].rstrip("/")}), []


def is_this_machine(address: str) -> bool:
    """Return whether an address leads to this machine itself.

    >>> is_this_machine("http://127.0.0.1:8080/v1"), is_this_machine("https://localhost.example.com")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _problems(written: Mapping[str, Any]) -> Iterator[str]:
    known = LanguageModelSettings.__dataclass_fields__
    for key in written:
        if key not in known:
            yield f"{key!r} is no setting.{near(key, known)} Known are {', '.join(known)}."
    yield from _problems_of_address(written.get("address"))
    model = written.get("model")
    if not isinstance(model, str) or not model.strip():
        yield f"model is {model!r}. Write the model's name in quotes, as the address knows it."
    key = written.get("key_from", "OPENAI_API_KEY")
    if not isinstance(key, str) or not _NAME_OF_A_VARIABLE.fullmatch(key):
        # Not shown: somebody may have put the key itself there.
        yield "key_from is no name of an environment variable. Write the name, never the key itself."
    for name, (least, most) in _NUMBERS.items():
        yield from _problems_of_number(written, name, least, most)
    if "max_cost" in written and not {"price_in", "price_out"} <= set(written):
        yield "max_cost needs price_in and price_out, the prices of a million tokens."
    yield from _problems_of_options(written.get("options", {}))


def _problems_of_address(address: object) -> Iterator[str]:
    if not isinstance(address, str) or not address.strip():
        yield f"address is {address!r}. Write where the model answers, as http://localhost:11434/v1."
        return
    try:
        parts: SplitResult = urlsplit(address)
        port = parts.port
    except ValueError as problem:
        yield f"address is {address!r}: {problem}. Write it as https://host/v1."
        return
    if parts.username or parts.password:
        yield "address holds a user or a password. Name the key's environment variable in key_from."
    elif parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        yield f"address is {address!r}. Write it as https://host/v1."
    elif parts.scheme == "http" and not is_this_machine(address):
        yield f"address is {address!r}. Texts travel only by https, except to this machine itself."
    elif parts.query or parts.fragment:
        yield f"address is {address!r}. Leave out what follows the path."


def _problems_of_number(
    written: Mapping[str, Any], name: str, least: float, most: float
) -> Iterator[str]:
    value = written.get(name)
    kinds = (int,) if name in _WHOLE else (int, float)
    if name in written and (
        not isinstance(value, kinds) or isinstance(value, bool) or not least <= value <= most
    ):
        whole = "a whole number" if name in _WHOLE else "a number"
        yield f"{name} is {value!r}. Write {whole} from {least:,} to {most:,.0f}."


def _problems_of_options(options: object) -> Iterator[str]:
    if not isinstance(options, dict):
        yield f"options is {options!r}. Write a table, as options = {{ temperature = 0 }}."
        return
    for name in sorted(_OURS & set(options)):
        yield f"options.{name} is set by Cynosure. Leave it out."
