"""Keys that give themselves away by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cynosure.masking.found import Found

# Keys that say what they are by their first letters.
_KNOWN = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    r"(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|gh[pousr]_[A-Za-z0-9]{20,255}+|github_pat_\w{20,255}+"
    r"|gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-[\w-]{20,255}+"
    r"|xox[abeoprs]-[A-Za-z0-9-]{8,255}+|xapp-\d-[A-Za-z0-9-]{8,255}+"
    r"|eyJ[\w-]{8,}+\.[\w-]{4,}+(?:\.[\w-]*+){0,3}"
    r"|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}+|whsec_[A-Za-z0-9+/=]{16,255}+"
    r"|sk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9][\w-]{18,255}+|hf_[A-Za-z0-9]{20,255}+"
    r"|AIza[\w-]{30,40}+|ya29\.[\w-]{10,}+|GOCSPX-[\w-]{10,}+|1//0[\w-]{20,}+"
    r"|npm_[A-Za-z0-9]{30,}+|pypi-[\w-]{16,}+|SG\.[\w-]{10,}+\.[\w-]{10,}+"
    r"|(?:AC|SK)[0-9a-f]{32}(?![0-9a-f])|key-[0-9a-f]{32}(?![0-9a-f])"
    r"|do[opr]_v1_[0-9a-f]{32,}+|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|dapi[0-9a-f]{32}"
    r"|ATATT3[\w=.-]{20,}+|ATCTT3[\w=.-]{20,}+|hv[sbr]\.[\w-]{20,}+|lin_api_[A-Za-z0-9]{20,}+"
    r"|sq0(?:atp|csp|idp)-[\w-]{20,}+|dp\.(?:pt|st|ct)\.[A-Za-z0-9]{20,}+|AGE-SECRET-KEY-1[A-Z0-9]{20,}+"
    r"|\d{8,10}:AA[\w-]{30,}+|r8_[A-Za-z0-9]{30,}+|xai-[A-Za-z0-9]{40,}+|figd_[\w-]{30,}+|sntrys_[\w=+/-]{40,}+|gsk_[A-Za-z0-9]{40,}+"
    r"|PMAK-[0-9a-f]{20,}+-[0-9a-f]{30,}+|NRAK-[A-Z0-9]{20,}+|glsa_\w{30,}+|rubygems_[0-9a-f]{40,}+|EAA[A-Z][A-Za-z0-9]{60,}+"
    r"|dckr_pat_[\w-]{20,}+|tskey-[\w-]{20,}+|pplx-[A-Za-z0-9]{30,}+|sk-or-[\w-]{30,}+|[rs]k\.eyJ[\w-]{20,}+\.[\w-]{10,}+"
    r")"
)
# Addresses that are keys themselves: whoever knows them may write there.
_HOOKS = re.compile(
    r"(?P<host>hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/"
    r"|[a-z0-9-]{1,63}\.webhook\.office\.com/webhookb2/|api\.telegram\.org/bot)"
    r"(?P<value>[\w/:@-]{8,255}+)"
)
_PEM = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(r"[A-Za-z0-9+/=:,\s-]*+")
# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{4}|gh[pousr]_[A-Za-z0-9]{4}|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-"
    r"|xox[abeoprs]-|xapp-|eyJ[^\s]{13}|[srp]k_(?:live|test)_|whsec_|(?:^|[^A-Za-z0-9_])sk-[^\s]{19}|hf_[A-Za-z0-9]{20}|AIza[^\s]{30}"
    r"|ya29\.|GOCSPX-|1//0[^\s]{20}|npm_[A-Za-z0-9]{30}|pypi-[^\s]{16}|SG\.[^\s]{10}|(?:AC|SK)[0-9a-f]{32}|key-[0-9a-f]{32}"
    r"|do[opr]_v1_|shp(?:at|ca|pa|ss)_|dapi[0-9a-f]{32}|AT[AC]TT3|hv[sbr]\.[^\s]{20}|lin_api_|sq0(?:atp|csp|idp)-|dp\.(?:pt|st|ct)\."
    r"|AGE-SECRET-KEY-1|\p{Nd}:AA|r8_[A-Za-z0-9]{30}|xai-[A-Za-z0-9]{40}|figd_|sntrys_|gsk_[A-Za-z0-9]{40}|PMAK-|NRAK-|glsa_|rubygems_"
    r"|EAA[A-Z][A-Za-z0-9]{60}|dckr_pat_|tskey-|pplx-|[rs]k\.eyJ",
    r"hooks\.slack\.com/|discord(?:app)?\.com/api/webhooks/|webhook\.office\.com/webhookb2/|api\.telegram\.org/bot|PRIVATE KEY",
)


def find_keys(text: str) -> Iterator[Found]:
    """Yield keys and tokens that are known by their first letters or their frame.

    A hash alone is none: commits and checksums stay. So do public keys and
    certificates.

    >>> text = "AKIA" + "Q3EXAMPLEKEY7ZZX" + " at commit 9fceb02d0ae598e95dc970b74767f19372d61af8"
    >>> [text[f.start : f.end] for f in find_keys(text)]
    ['AKIAQ3EXAMPLEKEY7ZZX']
    """
    yield from _private_keys(text)
    for match in _KNOWN.finditer(text):
        yield Found(match.start(), match.end(), "secret")
    for match in _HOOKS.finditer(text):
        yield Found(match.start("value"), match.end("value"), "secret")


def _private_keys(text: str) -> Iterator[Found]:
    """Yield private keys in PEM, also where the text was cut before their end."""
    after = 0
    for match in _PEM.finditer(text):
        if match.start() < after:
            continue
        body = _PEM_BODY.match(text, match.end())
        assert body is not None  # it may be empty, it always matches
        end = _PEM_END.search(text, match.end(), min(len(text), body.end() + 64))
        after = end.end() if end else max(body.end(), match.end())
        yield Found(match.start(), after, "secret")
