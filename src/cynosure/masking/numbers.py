"""Numbers of cards and IBANs, told from other numbers by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from stdnum import iban, luhn

from cynosure.masking.found import DIGIT, Found

_CARD_RUN = re.compile(r"(?<![\w.+/-])\d{1,7}+(?:[ \u00a0-]\d{1,7}+|\d){0,18}")
_CARD_SHAPE = re.compile(
    r"\d{13,19}|\d{4}([ \u00a0-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ \u00a0-])\d{6}\2\d{4,5}"
)
_EXPIRY = re.compile(r"(?:0[1-9]|1[0-2])[ -]?(?:20)?[2-4]\d(?:[ -]\d{3,4})?|\d{1,3}")
_CODE_OF_CARD = re.compile(
    r"(?<![^\W_])(?:cvv2?|cvc2?|cvn|card[ -](?:security|verification)[ -]code|security[ -]code|(?:karten)?prüfnummer|prüfziffer"
    r"|cryptogramme)[\"']?(?:\s{0,2}(?:code|number))?(?: is| ist)?\s{0,2}[:=]?\s{0,2}[\"']?(?P<value>\d{3,4})(?!\w)",
    re.IGNORECASE,
)

# How a card's first digits and its length go together.
_BRANDS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"30[0-5]|3[689]"), (14, 16)),
    (re.compile(r"6011|65|64[4-9]"), (16, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16,)),
    (re.compile(r"62|81"), (16, 17, 18, 19)),
    (re.compile(r"50|5[6-8]|6[37]|60[0-4]"), (16, 18, 19)),
)

_IBAN = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=IBAN)|(?<=iban))(?P<country>[A-Za-z]{2})\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}"
)
# How long a country's IBAN is, by the registry of SWIFT.
_LENGTHS = {
    length: countries.split()
    for length, countries in (
        (15, "NO"), (16, "BE"), (18, "DK FI FK FO GL NL SD"), (19, "MK SI"),
        (20, "AT BA EE KZ LT LU MN XK"), (21, "CH CR HR LI LV"), (22, "BG BH DE GB GE IE ME RS VA"),
        (23, "AE GI IL IQ OM SO TL"), (24, "AD CZ ES MD PK RO SA SE SK TN VG"), (25, "LY PT ST"),
        (26, "IS TR"), (27, "BI DJ FR GR IT MC MR SM"), (28, "AL AZ BY CY DO GT HU LB NI PL SV"),
        (29, "BR EG PS QA UA"), (30, "JO KW MU YE"), (31, "MT SC"), (32, "LC"), (33, "RU"),
    )
}  # fmt: skip
_LENGTH = {country: length for length, countries in _LENGTHS.items() for country in countries}
_COUNTRIES = "|".join(sorted(_LENGTH))
_LETTER = re.compile(r"[A-Za-z0-9]")
# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"(?:^|[^0-9])(?:(?:[3456]|2[2-7]|81)[0-9]{11}|[2-68][0-9]{3}[ \x{A0}-][0-9]{4}[ \x{A0}-][0-9]{4}[ \x{A0}-][0-9]"
    r"|[34568][0-9]{3}[ \x{A0}-][0-9]{6}[ \x{A0}-])",
    rf"(?:^|[^A-Za-z0-9]|iban|IBAN)(?i:{_COUNTRIES})\p{{Nd}}{{2}}(?:[ \x{{A0}}-]?[A-Za-z0-9]){{11}}",
    r"(?is)(?:cv[vcn]|security[ -]code|verification[ -]code|prüfnummer|prüfziffer|cryptogramme).*\p{Nd}{3}",
)


def find_numbers(text: str) -> Iterator[Found]:
    """Yield numbers of cards and IBANs.

    A card number has a brand's first digits, the length that goes with them and
    Luhn's check digit; an IBAN its country's length and form and both check digits.

    >>> text = "paid with 4111 1111 1111 1111, order 4111 1111 1111 1112"
    >>> [text[f.start : f.end] for f in find_numbers(text)]
    ['4111 1111 1111 1111']
    """
    if not DIGIT.search(text):
        return
    yield from _ibans(text)
    yield from _cards(text)


def is_card(number: str) -> bool:
    """Tell whether digits are a card's: brand, length and check digit agree."""
    digits = "".join(c for c in number if c.isdecimal())
    return any(
        brand.match(digits) and len(digits) in lengths for brand, lengths in _BRANDS
    ) and luhn.is_valid(digits)


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD_RUN.finditer(text):
        if len(match[0]) < 13 or text[match.end() : match.end() + 1].isalnum():
            continue
        # "4111 1111 1111 1111 12 28": the date of expiry follows the number.
        pieces = list(re.finditer(r"\d++", match[0]))
        for last in range(len(pieces), max(0, len(pieces) - 3), -1):
            if last < len(pieces) and not _EXPIRY.fullmatch(match[0], pieces[last].start()):
                break
            end = pieces[last - 1].end()
            number = match[0][:end]
            if _CARD_SHAPE.fullmatch(number) and number.isascii() and is_card(number):
                yield Found(match.start(), match.start() + end, "card")
                break
    for match in _CODE_OF_CARD.finditer(text):
        yield Found(match.start("value"), match.end("value"), "card")


def _ibans(text: str) -> Iterator[Found]:
    at = 0
    while match := _IBAN.search(text, at):
        # The run may have swallowed words behind the number: its country says how long it is.
        length = _LENGTH.get(match["country"].upper(), 99)
        end = next((m.end() for m in islice(_LETTER.finditer(match[0]), length - 1, length)), None)
        at = match.start() + 1
        if end is None or text[match.start() + end : match.start() + end + 1].isalnum():
            continue
        if iban.is_valid(match[0][:end].replace("\u00a0", " "), check_country=False):
            at = match.start() + end
            yield Found(match.start(), at, "bank account")
