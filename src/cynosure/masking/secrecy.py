"""Is it a secret, a word, or code? What looks like chance is one."""

from __future__ import annotations

import math
import re
from collections import Counter

_STAND_IN = re.compile(
    r"[$%<{(*]|(?:x{3}|\.{2}|-{2}|_{2}|\*{2})|your|my[_-]|some[_-]|example|redacted|hidden|masked|removed"
    r"|changeme|null\b|none\b|nil\b|true\b|false\b|undefined\b|test$|dummy|placeholder|os\.|self\.|this\."
    r"|process\.|env\.|config|settings|request|args\.|kwargs|str\b|string\b|int\b|bool\b|optional|https?:",
    re.IGNORECASE,
)
# 3.5.0-SNAPSHOT, android.os.BinderProxy@39d41ad: a version, an object as Java prints it.
_PRINTED = re.compile(r"(?<!\d)\d{1,4}\.\d{1,4}\.\d{1,4}(?!\d)|^[\w$.]++@[0-9a-f]{5,8}$")
_CODE = re.compile(r"[A-Za-z_]\w*+(?:\.\w++|\(|->|::)|[A-Za-z]++(?:_[A-Za-z]++){1,64}$")
_LETTERS = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d")


def is_password(value: str, sign: str) -> bool:
    """Tell a password from a word of prose or code that follows the word "password"."""
    digit, letter = has_digit(value), has_letter(value)
    # "the password is wrong!" ends a sentence.
    symbol = any(not c.isalnum() and c not in "_-./:,'’" for c in value.rstrip("!?"))
    # "Password: lqke.cwrz.76" is none, as code has digits seldom at its end.
    if _CODE.match(value) and not (sign and sign != "=" and value[-1].isdigit()):
        return False
    if sign in {"=", ":=", "=>"}:
        return value.lower() not in {"password", "pwd", "passwd"}
    if sign:
        return symbol or (digit and (letter or len(value) >= 6))
    return len(value) >= 6 and digit and letter and (symbol or bits(value) >= 2.5)


def is_token(value: str, sign: str) -> bool:
    """Tell a key from a word of prose or code that follows a key's name: it looks like chance."""
    digit, letter = has_digit(value), has_letter(value)
    if _PRINTED.search(value[:256]) or (_CODE.match(value) and not (digit and len(value) >= 24)):
        return False
    if letter and digit:
        least, least_bits = (8, 2.5) if sign else (16, 3)
        return (
            len(value) >= least and bits(value) >= least_bits and (bool(sign) or "/" not in value)
        )
    mixed = not value.islower() and not value.isupper() and not value.istitle()
    return bool(sign) and len(value) >= 20 and mixed and bits(value) >= 3.8


def is_stand_in(value: str) -> bool:
    """Tell what stands where a secret would: `$TOKEN`, `<your key>`, `None`, `os.environ`."""
    return bool(_STAND_IN.match(value))


def is_code(value: str) -> bool:
    """Tell a name or a call in a program."""
    return bool(_CODE.fullmatch(value))


def has_digit(value: str) -> bool:
    """Tell whether there is a digit."""
    return bool(_DIGITS.search(value))


def has_letter(value: str) -> bool:
    """Tell whether there is a letter, of whatever script."""
    return bool(_LETTERS.search(value))


def bits(value: str) -> float:
    """Return Shannon's entropy of the characters, in bits a character."""
    value = value[:256]
    n = len(value)
    return -sum(k / n * math.log2(k / n) for k in Counter(value).values())
