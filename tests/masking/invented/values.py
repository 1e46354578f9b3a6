"""Values that obey a rule: check digits, chance that looks like chance, letters of a kind."""

from __future__ import annotations

import base64
import importlib
import random
import string
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stdnum import luhn

HEX = "0123456789abcdef"


def _drawn(letters: str) -> Callable[..., str]:
    """Return a maker of so many letters: `⟨hex 40⟩`."""

    def make(chance: random.Random, length: str) -> str:
        return "".join(chance.choices(letters, k=int(length)))

    return make


def _mixed(chance: random.Random, length: str) -> str:
    """Return letters and digits of both cases with at least one of each, as keys have them."""
    n = int(length)
    pieces = [chance.choice(kind) for kind in (string.ascii_lowercase, string.ascii_uppercase)]
    pieces += chance.choices(string.digits, k=2)
    pieces += chance.choices(string.ascii_letters + string.digits, k=n - len(pieces))
    chance.shuffle(pieces)
    return "".join(pieces)


def _whole(chance: random.Random, least: str, most: str) -> str:
    return str(chance.randint(int(least), int(most)))


def _padded(chance: random.Random, least: str, most: str) -> str:
    """Return a number with leading noughts: `⟨two 1 12⟩` is 01 to 12."""
    return f"{chance.randint(int(least), int(most)):02d}"


def _base64(chance: random.Random, size: str) -> str:
    return base64.b64encode(chance.randbytes(int(size))).decode()


def _small(_: random.Random, *words: str) -> str:
    return " ".join(words).replace("İ", "i").lower()


def _capital(_: random.Random, *words: str) -> str:
    return " ".join(words).upper()


def _percent(_: random.Random, *words: str) -> str:
    return " ".join(words).replace("@", "%40")


def _grouped(digits: str, groups: str) -> str:
    """Return digits written in groups: "4_4_4_4" with blanks, "4-4-4-4" with hyphens."""
    if not groups:
        return digits
    sign = "-" if "-" in groups else " "
    pieces, at = [], 0
    for size in groups.replace("-", "_").split("_"):
        pieces.append(digits[at : at + int(size)])
        at += int(size)
    return sign.join(pieces)


def _card(chance: random.Random, first: str, length: str, groups: str = "") -> str:
    digits = first + "".join(chance.choices(string.digits, k=int(length) - len(first) - 1))
    return _grouped(digits + luhn.calc_check_digit(digits), groups)


def _no_card(chance: random.Random, first: str, length: str, groups: str = "") -> str:
    """Return what would be a card but for its last digit."""
    digits = _card(chance, first, length)
    wrong = (int(digits[-1]) + chance.randint(1, 9)) % 10
    return _grouped(f"{digits[:-1]}{wrong}", groups)


def _iban(chance: random.Random, country: str, account: str, written: str = "") -> str:
    """Return an IBAN: `account` has % for digits and A for letters, `written` is "4" for groups."""
    account = "".join(
        chance.choice({"%": string.digits, "A": string.ascii_uppercase}.get(c, c)) for c in account
    )
    as_number = "".join(str(int(c, 36)) for c in f"{account}{country}00")
    whole = f"{country}{98 - int(as_number) % 97:02d}{account}"
    if written:
        return " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))
    return whole


def _valid(chance: random.Random, module: str, form: str) -> str:
    """Return a number that a country's rule accepts: % digits, A letters, tried until one fits."""
    is_valid: Callable[[str], bool] = importlib.import_module(f"stdnum.{module}").is_valid
    while True:
        tried = "".join(
            chance.choice({"%": string.digits, "A": string.ascii_uppercase}.get(c, c)) for c in form
        ).replace("_", " ")
        if is_valid(tried):
            return tried


MAKERS: Mapping[str, Callable[..., str]] = MappingProxyType({
    "hex": _drawn(HEX),
    "HEX": _drawn(HEX.upper()),
    "digits": _drawn(string.digits),
    "lower": _drawn(string.ascii_lowercase),
    "upper": _drawn(string.ascii_uppercase),
    "UPPER": _drawn(string.ascii_uppercase + string.digits),
    "mixed": _mixed,
    "base64": _base64,
    "int": _whole,
    "two": _padded,
    "small": _small,
    "capital": _capital,
    "percent": _percent,
    "CARD": _card,
    "nocard": _no_card,
    "IBAN": _iban,
    "valid": _valid,
})  # fmt: skip
