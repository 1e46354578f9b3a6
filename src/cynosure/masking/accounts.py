"""Account numbers of banks, told by their form or by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.cz import bankaccount as czech_account
from stdnum.es import ccc
from stdnum.no import kontonr
from stdnum.nz import bankaccount as new_zealand_account
from stdnum.us import rtn

from cynosure.masking.found import DIGIT, Found

# What stands between such a word and its number.
_SIGN = r"[\"']?(?: is| ist| es| est| è)?\s{0,2}[:#=]?\s{0,2}[\"']?"
_SPANISH = re.compile(r"(?<![\w.-])\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}(?![\w-])")
_NEW_ZEALAND = re.compile(r"(?<![\w.-])\d{2}[ -]\d{4}[ -]\d{7}[ -]\d{2,3}(?![\w-])")
_CZECH = re.compile(r"(?<![\w./-])(?:\d{1,6}-)?\d{2,10}/\d{4}(?![\w/-])")
_NORWEGIAN = re.compile(r"(?<![\w.-])\d{4}[. ]\d{2}[. ]\d{5}(?![\w-])")
_NINE = re.compile(r"(?<![\w.-])\d{9}(?![\w-])")
_ROUTING = re.compile(
    r"(?:routing|aba|rtn|transit)[\W_]{0,3}(?:number|no\.?|#|code)?[\W_]{0,3}(?:is)?\W{0,4}$",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![^\W_])(?:bank[ _]?account(?:[ _-]?(?:number|no\.?|nr\.?|num))?|account[ _-]?(?:number|no\.?|nr\.?|num)|acct\.?(?:[ _-]?(?:no\.?|number))?"
    r"|kontonummer|kontonr\.?|konto-?nr\.?|kto\.?(?:-?nr\.?)?|a/c(?: no\.?)?|n[úu]mero de cuenta|cuenta(?: bancaria)?|num[ée]ro de compte"
    r"|rekeningnummer|bankrekening|numer konta|nr konta|numero di conto|conto corrente|conta(?: corrente| bancária)"
    r"|číslo účtu|banka hesap no|номер счета|账号|銀行口座)"
    rf"{_SIGN}(?P<value>\d(?:[ .-]?\d){{5,20}})(?![ .-]?\d|\w)",
    re.IGNORECASE,
)
# A bare "account" may be a customer's; beside a bank's words it is none.
_BARE_ACCOUNT = re.compile(
    rf"(?<![^\W_])(?:account|acct?\.?|acc\.?|konto){_SIGN}(?P<value>\d(?:[ .-]?\d){{5,20}})(?![ .-]?\d|\w)",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(
    rf"(?<![^\W_])(?:sort[ _-]?code|bankleitzahl|blz|bsb(?: (?:number|no\.?))?){_SIGN}(?P<value>\d{{2}}-\d{{2}}-\d{{2}}|\d{{2}} \d{{2}} \d{{2}}|\d{{3}}-\d{{3}}|\d{{6,8}}|\d{{3}} \d{{3}} \d{{2}})(?![\w-])",
    re.IGNORECASE,
)
_NAMED = (_ACCOUNT, _SORT_CODE)
_BESIDE = re.compile(
    r"sort[ _-]?code|routing|\baba\b|\bblz\b|bankleitzahl|\bbsb\b|\biban\b|\bbank\b|\bbic\b|\bswift\b",
    re.IGNORECASE,
)
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
    r"\p{Nd}{4}[ -]\p{Nd}{4}[ -]\p{Nd}{2}[ -]\p{Nd}{10}|\p{Nd}{2}[ -]\p{Nd}{4}[ -]\p{Nd}{7}",
    r"(?is)(?:account|acct|konto|kto|a/c|cuenta|compte|rekening|konta|numero di conto|corrente|(?:^|[^a-z0-9])(?:conta|acc)[^a-z]|bancária"
    r"|sort[ _-]?code|leitzahl|blz|bsb|účtu|hesap|счет|账号|口座)[^\p{Nd}]{0,24}\p{Nd}(?:[ .-]?\p{Nd}){5}",
    r"(?is)(?:routing|aba|rtn|transit)[^\p{Nd}]{0,24}\p{Nd}{9}",
    r"(?is)(?:bank|account|konto|účet|účtu|cuenta|compte|transfer|refund|iban|pay).*(?:\p{Nd}\p{Nd}/\p{Nd}{4}|\p{Nd}{4}[. ]\p{Nd}{2}[. ]\p{Nd}{5})",
)


def find_accounts(text: str) -> Iterator[Found]:
    """Yield account numbers that are no IBAN, and the codes of banks.

    A form with check digits that nothing else has is known anywhere; a number
    without is one only behind a bank's word.

    >>> text = "account number: 12345678, sort code 20-00-00, order 12345678"
    >>> [text[f.start : f.end] for f in find_accounts(text)]
    ['12345678', '20-00-00']
    """
    if not DIGIT.search(text):
        return
    for pattern, check, near in _FORMS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if (near is None or near.search(before)) and check(re.sub(r"[. ]", "", match[0])):
                yield Found(match.start(), match.end(), "bank account")
    for match in (m for pattern in _NAMED for m in pattern.finditer(text)):
        yield from _digits(match)
    bare = list(_BARE_ACCOUNT.finditer(text))
    if bare and _BESIDE.search(text):
        for match in bare:
            yield from _digits(match)


def _digits(match: re.Match[str]) -> Iterator[Found]:
    value = match["value"].rstrip(" -")
    if sum(c.isdecimal() for c in value) >= 6:
        yield Found(match.start("value"), match.start("value") + len(value), "bank account")
