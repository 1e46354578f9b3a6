"""Card, bank and social security numbers, told from other numbers by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.cz import bankaccount as czech_account
from stdnum.es import ccc
from stdnum.no import kontonr
from stdnum.nz import bankaccount as new_zealand_account
from stdnum.us import rtn, ssn

from cynosure.masking.found import Found

_CARD_RUN = re.compile(r"(?<![\w.+/#-])\d{1,7}+(?:[ \u00a0-]\d{1,7}+|\d){0,18}+")
_CARD_SHAPE = re.compile(
    r"\d{13,19}|\d{4}([ \u00a0-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ \u00a0-])\d{6}\2\d{4,5}"
)
_CODE_OF_CARD = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn)(?:\s{0,2}(?:code|number))?(?: is)?\s{0,2}[:=]?\s{0,2}(?P<value>\d{3,4})\b",
    re.IGNORECASE,
)

# Every number here has as many digits, spaces and hyphens in a row; the words below
# are looked for only where it does.
_DIGITS = re.compile(r"\d[\d -]{4}\d|cv[vcn]|CV[VCN]")

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

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}+")
_SPANISH = re.compile(r"(?<![\w.-])\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}(?![\w-])")
_NEW_ZEALAND = re.compile(r"(?<![\w.-])\d{2}[ -]\d{4}[ -]\d{7}[ -]\d{2,3}(?![\w-])")
_CZECH = re.compile(r"(?<![\w./-])(?:\d{1,6}-)?\d{2,10}/\d{4}(?![\w/-])")
_NORWEGIAN = re.compile(r"(?<![\w.-])\d{4}[. ]\d{2}[. ]\d{5}(?![\w-])")
_NINE = re.compile(r"(?<![\w.-])\d{9}(?![\w-])")
_ROUTING = re.compile(
    r"(?:routing|aba|rtn|transit)\W{0,3}(?:number|no\.?|#|code)?\W{0,3}(?:is)?\W{0,3}$",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:bank account|account (?:number|no\.?)|acct\.?(?: no\.?| number)?|kontonummer|kto\.?(?:-nr\.?)?|a/c(?: no\.?)?)"
    r"(?: is)?\s{0,2}[:#=]?\s{0,2}(?P<value>\d(?:[ -]?\d){5,20}+)(?!\w)",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(
    r"\b(?:sort[ -]?code|bankleitzahl|blz|bsb)(?: is)?\s{0,2}[:=]?\s{0,2}(?P<value>\d{2}-\d{2}-\d{2}|\d{3}-\d{3}|\d{6,8}|\d{3} \d{3} \d{2})(?![\w-])",
    re.IGNORECASE,
)
_ACCOUNT_HINTS = ("account", "acct", "kont", "kto", "a/c", "sort", "blz", "bankl", "bsb")
_BANK_WORDS = re.compile(
    r"\b(?:bank|account|konto|účet|účtu|cuenta|compte|transfer|refund|iban|pay)", re.IGNORECASE
)
# A country's form of account number, its check, and the words that must stand near it.
_FORMS = (
    (_SPANISH, ccc.is_valid, None),
    (_NEW_ZEALAND, new_zealand_account.is_valid, None),
    (_NINE, rtn.is_valid, _ROUTING),
    (_CZECH, czech_account.is_valid, _BANK_WORDS),
    (_NORWEGIAN, kontonr.is_valid, _BANK_WORDS),
)
_SSN = re.compile(r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])")


def find_numbers(text: str) -> Iterator[Found]:
    """Yield card, bank and social security numbers.

    A card number has a brand's first digits, the length that goes with them and
    Luhn's check digit; an IBAN its country's form and both check digits. A
    national account number without letters is looked for only near a bank's words.

    >>> text = "paid with 4111 1111 1111 1111, order 4111 1111 1111 1112"
    >>> [text[f.start : f.end] for f in find_numbers(text)]
    ['4111 1111 1111 1111']
    """
    if not _DIGITS.search(text):
        return
    yield from _ibans(text)
    yield from _cards(text)
    yield from _accounts(text)
    for match in _SSN.finditer(text):
        if ssn.is_valid(match[0]):
            yield Found(match.start(), match.end(), "id number")


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
            end = pieces[last - 1].end()
            number = match[0][:end]
            if _CARD_SHAPE.fullmatch(number) and number.isascii() and is_card(number):
                yield Found(match.start(), match.start() + end, "card")
                break
    lowered = text.lower()
    for match in _CODE_OF_CARD.finditer(text) if "cv" in lowered else ():
        yield Found(match.start("value"), match.end("value"), "card")


def _ibans(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        # The run may have swallowed words behind the number; only the length of
        # the number's own country passes the check.
        ends = [i + 1 for i, c in enumerate(match[0]) if c.isalnum()]
        for count in range(len(ends), 14, -1):
            end = ends[count - 1]
            if text[match.start() + end : match.start() + end + 1].isalnum():
                continue
            if iban.is_valid(match[0][:end].replace("\u00a0", " "), check_country=False):
                yield Found(match.start(), match.start() + end, "bank account")
                break


def _accounts(text: str) -> Iterator[Found]:
    for pattern, check, near in _FORMS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if (near is None or near.search(before)) and check(re.sub(r"[. ]", "", match[0])):
                yield Found(match.start(), match.end(), "bank account")
    lowered = text.lower()
    for pattern in (_ACCOUNT, _SORT_CODE) if any(w in lowered for w in _ACCOUNT_HINTS) else ():
        for match in pattern.finditer(text):
            value = match["value"].rstrip(" -")
            if sum(c.isdecimal() for c in value) >= 6:
                start = match.start("value")
                yield Found(start, start + len(value), "bank account")
