"""Telephone numbers: written internationally, in a country's own way, or after a word that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

from cynosure.masking.found import DIGIT, Found

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
    r"(?:(?<![\w#$€£@/\\*<>^~&%+-])\+|(?<![\w#$€£@/\\*<>^~&%-])(?<!\d[ \u00a0.,:]))"
    r"[+(]{0,2}\d(?:[ \u00a0]?[().\-/–‑][ \u00a0]?|[ \u00a0]?\d){5,28}"
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
_DECIMAL = re.compile(r"(?<!\d)0{1,2}\.\d|\.\d$|\d\.\d{5,}+\D|\d\.\d++\.\d++\.\d")
# 4000-6000 a month, 0700.70000 degrees
_NUMERAL = re.compile(r"\d{1,6}00[-–]\d{1,6}00|\d{1,28}\.\d{1,28}")
_EXTENSION = re.compile(r",?\s?(?:ext\.?|extension|x|durchwahl|poste)\s?\d{1,6}\b", re.IGNORECASE)

# What a telephone is called, and how one asks to be called.
_PHONE = (
    r"t(?:é|e)l|tel(?:[eé](?:ph|f)o{1,2}n[a-zà-ÿ]{0,12})?|t(?:é|e)l(?:é|e)phone|phones?|ph|mob(?:ile?|iel|il|il(?:e|)(?:nummer|telefon|funk))?|m(?:ó|o)vil"
    r"|cell(?:phone|ular[ei]?|ulare)?|celular|fax(?:nummer)?|handy(?:nummer)?|whats ?app|rufnummer|r(?:ü|ue)ckrufnummer|landline|gsm|natel"
    r"|komórk[a-z]{1,3}|puhelin(?:numero)?|puh|тел(?:ефон[а-я]{0,2})?|моб(?:ильный)?|电话|電話|手机|手機|携帯|전화"
)
_CALL = (
    r"call(?: me| us)?(?: back)?|ring(?: me| us)?(?: back)?|dial|text(?: me| us)?|reach (?:me|us)"
    r"|ll[aá]m[ae](?:me|nos|r)(?:me|nos)?|rappele[rz]-?(?:moi|nous)?|appele[rz]-?(?:moi|nous)?"
    r"|ruf(?:t|en sie)? (?:mich|uns)(?: zurück)?(?: an)?|bel (?:mij|me|ons)|ring mig|zadzwo[nń](?:cie)?|chiama(?:mi|te(?:mi)?)?|ligue"
)
_NEARBY = r"signal|sms|hotline|contact (?:me|number|no)|num(?:é|e)ro|número"
_SAYS_SO = re.compile(
    rf"(?<![^\W_])(?:{_PHONE}|{_CALL}|{_NEARBY})(?![^\W\d_])[^\n\t\d]{{0,24}}$",
    re.IGNORECASE,
)
_SAYS_SO_AT_ONCE = re.compile(
    rf"(?<![^\W_])(?:{_PHONE}|portable(?= ?:)|{_CALL})(?:(?<=tel|tél|mob|fax|тел)\.|(?<=ph)\.)?"
    r"(?:[ _-]?(?:numbers?|no\.?|nr\.?|nummer|numer|numero|número|#|is|ist|est|es|è|at|on|under|via|unter|au|al|der|le|op|på|al número)){0,9}"
    r"[\"'*_]{0,2} ?[:：=)(-]? {0,2}[\"'*_(]{0,2}$",
    re.IGNORECASE,
)
_SAYS_OTHERWISE = re.compile(
    r"(?:(?<![^\W_])(?:order|ticket|case|invoice|incident|build|version|ids?|ref(?:erence)?|line|port|pid|thread|serial|sku|isbn|issn"
    r"|article|tracking|account|acct|error|code|request|transaction|session|issue|job|run|commit|part|model|item|record|customer|client"
    r"|contract|booking|shipment|parcel|delivery|batch|product|member|policy|claim|barcode|ean|upc|vat|tax"
    r"|imei|timestamp|time|date|range|bytes?|rows?|size|offset|address|epoch|seed|step|doi|rfc|bug|pr"
    r"|(?:auftrag|bestell|rechnung|kunden|vertrag|sendung|paket|artikel|liefer|serien|vorgang|referenz|mitglied)[a-zà-ÿ]{0,14}"
    r"|factur[ae]|fattura|factuur|faktur[aey]?|commande|pedido|ordine|bestelling|zamówieni[ae]|colis|contrat[o]?|dossier|заказ[а-я]?|订单[号]?|注文)s?"
    r"(?![^\W_])(?: ?(?:number|num|no\.?|nr\.?|nummer|número|n[°º]|#|id))?[^\w\n]{0,4}(?:(?:is|was|are|of|at)\s)?|[#=])$",
    re.IGNORECASE,
)
# 049 068 216 bytes
_MEASURED = re.compile(
    r"\s?(?:bytes?|[KMGT]i?B|kb|rows?|records?|lines?|users?|entries|items?|times|ms|px|km|kg|m²|%|€|eur|usd|ft)(?!\w)",
    re.IGNORECASE,
)

# No text without one of these holds anything: see `first_look`.
_MORE = r"(?:[ \x{A0}().\-/–‑]*\p{Nd})"
# Nine digits or more with a nought before them and something between: 030 / 123 456.
_GROUPED = "|".join(rf"\p{{Nd}}{{{k}}}[ \x{{A0}}().\-/–‑]{_MORE}{{{8 - k}}}" for k in range(8))
LOOK = (
    rf"\+[ (]{{0,2}}\p{{Nd}}{_MORE}{{6}}|(?:^|[^\p{{Nd}}])0(?:0[1-9]{_MORE}{{4}}|{_GROUPED}|\p{{Nd}}{{9,}}[ \x{{A0}}().\-/–‑]+\p{{Nd}})",
    r"\p{Nd}{3}(?:\) ?|[-. ])\p{Nd}{3}[-. ]\p{Nd}{4}",
    rf"(?is)(?:^|[^a-z0-9])(?:{_PHONE}|portable|{_CALL}|{_NEARBY})"
    rf".*\p{{Nd}}{_MORE}{{6}}",
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
    if not DIGIT.search(text):
        return
    for match in _CANDIDATE.finditer(text):
        written = _trimmed(match[0])
        start = match.start() + match[0].index(written) if written else match.start()
        end = start + len(written)
        if not written or _goes_on(text, match.end(), end):
            continue
        if _MEASURED.match(text, end):
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
    at_once = _SAYS_SO_AT_ONCE.search(before)
    if _PLUS.match(written):
        return bool(at_once) or _could_be_given_out(written.replace("(0)", ""))
    if at_once:
        return bool(_FRENCH.fullmatch(written)) or not (
            _DATE.search(written) or _DECIMAL.search(written)
        )
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
    if _DATE.search(written) or _DECIMAL.search(written) or _NUMERAL.fullmatch(written):
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
