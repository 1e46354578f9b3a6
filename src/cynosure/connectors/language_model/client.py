"""One request to `/chat/completions`, and what its answer means for who asks."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx
import orjson

from cynosure.errors import ClassificationError
from cynosure.nature.labellers.language_model import (
    LanguageModelRefuses,
    LanguageModelSettings,
    Reply,
    TryLater,
)
from cynosure.nature.labellers.language_model.settings import is_this_machine

LARGEST_REPLY = 8 * 2**20  # bytes; a call's answers take some thousand
_CONNECT_SECONDS = 15.0
_SHOWN = 200  # characters of what a server says is wrong
_LATER = frozenset({408, 409, 425, 429})


class MissingKey(ClassificationError):
    """The environment variable that should hold the key is not set."""

    exit_status = 78  # EX_CONFIG

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"The environment variable {variable} is not set, and labellers.toml names it as the "
            f"one that holds the key. Set it for this command; it is kept nowhere."
        )


class ChatCompletions:
    """Asks a model by HTTP, once a call; a `with` block holds the connection.

    Redirections are not followed, since they would carry texts and key to an
    address that nobody named. Proxies of the environment are used, except for
    this machine itself.
    """

    def __init__(self, settings: LanguageModelSettings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._key = _key(settings, environment)
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        self._http = httpx.Client(
            headers={**headers, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(settings.timeout_seconds, connect=_CONNECT_SECONDS),
            trust_env=not is_this_machine(settings.address),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def __call__(self, messages: Sequence[Mapping[str, str]]) -> Reply:
        """Return the model's reply; a reply that is none of the protocol's has no text.

        Raises
        ------
        TryLater
            On a time-out, a lost connection, 408, 409, 425, 429 and all of 5xx.
        LanguageModelRefuses
            On everything else that is not 200.
        """
        body = {
            **self._settings.options,
            "model": self._settings.model,
            "messages": list(messages),
            "stream": False,
        }
        try:
            status, headers, content = self._post(orjson.dumps(body))
        except httpx.TimeoutException:
            seconds = self._settings.timeout_seconds
            raise TryLater(f"no answer within {seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.StreamError) as problem:
            # Without its context, which holds the request and so the key.
            raise TryLater(self._without_key(str(problem) or type(problem).__name__)) from None
        if status == 200:
            return _reply(content)
        why = f"{status} {self._without_key(_what_it_says(content))}".strip()
        if status in _LATER or status >= 500:
            raise TryLater(why, _retry_after(headers))
        raise LanguageModelRefuses(self._settings.address, why)

    def _post(self, body: bytes) -> tuple[int, httpx.Headers, bytes]:
        url = f"{self._settings.address}/chat/completions"
        ends = time.monotonic() + self._settings.timeout_seconds
        content = bytearray()
        headers = {"Content-Type": "application/json"}
        with self._http.stream("POST", url, content=body, headers=headers) as answer:
            for part in answer.iter_bytes():
                content += part
                if time.monotonic() > ends:  # one that trickles never runs into the other limit
                    raise httpx.ReadTimeout("it trickles")
                if len(content) > LARGEST_REPLY:
                    raise httpx.ReadError(f"its answer is longer than {LARGEST_REPLY:,} bytes")
            return answer.status_code, answer.headers, bytes(content)

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text


def _key(settings: LanguageModelSettings, environment: Mapping[str, str]) -> str | None:
    if settings.key_from is None:
        return None
    key = environment.get(settings.key_from, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise MissingKey(settings.key_from)
    return key


def _reply(content: bytes) -> Reply:
    try:
        said = orjson.loads(content)
        text = said["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        return Reply("")
    usage = said.get("usage")
    counted = usage if isinstance(usage, dict) else {}
    return Reply(
        text if isinstance(text, str) else "",
        _tokens(counted.get("prompt_tokens")),
        _tokens(counted.get("completion_tokens")),
    )


def _tokens(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else None


def _what_it_says(content: bytes) -> str:
    """Return the message of an error as servers of this protocol write it, else its first words."""
    said: Any
    try:
        said = orjson.loads(content)
        said = said["error"]
        said = said["message"] if isinstance(said, dict) else said
    except (ValueError, KeyError, TypeError):
        said = content[: 4 * _SHOWN].decode("utf-8", "replace")
    words = " ".join("".join(c if c.isprintable() else " " for c in str(said)).split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]} …"


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds that a server asks to wait, written as such or as a date."""
    written = headers.get("Retry-After", "").strip()
    try:
        seconds = float(written)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(written).timestamp() - time.time()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if seconds == seconds else None  # noqa: PLR0124 - not a number
