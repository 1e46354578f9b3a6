"""Postal addresses, where a street's form gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cynosure.masking import streets
from cynosure.masking.found import DIGIT, Found

_TOWN_ZIP = re.compile(
    rf"\b{streets.PLACE}(?: {streets.PLACE}){{0,2}}, {streets.STATE} \d{{5}}(?:-\d{{4}})?\b"
)
_UK = re.compile(rf"(?<![\w-]){streets.UK_CODE}(?![\w-])")
_BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Postfach|Boîte postale|Casella postale|Postbus|Apartado(?: de Correos)?) \d[\d ]{0,8}\d?\b",
    re.IGNORECASE,
)
# A code after the word for it: PLZ 10115, "zip": "97403".
_SAID_CODE = re.compile(
    r"(?<![^\W_])(?:zip(?:[ _-]?code)?|post(?:al)?[ _-]?code|postleitzahl|plz|code postal|c[óo]digo postal|cep|postnummer|postnr|kod pocztowy"
    r"|psč|индекс|邮编)[\"']?(?: is| ist| est| es)?\s{0,2}[:=]?\s{0,2}[\"']?(?P<value>\d{5}-\d{3,4}|\d{2}-\d{3}|\d{3} \d{2}|\d{4,6})(?![\w-]|[.,:]\d)",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"(?:addres{1,2}e?|live[sd]? (?:at|on)|living (?:at|on)|deliver(?:y|ed)?|ship(?:ped|ping)?|sent? (?:it )?to|moved? to|located at"
    r"|office at|based at|home|house|mail(?:ed)? (?:it )?to|billing|resid|street\W{1,4}|wohn|adress|anschrift|liefer|umgezogen|zieh|zuhause|sitz"
    r"|woon|adres|bezorg|bor p|habit|livr|direcci|vivo|indirizz|endere|moro|адрес)[^\n]{0,40}$",
    re.IGNORECASE,
)

# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"(?s)\p{Nd}.* (?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Parkway|Pkwy|Crescent|Terrace|Gardens|Drive|Dr|Court|Ct|Way|Place|Pl"
    r"|Square|Sq|Close|Circle|Hill|Grove|Row|Highway|Hwy|Plaza|Mews|Trail|Walk|Loop|Run|Rise|View|Green|Park|Broadway)(?:[^\w'’-]|$)",
    r"(?:stra(?:ß|ss)e|str\.|gasse|allee|weg|platz|damm|ufer|ring|steig|straat|laan|gracht|plein|kade|dijk|singel|väg|vägen|gatan|gata|torget"
    r"|gade|gaten|vej|vejen|veien|vegen|katu|tie|kuja|polku|Stra(?:ß|ss)e|Str\.|Gasse|Allee|Singel|gate|vei|utca|út|tér|körút|u\."
    r"|Weg|Platz|Ring|Damm|Ufer|Hof|Winkel|Markt) \p{Nd}",
    r"(?:(?:^|[^\w-])(?:Am|Im|An de[rn]|Auf de[rm]|In de[rn]|Unter den|Zum|Zur|Vor dem|Hinter der|Bei der|Op de|Aan de) [^\n]* \p{Nd})",
    r"(?s)\p{Nd}.* (?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|faubourg|passage|square)[ \w'’]",
    r"(?s)(?:Calle|C/|Carrer|Avenida|Avda|Av\.|Avinguda|Plaza|Plaça|Paseo|Passeig|Ronda|Carretera|Camino|Via|Viale|Piazza|Corso|Largo|Vicolo|Rua"
    r"|Travessa|Praça|Alameda|Estrada).*\p{Nd}",
    r"(?s)(?:[UuAaPp]l|[Oo]s)\. .*\p{Nd}|(?:ул|пр|пер|наб|бул|шоссе).*\p{Nd}|(?:Str\.|Strada|Bd\.|Bulevardul|Calea) .*\p{Nd}",
    r"(?s)(?:Cad|Sok|Bulvar|Mah).*\p{Nd}|〒|[都道府県].*\p{Nd}|(?:路|街|大道|巷)\p{Nd}",
    rf"{streets.UPPER}[^\s]* \p{{Nd}}{{1,4}}(?: ?[A-Za-z])?(?:[-/–]\p{{Nd}}{{1,4}}[a-z]?)?,? ?\n?"
    rf"(?:[A-Z]{{1,2}}-\p{{Nd}}{{4,5}}|\p{{Nd}}{{5}}|\p{{Nd}}{{3}} \p{{Nd}}{{2}}|\p{{Nd}}{{2}}-\p{{Nd}}{{3}}|\p{{Nd}}{{4}} ?[A-Z]{{2}}) {streets.UPPER}",
    r", [A-Z]{2} \p{Nd}{5}|[A-Z]\p{Nd}[A-Z\p{Nd}]? \p{Nd}[A-Z]{2}|GIR 0AA",
    r"(?i)(?:p\.? ?o\.? ?box|postfach|postale|postbus|apartado(?: de correos)?) \p{Nd}",
    r"(?is)(?:^|[^a-z0-9])(?:zip|post(?:al)?[ _-]?code|postleitzahl|plz|code postal|c[óo]digo postal|cep|postnummer|postnr|kod pocztowy|psč|индекс|邮编)[^\p{Nd}]{0,12}\p{Nd}{2}",
)


def find_postal(text: str) -> Iterator[Found]:
    """Yield postal addresses of streets, boxes and postal codes, longest first.

    "12 Baker Street" is one; "15 Google Drive" is not: words such as Drive or
    Court need a town, a unit or a word that says "address" beside them. Names of
    towns alone stay.

    >>> text = "please ship to 12 Baker Street, London NW1 6XE today"
    >>> [text[f.start : f.end] for f in find_postal(text)]
    ['12 Baker Street, London NW1 6XE', 'NW1 6XE']
    """
    if not DIGIT.search(text):
        return
    for match in streets.ENGLISH.finditer(text):
        end = _with_tail(text, match.end())
        if match["strong"] or end > match.end() or _says_so(text, match.start()):
            yield Found(match.start(), end, "address")
    for match in streets.GERMANIC_WEAK.finditer(text):
        end = _with_tail(text, match.end())
        if end > match.end() or _says_so(text, match.start()):
            yield Found(match.start(), end, "address")
    for pattern in (streets.GERMANIC, streets.ROMANCE, streets.SLAVIC, streets.OTHER):
        for match in pattern.finditer(text):
            yield Found(match.start(), _with_tail(text, match.end()), "address")
    for pattern in (streets.WITH_TOWN, _TOWN_ZIP, _UK, _BOX):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "address")
    for match in _SAID_CODE.finditer(text):
        yield Found(match.start("value"), match.end("value"), "address")


def _says_so(text: str, start: int) -> bool:
    return bool(_SAYS_SO.search(text[max(0, start - 64) : start]))


def _with_tail(text: str, end: int) -> int:
    """Return where the address ends: after its unit, its code and its town."""
    for _ in range(4):
        tail = streets.TAIL.match(text, end)
        if not tail:
            break
        end = tail.end()
    return end
