"""Postal addresses, where a street's form gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cynosure.masking.found import Found

_NAME = r"[A-ZÀ-Þ][\w'’.-]{1,24}+"
_STRONG = r"(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Boulevard|Blvd\.?|Lane|Ln\.?|Parkway|Pkwy\.?|Crescent|Terrace|Gardens)"
_WEAK = r"(?:Drive|Dr\.?|Court|Ct\.?|Way|Place|Pl\.?|Square|Sq\.?|Close|Circle|Hill|Grove|Row|Highway|Hwy\.?|Plaza|Mews)"
_UNIT = r"(?:,? (?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|Floor|#) ?#?\w{1,6}\b)?"
_STATE = r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
_UK_CODE = r"(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]? \d(?!GB\b|TB\b)[ABD-HJLNP-UW-Z]{2})"
_PLACE = r"[A-ZÀ-Þ][a-zà-ÿ'’-]{1,24}"
_TOWN = rf"(?:,? {_PLACE}(?: {_PLACE}){{0,2}})"
_STATE_ZIP = rf",? {_STATE},? \d{{5}}(?:-\d{{4}})?\b"
_REST = rf"{_UNIT}(?:{_TOWN}?(?:{_STATE_ZIP}|,? {_UK_CODE}\b))?"

_ENGLISH = re.compile(
    rf"(?<![\w.,:/#-])\d{{1,5}}[A-Za-z]?,? (?:[NSEW]\.? |North |South |East |West )?(?:(?:{_NAME}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,3}}?"
    rf"(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![\w'’-]){_REST}"
)
_TOWN_ZIP = re.compile(rf"\b{_PLACE}(?: {_PLACE}){{0,2}}, {_STATE} \d{{5}}(?:-\d{{4}})?\b")
_UK = re.compile(rf"(?<![\w-]){_UK_CODE}(?![\w-])")
_BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Postfach|Boîte postale|Apartado) \d[\d ]{0,8}\d?\b", re.IGNORECASE
)
_CODE_TOWN = r"(?:,? \(?(?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2})? [A-ZÀ-Þ][\w-]{2,24}+(?: [A-ZÀ-Þ][\w-]{2,24}+)?)?"
_GERMAN = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]{2,24}(?:[ -][A-ZÄÖÜ][a-zäöüß]{2,24}){0,2}?"
    r"(?:(?:[ -]?[Ss]tra(?:ß|ss)e|[ -]?[Ss]tr\.|weg|platz|allee|gasse|damm|ufer|straat|laan|gracht|plein|vägen|gatan|gade|vej)"
    rf" \d{{1,4}}(?: ?[a-z])?(?![\w.]*\d)\b){_CODE_TOWN}"
)
_ROMANCE = re.compile(
    r"(?<![\w-])(?:\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours)"
    r"(?: (?:de|du|des|la|le|les|d['’]|l['’])){0,3} ?[A-ZÀ-Þ][\w'’-]{1,24}+(?: [A-ZÀ-Þ][\w'’-]{1,24}+){0,3}"
    r"|(?:Calle|C/|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso|Largo|Rua|Travessa)"
    r"(?: (?:de|del|della|dei|la|las|los|do|da|dos)){0,3} [A-ZÀ-Þ][\w'’-]{1,24}+(?: [A-ZÀ-Þ][\w'’-]{1,24}+){0,3},?"
    rf" (?:n[º°.]? ?)?\d{{1,4}}\b){_CODE_TOWN}"
)
# Any street at all, if a number, a postal code and a town follow: Am Markt 5, 10178 Berlin.
_WITH_TOWN = re.compile(
    rf"(?<![\w-])(?:[A-ZÀ-Þ][\wß.-]{{1,24}}+ ){{1,3}}\d{{1,4}}[a-z]?, (?:[A-Z]{{1,2}}-)?\d{{5}} {_PLACE}(?![\w-])"
)
_SAYS_SO = re.compile(
    r"(?:address|live[sd]? (?:at|on)|living (?:at|on)|deliver(?:y|ed)?|ship(?:ped|ping)?|sent? (?:it )?to|moved? to|located at"
    r"|office at|based at|home|house|mail(?:ed)? (?:it )?to|billing|resid)[^\n]{0,40}$",
    re.IGNORECASE,
)


def find_postal(text: str) -> Iterator[Found]:
    """Yield postal addresses of streets, boxes, British and American postal codes, longest first.

    "12 Baker Street" is one; "15 Google Drive" is not: words such as Drive or
    Court need a town, a unit or a word that says "address" beside them. Names of
    towns alone stay.

    >>> text = "please ship to 12 Baker Street, London NW1 6XE today"
    >>> [text[f.start : f.end] for f in find_postal(text)]
    ['12 Baker Street, London NW1 6XE', 'NW1 6XE']
    """
    if not any(c.isdecimal() for c in text):
        return
    for match in _ENGLISH.finditer(text):
        whole = match["strong"] or match.end() > match.end("weak")
        if whole or _SAYS_SO.search(text[max(0, match.start() - 64) : match.start()]):
            yield Found(match.start(), match.end(), "address")
    for pattern in (_GERMAN, _ROMANCE, _WITH_TOWN, _TOWN_ZIP, _UK, _BOX):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "address")
