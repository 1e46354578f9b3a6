"""Card and bank numbers, told from other numbers by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from stdnum import iban, luhn
from stdnum.cz import bankaccount as czech_account
from stdnum.es import ccc
from stdnum.no import kontonr
from stdnum.nz import bankaccount as new_zealand_account
from stdnum.us import rtn

from cynosure.masking.found import Found

_CARD_RUN = re.compile(r"(?<![\w.+/-])\d{1,7}+(?:[ \u00a0-]\d{1,7}+|\d){0,18}+")
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
    r"(?:(?<![A-Za-z0-9])|(?<=IBAN)|(?<=iban))(?P<country>[A-Za-z]{2})\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}+"
)
# How long a country's IBAN is, by the registry of SWIFT.
_LENGTHS = {
    int(length): countries.split()
    for length, countries in (
        ("15", "NO"), ("16", "BE"), ("18", "DK FI FK FO GL NL SD"), ("19", "MK SI"),
        ("20", "AT BA EE KZ LT LU MN XK"), ("21", "CH CR HR LI LV"), ("22", "BG BH DE GB GE IE ME RS VA"),
        ("23", "AE GI IL IQ OM SO TL"), ("24", "AD CZ ES MD PK RO SA SE SK TN VG"), ("25", "LY PT ST"),
        ("26", "IS TR"), ("27", "BI DJ FR GR IT MC MR SM"), ("28", "AL AZ BY CY DO GT HU LB NI PL SV"),
        ("29", "BR EG PS QA UA"), ("30", "JO KW MU YE"), ("31", "MT SC"), ("32", "LC"), ("33", "RU"),
    )
}  # fmt: skip
_LENGTH = {country: length for length, countries in _LENGTHS.items() for country in countries}
_LETTER = re.compile(r"[A-Za-z0-9]")
# What stands between such a word and its number.
_SIGN = r"[\"']?(?: is| ist| es| est| è)?\s{0,2}[:#=]?\s{0,2}[\"']?"
_SPANISH = re.compile(r"(?<![\w.-])\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}(?![\w-])")
_NEW_ZEALAND = re.compile(r"(?<![\w.-])\d{2}[ -]\d{4}[ -]\d{7}[ -]\d{2,3}(?![\w-])")
_CZECH = re.compile(r"(?<![\w./-])(?:\d{1,6}-)?\d{2,10}/\d{4}(?![\w/-])")
_NORWEGIAN = re.compile(r"(?<![\w.-])\d{4}[. ]\d{2}[. ]\d{5}(?![\w-])")
_NINE = re.compile(r"(?<![\w.-])\d{9}(?![\w-])")
_ROUTING = re.compile(
    r"(?:routing|aba|rtn|transit)[\W_]{0,3}(?:number|no\.?|#|code)?[\W_]{0,3}(?:is)?\W{0,4}$", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"(?<![^\W_])(?:bank[ _]?account(?:[ _-]?(?:number|no\.?|nr\.?|num))?|account[ _-]?(?:number|no\.?|nr\.?|num)|acct\.?(?:[ _-]?(?:no\.?|number))?"
    r"|kontonummer|kontonr\.?|konto-?nr\.?|kto\.?(?:-?nr\.?)?|a/c(?: no\.?)?|n[úu]mero de cuenta|cuenta(?: bancaria)?|num[ée]ro de compte"
    r"|rekeningnummer|bankrekening|numer konta|nr konta|numero di conto|conto corrente|conta(?: corrente| bancária)"
    r"|číslo účtu|banka hesap no|номер счета|账号|銀行口座)"
    rf"{_SIGN}(?P<value>\d(?:[ .-]?\d){{5,20}}+)(?!\w)",
    re.IGNORECASE,
)
# A bare "account" may be a customer's; beside a bank's words it is none.
_BARE_ACCOUNT = re.compile(
    rf"(?<![^\W_])(?:account|acct?\.?|acc\.?|konto){_SIGN}(?P<value>\d(?:[ .-]?\d){{5,20}}+)(?!\w)", re.IGNORECASE
)
_SORT_CODE = re.compile(
    rf"(?<![^\W_])(?:sort[ _-]?code|bankleitzahl|blz|bsb(?: (?:number|no\.?))?){_SIGN}(?P<value>\d{{2}}-\d{{2}}-\d{{2}}|\d{{2}} \d{{2}} \d{{2}}|\d{{3}}-\d{{3}}|\d{{6,8}}|\d{{3}} \d{{3}} \d{{2}})(?![\w-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"sort[ _-]?code|routing|\baba\b|\bblz\b|bankleitzahl|\bbsb\b|\biban\b|\bbank\b|\bbic\b|\bswift\b", re.IGNORECASE)
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


# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"\p{Nd}(?:[ \x{A0}-]?\p{Nd}){12}|[A-Za-z]{2}\p{Nd}{2}(?:[ \x{A0}-]?[A-Za-z0-9]){11}|\p{Nd}{2}[ -]\p{Nd}{4}[ -]\p{Nd}{7}",
    r"(?is)(?:account|acct|konto|kto|a/c|cuenta|compte|rekening|konta|numero di conto|corrente|(?:^|[^a-z0-9])(?:conta|acc)[^a-z]|bancária"
    r"|sort[ _-]?code|leitzahl|blz|bsb|účtu|hesap|счет|账号|口座).*\p{Nd}(?:[ .-]?\p{Nd}){5}",
    r"(?is)(?:routing|aba|rtn|transit).*\p{Nd}{9}",
    r"(?is)(?:bank|account|konto|účet|účtu|cuenta|compte|transfer|refund|iban|pay).*(?:\p{Nd}\p{Nd}/\p{Nd}{4}|\p{Nd}{4}[. ]\p{Nd}{2}[. ]\p{Nd}{5})",
    r"(?is)(?:cv[vcn]|security[ -]code|verification[ -]code|prüfnummer|prüfziffer|cryptogramme).*\p{Nd}{3}",
)


def find_numbers(text: str) -> Iterator[Found]:
    """Yield card and bank numbers.

    A card number has a brand's first digits, the length that goes with them and
    Luhn's check digit; an IBAN its country's form and both check digits. A
    national account number without letters is looked for only near a bank's words.

    >>> text = "paid with 4111 1111 1111 1111, order 4111 1111 1111 1112"
    >>> [text[f.start : f.end] for f in find_numbers(text)]
    ['4111 1111 1111 1111']
    """
    yield from _ibans(text)
    yield from _cards(text)
    yield from _accounts(text)


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


def _accounts(text: str) -> Iterator[Found]:
    for pattern, check, near in _FORMS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if (near is None or near.search(before)) and check(re.sub(r"[. ]", "", match[0])):
                yield Found(match.start(), match.end(), "bank account")
    patterns = [_ACCOUNT, _SORT_CODE]
    if _BESIDE.search(text):
        patterns.append(_BARE_ACCOUNT)
    for pattern in patterns:
        for match in pattern.finditer(text):
            value = match["value"].rstrip(" -")
            if sum(c.isdecimal() for c in value) >= 6:
                start = match.start("value")
                yield Found(start, start + len(value), "bank account")
