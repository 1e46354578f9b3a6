"""How streets and what follows them are written, language by language."""

from __future__ import annotations

import re

UPPER = r"[A-ZÀ-ÞĀ-ŽŐŰȘȚ]"
_WORD = r"[A-ZÀ-ÞĀ-ŽŐŰȘȚ][\w'’.-]{1,24}+"
PLACE = r"[A-ZÀ-ÞĀ-Ž][a-zà-ÿā-ž'’]{1,24}(?:-[A-ZÀ-Þa-zà-ÿ][a-zà-ÿ'’]{1,24}){0,3}"
_TOWN = rf"{PLACE}(?: (?:{PLACE}|am|an der|im|bei|upon|sur|de|la|del)){{0,3}}"
_NUMBER = r"\d{1,4}(?: ?[A-Za-z](?![\w'’.]| \d))?(?:[-/–]\d{1,4}[a-z]?)?(?![\w.,]{0,32}\d)"

STATE = r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
UK_CODE = r"(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]? \d(?!GB\b|TB\b)[ABD-HJLNP-UW-Z]{2})"
_AUSTRALIA = r"(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT) \d{4}\b"
_CANADA = r"(?:(?:AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|YT),? )?[A-CEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d\b"

# --- the English of many countries: a number, a name, a kind of street
_BEFORE = r"(?:(?:Flat|Unit|Apt\.?|Apartment|Suite|Shop|Room) \w{1,5},? )?(?:\d{1,4}/)?"
_STRONG = r"(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Boulevard|Blvd\.?|Lane|Ln\.?|Parkway|Pkwy\.?|Crescent|Terrace|Gardens)"
_WEAK = (
    r"(?:Drive|Dr\.?|Court|Ct\.?|Way|Place|Pl\.?|Square|Sq\.?|Close|Circle|Hill|Grove|Row|Highway|Hwy\.?|Plaza|Mews|Trail|Walk|Loop|Run|Rise"
    r"|View|Green|Park|Broadway)"
)
ENGLISH = re.compile(
    rf"(?<![\w.,:/#-]){_BEFORE}\d{{1,5}}(?:[A-Za-z]|-\d{{1,4}})?,? (?:[NSEW]\.? |North |South |East |West )?"
    rf"(?:(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,3}}?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?![\w'’-])"
    r"(?! (?:[Mm]ap|[Vv]iew|[Tt]rip|[Bb]ikes?|[Ww]arriors?|[Tt]heme|[Ll]ayer|[Ss]egment|[Nn]ames?)\b)"
)

# --- a name, a kind of street, a number
_GERMANIC = (
    r"(?:stra(?:ß|ss)e|str\.|gasse|allee|weg|platz|damm|ufer|ring|steig|straat|laan|gracht|plein|kade|dijk|singel|väg|vägen|gatan|gata|torget"
    r"|gade|gaten|vej|vejen|veien|vegen|katu|tie|kuja|polku)"
)
_APART = r"(?:Stra(?:ß|ss)e|Str\.|Gasse|Allee|Singel|(?<=s )gate|(?<=s )gata|(?<=s )gade|(?<=s )vei|(?<=s )vej|utca|út|tér|körút|u\.)"
GERMANIC = re.compile(
    rf"(?<![\w-])(?:{UPPER}[\w'’.]{{1,24}}[ -]){{0,3}}?(?:{UPPER}[a-zà-ÿ]{{2,24}}?{_GERMANIC}|{UPPER}[\w-]{{2,24}}[ -]{_APART}) {_NUMBER}"
)
# "Neuer Weg 5" and "Am Markt 5" are streets only where something else says so.
GERMANIC_WEAK = re.compile(
    r"(?<![\w-])(?:(?!D(?:er|ie|as|en|em)\b|Ein|Kein|Jede|Diese)[A-ZÄÖÜ][a-zäöüß]{2,20} (?:Weg|Platz|Ring|Damm|Ufer|Hof|Winkel|Markt)"
    r"|(?:Am|Im|An der|An den|Auf der|Auf dem|In der|In den|Unter den|Zum|Zur|Vor dem|Hinter der|Bei der|Op de|Aan de)(?: [A-ZÄÖÜ][\w-]{2,24}){1,2})"
    rf" {_NUMBER}"
)
_OF = r"(?:(?:de|du|des|del|della|dell['’]|dei|degli|delle|di|da|do|das|dos|la|le|les|las|los|el|els|a|d['’]|l['’]) ?){0,3}"
_NAMES = rf"(?: ?{_OF} ?{UPPER}[\w'’.-]{{0,24}}+){{1,5}}"
ROMANCE = re.compile(
    rf"(?<![\w-])(?:\d{{1,4}}(?: ?bis| ?ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|faubourg|passage|square){_NAMES}"
    r"|(?:Calle|C/|Carrer|Avenida|Avda\.?|Av\.|Avinguda|Plaza|Plaça|Paseo|Passeig|Ronda|Carretera|Camino|Via|Viale|Piazza|Corso|Largo|Vicolo|Rua|Travessa"
    rf"|Praça|Alameda|Estrada){_NAMES},? (?:n[º°.]? ?)?\d{{1,4}}\b)"
)
SLAVIC = re.compile(
    rf"(?<![\w-])(?:(?:[Uu]l|[Aa]l|[Pp]l|[Oo]s)\. (?:{UPPER}[\w.-]{{0,24}} ){{1,4}}{_NUMBER}(?: m\. ?\d{{1,4}})?"
    r"|(?:ул(?:ица|\.)|пр(?:оспект|-т|\.)|пер(?:еулок|\.)|наб(?:ережная|\.)|бул(?:ьвар|\.)|шоссе) ?[А-ЯЁ][\w-]{1,24}(?: [\w-]{2,24}){0,2}?,?"
    r" (?:д(?:ом|\.) ?)?\d{1,4}[а-я]?(?:,? (?:к(?:орп)?\.?|стр\.) ?\d{1,3})?(?:,? (?:кв\.?|квартира|оф\.?) ?\d{1,4})?)"
)
OTHER = re.compile(
    rf"(?<![\w-])(?:(?:Str\.|Strada|Bd\.|Bulevardul|Calea) (?:{UPPER}[\w.-]{{1,24}} ){{1,3}}(?:nr\.? ?)?\d{{1,4}}\b"
    rf"|(?:{UPPER}[\w.-]{{1,24}} ){{1,3}}(?:Cad(?:desi|\.)|Sok(?:ak|ağı|\.)|Bulvarı|Mah(?:allesi|\.)) (?:[Nn]o[:.]? ?)?\d{{1,4}}(?:/\d{{1,3}})?\b)"
    r"|〒\d{3}-?\d{4}|[\u4e00-\u9fff]{2,3}[都道府県][\u3040-\u9fff]{2,20}\d{1,3}(?:[-丁目番地号]{1,2}\d{0,3}){0,4}"
    r"|[\u4e00-\u9fff]{2,12}(?:路|街|大道|巷)\d{1,5}号"
)
# Any street at all, if a number, a postal code and a town follow: Am Markt 5, 10178 Berlin.
WITH_TOWN = re.compile(
    rf"(?<![\w-])(?:{UPPER}[\wß.-]{{1,24}}+ ){{1,3}}{_NUMBER},? ?\n?"
    rf"(?:[A-Z]{{1,2}}-\d{{4,5}}|\d{{5}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}}|\d{{4}} ?[A-Z]{{2}}) {PLACE}(?![\w-])"
)

# --- what follows a street and belongs to it, piece by piece
_UNIT = (
    r",? (?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|Floor|Whg\.|App\.|appt\.?|piso|#) ?#?\w{1,6}\b|,? \d{1,2} ?(?:º|ª|°) ?[A-Z]?(?!\w)"
    r"| [A-Z] \d{1,3}(?=[,\n]|$)| m\. ?\d{1,4}\b"
)
_CODE = (
    r"(?:,? ?\n|,? )(?:CEP:? |CP |C\.P\. )?\(?(?:[A-Z]{1,3}-\d{4,6}|\d{5}-\d{3}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}|\d{4} ?[A-Z]{2}|\d{5,6})"
    rf"(?![\w-]|[.,:]\d)(?: {PLACE}(?: {PLACE})?)?\)?|,? ?\n?\d{{4}} {PLACE}(?![\w-])"
)
_TOWN_CODE = rf"(?:,? ?\n|,? ){_TOWN}(?:,? ?\n|,? )(?:{STATE}(?:,? \d{{5}}(?:-\d{{4}})?)?(?![\w-])|{UK_CODE}\b|{_AUSTRALIA}|{_CANADA})"
_BARE_CODE = rf"(?:,? ?\n|,? )(?:{UK_CODE}\b|{STATE} \d{{5}}(?:-\d{{4}})?\b|{_AUSTRALIA})"
TAIL = re.compile(rf"(?:{_UNIT}|{_CODE}|{_TOWN_CODE}|{_BARE_CODE})")
