"""IP and device addresses, told from versions by what stands before them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from cynosure.masking.found import Found

_QUAD = re.compile(
    r"(?<![\w.])(?<![^\d]-)\d{1,3}(?:\.\d{1,3}){3}(?!\w|-(?!\d{1,3}\.\d{1,3}\.\d{1,3}\.\d)|\.\w)"
)
_SIX = re.compile(
    r"(?<![\w:.])(?:(?:[0-9A-Fa-f]{0,4}:){2,7}\d{1,3}(?:\.\d{1,3}){3}(?![\w:]|\.\w)"
    r"|(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{3,39}+(?:%\w{1,16}+)?(?![\w:]))"
)
_DEVICE = re.compile(
    r"(?<![\w:.-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w-]|:[0-9A-Fa-f])"
    r"|(?<![\w:.-])(?P<dotted>[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![\w-]|\.\w)"
)
_ONLY_DIGITS = re.compile(r"[\d.]*+")

_ADDRESS_WORDS = re.compile(
    r"(?:(?<![A-Za-z])(?:ips?|ipv4|addr(?:ess(?:es)?)?|adresse?n?|hosts?|hostname|servers?|client|remote|peer|src|dst|source|dest(?:ination)?|inet|endpoint|gateway|dns|resolver|ping|ssh|telnet|curl"
    r"|traceroute|subnet|network|router|proxy|firewall|whitelist|allowlist|blacklist|block(?:ed)?|nameserver"
    r"|x-forwarded-for|from ip|logged in from|connect(?:ed|ing|ion)?(?: refused)?|bind|listen(?:ing)?|reach|clientip|sourceip|remoteip|remoteaddr)(?![A-Za-z])"
    r"[^\n.;]{0,16}|://|@)$",
    re.IGNORECASE,
)
_VERSION_WORDS = re.compile(
    r"(?:\b(?:v|ver|vers|version(?:s|en)?|versión|release[ds]?|build|rev|revision|firmware|driver|sdk|api|patch(?:ed)?"
    r"|update[ds]?|upgrade[ds]?|upgrading|downgrade[ds]?|rolled back|rollback|install(?:ed|ing)?|plug-?in|package|module|library|lib"
    r"|dependency|bump(?:s|ed)?|since|before|after|until|chrome|chromium|firefox|safari|edge|opera|java|jdk|jre|(?<!\w)\.net"
    r"|dotnet|node|ios|ipados|android|windows|macos|linux|kernel|oracle|sql server|mysql|office|outlook|excel|acrobat"
    r"|python|ruby|php|app|client version|assembly|artifact|nuget|gem|rc|tag|section|chapter|clause|§)\b"
    r"[^\n;]{0,14}|[=<>~^!]=? ?|\blib\w{1,24}\s{1,9}|-[a-z]{1,8}\d{1,3}\s{1,9}|[a-z]-|_)$",
    re.IGNORECASE,
)
# "Upgrade the client from 10.10.2.0"
_UPGRADE = re.compile(
    r"\b(?:upgrad|downgrad|bump|updat)[a-z]{0,4}\b[^\n;]{0,36}\b(?:from|to|von|auf) ?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d(?:\.\d{1,6}){2,3} ?(?:to|->|→|–|-|and|or|bis|/|,) ?$")
_BESIDE = frozenset(
    {",", "and", "or", "und", "oder", "et", "y", "->", "to", "/", "-", ";", "|", ""}
)
_PORT_OR_MASK = re.compile(r":\d{2,5}\b|/(?:[12]?\d|3[0-2])\b(?![./])")

# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"\p{Nd}\.\p{Nd}{1,3}\.\p{Nd}{1,3}\.\p{Nd}|::[0-9A-Fa-f]|[0-9A-Fa-f]::|(?:[0-9A-Fa-f]{1,4}:){6}"
    r"|(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}",
)


def find_networks(text: str) -> Iterator[Found]:
    """Yield IPv4, IPv6 and device addresses.

    Four numbers are an address unless they read as a version: a version's word
    stands before them, or nothing says "address" and all are small. Loopback,
    0.0.0.0 and masks of a network name nobody and stay.

    >>> text = "login from 203.0.113.7 since version 4.2.0.1"
    >>> [text[f.start : f.end] for f in find_networks(text)]
    ['203.0.113.7']
    """
    if ":" in text:
        for match in _SIX.finditer(text):
            if _is_six(match[0]):
                yield Found(match.start(), match.end(), "IP address")
    if "." in text:
        last = 0  # where the last address ended: "10.0.0.1 and 8.8.8.8" are both one
        for match in _QUAD.finditer(text):
            near = last and match.start() - last < 9
            beside = near and text[last : match.start()].strip(" \n\"'") in _BESIDE
            if beside or _is_address(text, match):
                last = match.end()
                yield Found(match.start(), match.end(), "IP address")
    for match in _DEVICE.finditer(text):
        # Nothing but digits in threes of four may be anything.
        if len(set(match[0])) > 2 and not (match["dotted"] and _ONLY_DIGITS.fullmatch(match[0])):
            yield Found(match.start(), match.end(), "device address")


def _is_address(text: str, match: re.Match[str]) -> bool:
    numbers = [int(part) for part in match[0].split(".")]
    if max(numbers) > 255 or any(len(p) > 1 and p[0] == "0" for p in match[0].split(".")):
        return False
    if numbers[0] in {0, 127, 255}:
        return False
    before = text[max(0, match.start() - 48) : match.start()]
    if _UPGRADE.search(before):
        return False
    if _PORT_OR_MASK.match(text, match.end()) or _ADDRESS_WORDS.search(before):
        return not re.search(r"\bv(?:ersion)?\.? ?$", before, re.IGNORECASE)
    if _VERSION_WORDS.search(before) or _RANGE.search(before):
        return False
    first, second, third, _ = numbers
    return first == 10 or first >= 32 or second >= 32 or third >= 32


def _is_six(written: str) -> bool:
    written = written.split("%", 1)[0]
    if written.count(":") < 2 or not any(c.isdigit() for c in written):
        return False
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError:
        return False
    # `::1` is oneself; `1::2` is more likely C++ or a slice than a host.
    groups = [group for group in written.split(":") if group]
    return not address.is_loopback and (len(groups) >= 3 or len(max(groups, key=len)) >= 3)
