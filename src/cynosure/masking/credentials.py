"""Passwords and tokens in addresses, headers and commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cynosure.masking.found import Found
from cynosure.masking.secrecy import bits, has_digit, has_letter, is_code, is_stand_in

_AUTHORISATION = re.compile(
    r"(?:\bBearer|\bAuthorization[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?:Basic|Digest|Token|ApiKey|Key))"
    r"(?:\s{1,3}|%20)(?P<value>[A-Za-z0-9._~+/=-]{8,4096}+)",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"\b(?:Set-)?Cookie2?\s{0,3}:\s{0,3}(?P<value>\w(?=[^\r\n]{7})(?:[^\r\n'\"]{1,4096}+|(?<==)\"[^\"\r\n]{0,4096}+\"){1,200})",
    re.IGNORECASE,
)

_USER_INFO = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}+://(?P<value>[^\s/@:?#\"'<>]{0,256}+:[^\s/@\"'<>]{1,256}+)@"
)
_LONG_USER = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}+://(?P<value>[A-Za-z0-9_-]{16,256}+)@"
)
_QUERY = re.compile(
    r"[?&;#](?:amp;)?[\w.-]{0,24}?(?:(?P<sure>token|api_?key|access_?key|secret|passw(?:or)?d|signature"
    r"|credentials?|jwt|code_verifier)|pwd|session_?id|(?<![A-Za-z])(?:sig|auth|sid|otp|(?P<code>code)))"
    r"=(?P<value>[^\s&#\"'<>;)\]\[]{3,4096}+)",
    re.IGNORECASE,
)

# What is typed at a shell: curl -u name:password, mysql -ppassword.
_COMMAND = re.compile(
    r"(?:\bcurl\b[^\n]{0,200}? (?:-u|--user|--proxy-user)[ =][\"']?(?=[^\s:]{1,99}:)|\bmysql(?:dump|admin)?\b[^\n]{0,200}? -p)"
    r"(?P<value>(?![<$])[^\s\"'-][^\s\"']{3,200}+)"
)
# A link that lets in whoever has it: /reset-password/8f3a…
_LINK = re.compile(
    r"\bhttps?://[^\s\"'<>]{1,200}?/[\w-]{0,24}(?:reset|confirm|verif|invit|magic|activat|sign-?in|log-?in)[\w-]{0,24}+/"
    r"(?P<value>[A-Za-z0-9_.~-]{16,512}+)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.[a-z]{1,5}$")

# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"(?i)bearer|authorization|cookie2?\s{0,3}:|curl[^\n]* -|mysql[^\n]* -p|://[^\s/]*@",
    r"(?i)[?&;#][\w.-]*?(?:token|api_?key|access_?key|secret|passw(?:or)?d|signature|credentials?|jwt|code_verifier|pwd|sig|auth|session_?id"
    r"|sid|otp|code)=",
    r"(?i)https?://[^\s]*(?:reset|confirm|verif|invit|magic|activat|sign-?in|log-?in)[^\s]*/[^\s]{16}",
)


def find_credentials(text: str) -> Iterator[Found]:
    """Yield passwords and tokens in addresses, headers and what is typed at a shell.

    >>> text = "curl -u jo:s3cretPass https://acme.example/items?page=2&token=9fK2mQ7xLw41"
    >>> [text[f.start : f.end] for f in find_credentials(text)]
    ['9fK2mQ7xLw41', 'jo:s3cretPass']
    """
    yield from _in_addresses(text)
    yield from _in_headers(text)
    for match in _COMMAND.finditer(text) if " -" in text else ():
        yield Found(match.start("value"), match.end("value"), "secret")


def _in_addresses(text: str) -> Iterator[Found]:
    if "://" in text:
        for pattern in (_USER_INFO, _LONG_USER):
            for match in pattern.finditer(text):
                yield Found(match.start("value"), match.end("value"), "secret")
        for match in _LINK.finditer(text):
            if (
                not _FILE.search(match["value"])
                and has_digit(match["value"])
                and bits(match["value"]) >= 3
            ):
                yield Found(match.start("value"), match.end("value"), "secret")
    for match in _QUERY.finditer(text) if "=" in text else ():
        least = 16 if match["code"] else 6
        sure = match["sure"] or (len(match["value"]) >= least and not match["value"].isalpha())
        if sure and not is_stand_in(match["value"]):
            yield Found(match.start("value"), match.end("value"), "secret")


def _in_headers(text: str) -> Iterator[Found]:
    for match in _AUTHORISATION.finditer(text):
        value = match["value"].rstrip(".-")
        if has_digit(value) and has_letter(value) and not is_code(value):
            yield Found(match.start("value"), match.start("value") + len(value), "secret")
    for match in _COOKIE.finditer(text):
        if "=" in match["value"]:
            yield Found(match.start("value"), match.end("value"), "secret")
