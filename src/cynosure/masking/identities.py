"""Numbers that a state gives to a person: identity, tax and health numbers, passports, licences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.be import nn as belgian
from stdnum.br import cpf
from stdnum.ch import ssn as swiss
from stdnum.it import codicefiscale
from stdnum.us import ssn

from cynosure.masking.found import DIGIT, Found

# Known by their form and check digits, wherever they stand.
_FORMS = (
    (re.compile(r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])"), ssn.is_valid),
    (re.compile(r"(?<![\w.-])756\.\d{4}\.\d{4}\.\d{2}(?![\w-])"), swiss.is_valid),
    (re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])"), cpf.is_valid),
    (re.compile(r"(?<![\w.-])\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?![\w-])"), belgian.is_valid),
    (re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)"), codicefiscale.is_valid),
)  # fmt: skip

# The words after which one stands. What is short enough to be something else is
# taken only in capitals, or with "number" behind it.
_NUMBER = r"(?i:[ _-]?(?:number|no\b\.?|nr\b\.?|num\b\.?|nummer|card|code|id|n[°º]|#))"
_NAMED = (
    r"ssn|social[ _-]security|social[ _-]insurance|national[ _-]insurance|nino|nhs|tax[ _-]?(?:payer[ _-]?)?id"
    r"|national[ _-]id(?:entity)?|identity[ _-](?:card|number)|id[ _-]card|medicare|dni|cpf|curp|ahv|avs|codice[ _]fiscale|pesel"
    r"|nip|cnp|personnummer|cpr|henkilötunnus|hetu|f(?:ø|oe)dselsnummer|bsn|burgerservicenummer|rijksregister\w{0,8}|aadhaar|aadhar"
    r"|steuer-?id\w{0,22}|steuernummer|sozialversicherungs\w{0,8}|rentenversicherungs\w{0,8}|personalausweis\w{0,7}|reisepass\w{0,7}"
    r"|führerschein\w{0,7}|passport|pass(?:eport|aporte|aporto)|pasaporte|paspoort\w{0,7}|driv(?:er'?s?|ing)[ _-]licen[cs]e"
    r"|permis de conduire|patente di guida|s[ée]curit[ée] sociale|seguridad social|rodné číslo|снилс|паспорт\w{0,3}"
)
_IN_CAPITALS = r"SIN|PAN|NIE|NIF|TFN|CF"
_WORD = re.compile(
    rf"(?<![^\W_])(?:(?i:{_NAMED})|{_IN_CAPITALS}|NI(?={_NUMBER}))"
    rf"{_NUMBER}{{0,2}}(?![^\W_])\W?(?P<sign>\s{{0,2}}[:=#]\s{{0,2}}|\s{{1,2}}(?:is|ist|es|è|é|to|est|er|är|lautet|was)\s{{1,2}}:?|\s{{1,2}})[\"'(]?"
    r"(?P<value>[A-Za-z]{0,3}[ -]?\d(?:[ ./-]?\d){5,14}(?:[ -]?[A-Za-z]\d?)?(?![\w]|[.,]\d)|(?=[A-Z]{0,8}\d)[A-Z0-9]{8,18}(?!\w))"
)
_DATE = re.compile(r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}$|(?:19|20)\d{2}[./-]?\d{2}[./-]?\d{2}$")

# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"\p{Nd}{3}-\p{Nd}{2}-\p{Nd}{4}|756\.\p{Nd}{4}\.\p{Nd}|\p{Nd}\.\p{Nd}{3}\.\p{Nd}{3}-\p{Nd}{2}|\p{Nd}\.\p{Nd}{2}\.\p{Nd}{2}-\p{Nd}{3}\.",
    r"[A-Z]{6}\p{Nd}{2}[A-Z]\p{Nd}{2}[A-Z]\p{Nd}{3}[A-Z]",
    rf"(?s)(?:^|[^A-Za-z0-9])(?:(?i:{_NAMED})|{_IN_CAPITALS}|NI)"
    r".*(?:\p{Nd}(?:[ ./-]?\p{Nd}){5}|[A-Z0-9]{8})",
)


def find_identities(text: str) -> Iterator[Found]:
    """Yield numbers that a state gives to a person.

    A form with check digits is known anywhere; any other number needs the word
    before it that says what it is, since a bare number is more often an order.

    >>> text = "my SSN is 219-09-1234, passport no. C01X00T47, order 219091234"
    >>> [text[f.start : f.end] for f in find_identities(text)]
    ['219-09-1234', '219-09-1234', 'C01X00T47']
    """
    if not DIGIT.search(text):
        return
    for pattern, is_valid in _FORMS:
        for match in pattern.finditer(text):
            if match[0].isascii() and is_valid(match[0]):
                yield Found(match.start(), match.end(), "id number")
    for match in _WORD.finditer(text):
        if not _DATE.match(match["value"]):
            yield Found(match.start("value"), match.end("value"), "id number")
