"""Whether a delivery is from whom it says: raw bytes against a secret, before anything is parsed.

What cannot be told from a guess is told to nobody: comparisons take the same
time wherever they fail, and no message holds a secret or a signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cynosure.errors import IntakeError

Headers = Mapping[str, str]  # by their names in lower case
TOLERANCE = timedelta(minutes=5)
_SIGNING = "whsec_"


class Unsigned(IntakeError):
    """A delivery carries no proof of who sent it."""

    def __init__(self, sender: str, missing: str) -> None:
        super().__init__(
            f"The delivery has no header {missing}, so nothing shows that {sender} sent it. Set "
            f"the secret of this workspace in the webhook's settings at {sender}."
        )


class Forged(IntakeError):
    """What a delivery carries as a proof fits none of the secrets."""

    def __init__(self, sender: str, header: str) -> None:
        super().__init__(
            f"The header {header} fits none of this workspace's secrets for {sender}: the secret "
            "is another one, or the body was changed on its way. Set the secret anew on both sides."
        )


class OutOfTime(IntakeError):
    """A delivery was signed too long ago, or in the future, or nobody can say when."""

    def __init__(self, header: str, said: str) -> None:
        super().__init__(
            f"The header {header} says {said[:40]!r}, which is not within five minutes of this "
            "machine's clock. Set both clocks; an old delivery is sent anew by its sender."
        )


class Nameless(IntakeError):
    """A delivery without the id by which a repetition would be recognised."""

    def __init__(self, sender: str, missing: str) -> None:
        super().__init__(
            f"The delivery has no header {missing}, by which {sender} numbers deliveries, so a "
            "repetition could not be told. Send it as its documentation says."
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """Which delivery it is: by `id` a repetition is recognised; `event` is the sender's word."""

    id: str
    event: str


def header(headers: Headers, name: str) -> str | None:
    """Return a header's value; None where it is absent or empty.

    >>> header({"x-github-event": "issues"}, "X-GitHub-Event")
    'issues'
    """
    return headers.get(name.lower(), "").strip() or None


def check_hex(
    sender: str, headers: Headers, name: str, body: bytes, secrets: Sequence[str]
) -> None:
    """Let a body pass that a header signs as `sha256=` and the HMAC in hexadecimal.

    Raises
    ------
    Unsigned, Forged
        If it does not.
    """
    given = header(headers, name)
    if given is None:
        raise Unsigned(sender, name)

    def signed(secret: bytes) -> str:
        return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"

    _check(sender, name, [given], _keys(secrets), signed)


def check_base64(sender: str, name: str, given: str, said: bytes, secrets: Sequence[str]) -> None:
    """Let bytes pass of which `given` is the HMAC in base64.

    Raises
    ------
    Forged
        If it is not.
    """
    _check(sender, name, [given], _keys(secrets), lambda secret: _in_base64(secret, said))


def check_token(sender: str, name: str, given: str, secrets: Sequence[str]) -> None:
    """Let a delivery pass that carries the secret itself.

    Raises
    ------
    Forged
        If it carries another one.
    """
    _check(sender, name, [given], _keys(secrets), lambda secret: secret.decode())


def check_standard(
    sender: str, headers: Headers, body: bytes, secrets: Sequence[str], now: datetime
) -> str:
    """Let a body pass that is signed as Standard Webhooks say, and return its webhook-id.

    Raises
    ------
    Unsigned, Forged, OutOfTime
        If it is not, or was at another time.

    Examples
    --------
    >>> now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> signed = sign_standard("whsec_c2VjcmV0IG9mIGEgdGVzdA==", "msg_1", now, b"{}")
    >>> check_standard("ours", signed, b"{}", ["whsec_c2VjcmV0IG9mIGEgdGVzdA=="], now)
    'msg_1'
    """
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    found = [header(headers, name) for name in names]
    for name, value in zip(names, found, strict=True):
        if value is None:
            raise Unsigned(sender, name)
    number, sent_at, signatures = (value or "" for value in found)
    check_seconds("webhook-timestamp", sent_at, now)
    said = b".".join((number.encode(), sent_at.encode(), body))
    given = [each.partition(",")[2] for each in signatures.split() if each.startswith("v1,")]
    keys = [key for secret in secrets if (key := signing_key(secret))]
    _check(sender, "webhook-signature", given, keys, lambda key: _in_base64(key, said))
    return number


def sign_standard(secret: str, number: str, sent_at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers with which Standard Webhooks sign a body."""
    seconds = str(int(sent_at.timestamp()))
    said = b".".join((number.encode(), seconds.encode(), body))
    return {
        "webhook-id": number,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{_in_base64(signing_key(secret), said)}",
    }


def signing_key(secret: str) -> bytes:
    """Return the bytes of a Standard Webhooks secret; one without `whsec_` is its own letters.

    >>> signing_key("whsec_c2VjcmV0"), signing_key("plain")
    (b'secret', b'plain')
    """
    if secret.startswith(_SIGNING):
        try:
            return base64.b64decode(secret.removeprefix(_SIGNING), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def check_seconds(name: str, said: str, now: datetime) -> None:
    """Let a time in seconds since 1970 pass that is within five minutes of now.

    Raises
    ------
    OutOfTime
        If it is not, or is no time.
    """
    if not (said.isascii() and said.isdigit() and len(said) <= 12):
        raise OutOfTime(name, said)
    _near(name, said, datetime.fromtimestamp(int(said), UTC), now)


def check_written(name: str, said: str, now: datetime) -> None:
    """Let a time in ISO 8601 pass that is within five minutes of now.

    Raises
    ------
    OutOfTime
        If it is not, or is no time.
    """
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise OutOfTime(name, said) from None
    _near(name, said, at if at.tzinfo else at.replace(tzinfo=UTC), now)


def digest(*parts: bytes) -> str:
    """Return a short name for some bytes.

    >>> digest(b"{}") == digest(b"{", b"}")
    False
    """
    said = hashlib.blake2b(digest_size=16)
    for part in parts:
        said.update(len(part).to_bytes(8, "big"))
        said.update(part)
    return said.hexdigest()


def _near(name: str, said: str, at: datetime, now: datetime) -> None:
    if abs(at - now) > TOLERANCE:
        raise OutOfTime(name, said)


def _keys(secrets: Iterable[str]) -> list[bytes]:
    return [secret.encode() for secret in secrets if secret]


def _in_base64(secret: bytes, said: bytes) -> str:
    return base64.b64encode(hmac.new(secret, said, hashlib.sha256).digest()).decode()


def _check(
    sender: str,
    name: str,
    given: Iterable[str],
    keys: Iterable[bytes],
    signed: Callable[[bytes], str],
) -> None:
    # Every key is tried on every signature, so that the time tells nothing of which one fitted.
    fits = False
    said = [each.encode("utf-8", "surrogateescape") for each in given]
    for key in keys:
        wanted = signed(key).encode()
        for each in said:
            fits |= hmac.compare_digest(each, wanted)
    if not fits:
        raise Forged(sender, name)
