"""Telephone numbers: written internationally, in a country's own way, or after a word that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

from cynosure.masking.found import Found

# Whose own way of writing is tried, where a number starts with no country's code.
REGIONS = (
    "US",
    "GB",
    "DE",
    "FR",
    "IT",
    "ES",
    "NL",
    "BE",
    "AT",
    "CH",
    "SE",
    "PL",
    "AU",
    "IN",
    "BR",
    "JP",
)

_CANDIDATE = re.compile(
    r"(?<![\w#$€£@/\\=*<>^~&%-])(?<!\d[ \u00a0.,:])[+(]{0,2}\d(?:[ \u00a0]?[().\-/–‑][ \u00a0]?|[ \u00a0]?\d){5,28}+"
)
_PLUS = re.compile(r"\+ ?\(?[1-9]")
_ZEROS = re.compile(r"00[1-9]\d")
_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}-)\d{3}[-. ]\d{4}")
_AMERICAN_LOOSE = re.compile(r"(?:1[ .-])?[2-9]\d{2}([. ])[2-9]\d{2}\1\d{4}")
_FRENCH = re.compile(r"0[1-9](?:([ .-])\d{2})(?:\1\d{2}){3}")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2}"
    r"|(?:19|20)\d{2}[./ -]\d{1,2}[./ -]\d{1,2})(?!\d)"
)
# 0.8458, 10.0.15252.0, "phone 713501.0": numbers with a decimal point, and versions.
_DECIMAL = re.compile(r"(?<!\d)0{1,2}\.\d|\.\d$|\d\.\d{5,}\D|\d\.\d+\.\d+\.\d")
_EXTENSION = re.compile(r",?\s?(?:ext\.?|extension|x|durchwahl|poste)\s?\d{1,6}\b", re.IGNORECASE)

_SAYS_SO = re.compile(
    r"\b(?:tel(?:[eé](?:ph|f)on[eo]?)?|t(?:é|e)l(?:é|e)phone|phones?|ph|mobil[e]?|m(?:ó|o)vil|cell(?:phone|ular)?|fax|handy"
    r"|whats ?app|signal|sms|rufnummer|landline|hotline|call(?: me| us| back)?|ring(?: me)?|dial|text me|reach me"
    r"|contact (?:me|number|no)|call ?back|num(?:é|e)ro)\b"
    r"[^\n\t\d]{0,24}$",
    re.IGNORECASE,
)
_SAYS_SO_AT_ONCE = re.compile(
    r"\b(?:tel(?:[eé](?:ph|f)on[eo]?)?|t(?:é|e)l(?:é|e)phone|phones?|ph|mob(?:ile?)?|m(?:ó|o)vil|cell(?:phone)?|fax|handy"
    r"|whats ?app|landline|call(?: me| us)|ring me|dial|text me|reach me)(?:(?<=tel|mob|fax)\.|(?<=ph)\.)?"
    r"(?: ?(?:number|no\.?|nr\.?|#|is|at|on|under|via))*+[\"'*_]{0,2} ?[:=)(-]? {0,2}[\"'*_(]{0,2}$",
    re.IGNORECASE,
)
_SAYS_OTHERWISE = re.compile(
    r"(?:\b(?:order|ticket|case|invoice|incident|build|version|ids?|ref(?:erence)?|line|port|pid|thread|serial|sku|isbn|issn"
    r"|article|tracking|account|acct|error|code|request|transaction|session|issue|job|run|commit|part|model|item|record"
    r"|imei|timestamp|time|date|range|bytes?|rows?|size|offset|address|epoch|seed|step|doi|rfc|bug|pr)s?"
    r"\b(?: ?(?:number|num|no\.?|nr\.?|#|id))?[^\w\n]{0,4}(?:(?:is|was|are|of|at)\s)?|[#=])$",
    re.IGNORECASE,
)


def find_telephones(text: str) -> Iterator[Found]:
    """Yield telephone numbers.

    With a country's code a number must be one that the country could give out;
    without, its grouping must be a known country's own, or a word such as
    "phone" must stand before it. Bare digits alone are never taken: they are
    more often an id.

    >>> text = "call +44 20 7946 0958 about order 4155552671"
    >>> [text[f.start : f.end] for f in find_telephones(text)]
    ['+44 20 7946 0958']
    """
    for match in _CANDIDATE.finditer(text):
        written = _trimmed(match[0])
        start = match.start() + match[0].index(written) if written else match.start()
        end = start + len(written)
        if not written or _goes_on(text, match.end(), end):
            continue
        before = text[max(0, start - 48) : start]
        for tried in _shorter(written):
            if _is_telephone(tried, before):
                stop = start + len(tried)
                extension = _EXTENSION.match(text, stop)
                yield Found(start, extension.end() if extension else stop, "phone")
                break


def _trimmed(written: str) -> str:
    """Return the candidate without what is around the number: a bracket's end, a full stop."""
    written = re.sub(r"[^\d]+$", "", written)
    if written.startswith("(") and ")" not in written:
        written = written.lstrip("(")
    return written


def _goes_on(text: str, read: int, end: int) -> bool:
    """Tell whether the digits are the beginning of something longer: a time, a hash, a name."""
    following = text[end : end + 2]
    return (
        (read == end and (following[:1].isalnum() or following[:1] in {"_", "%"}))
        or (following[:1] in ":,.-/" and following[1:2].isdecimal())
        or (following[:1].isalpha() and not re.match(r"(?:ext|x\d)", text[end : end + 3]))
    )


def _shorter(written: str) -> Iterator[str]:
    """Yield the number, then without its last groups: "415-555-2671 2" times."""
    yield written
    groups = [m.start() for m in re.finditer(r"[ \u00a0]++(?=\d)", written)]
    for cut in reversed(groups[-2:]):
        if sum(c.isdecimal() for c in written[:cut]) >= 7:
            yield re.sub(r"\D+$", "", written[:cut])


def _is_telephone(written: str, before: str) -> bool:
    digits = [c for c in written if c.isdecimal()]
    if not 7 <= len(digits) <= 15 or len(set(digits)) == 1:
        return False
    if _PLUS.match(written):
        return _could_be_given_out(written.replace("(0)", ""))
    if _SAYS_SO_AT_ONCE.search(before):
        return not (_DATE.search(written) or _DECIMAL.search(written))
    if _SAYS_OTHERWISE.search(before):
        return False
    if _ZEROS.match(written):
        return _valid("+" + written[2:], None)
    return _written_as_at_home(written, before)


def _written_as_at_home(written: str, before: str) -> bool:
    """Tell whether a number without a country's code is grouped as some country groups its own."""
    if _AMERICAN.fullmatch(written):
        return True
    if _FRENCH.fullmatch(written):
        return _valid(written, "FR") and not _counts_up(written)
    if _DATE.search(written) or _DECIMAL.search(written):
        return False
    said = bool(_SAYS_SO.search(before))
    grouped = bool(re.search(r"\d[ \u00a0().\-/–‑]+\d", written))
    if _AMERICAN_LOOSE.fullmatch(written):
        return said or _valid(written, "US")
    if (
        written.startswith(("0", "(0"))
        and grouped
        and len([c for c in written if c.isdecimal()]) >= 9
    ):
        groups = [len(group) for group in re.findall(r"\d+", written)]
        if max(groups) >= 3 and len(groups) <= 6 and not re.search(r"\d\.\d{1,2}\b", written):
            return any(_valid(written, region) for region in REGIONS[1:])
    # Bare digits of an id's length need the word right before them, not somewhere near.
    near = said and (grouped or len(written) >= 9)
    return near and any(_valid(written, region) for region in REGIONS)


def _counts_up(written: str) -> bool:
    """Tell whether the pairs are 01 02 03 04 05, as in a dump of memory."""
    pairs = [int(pair) for pair in re.findall(r"\d\d", written)]
    return all(b - a == 1 for a, b in pairwise(pairs))


def _could_be_given_out(written: str) -> bool:
    """Tell whether a number with a plus is one: valid, or at least grouped and of a possible length."""
    number = _parsed(written, None)
    if number is None:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    grouped = len(re.findall(r"\d+", written)) >= 3
    possible = phonenumbers.is_possible_number_with_reason(number)
    return grouped and possible == phonenumbers.ValidationResult.IS_POSSIBLE


def _valid(written: str, region: str | None) -> bool:
    number = _parsed(written, region)
    return number is not None and phonenumbers.is_valid_number(number)


def _parsed(written: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except NumberParseException:
        return None
