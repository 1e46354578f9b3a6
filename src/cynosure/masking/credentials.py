"""Passwords and tokens that are known by what stands before them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from cynosure.masking.found import Found

_AUTHORISATION = re.compile(
    r"(?:\bBearer|\bAuthorization[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?:Basic|Digest|Token|ApiKey|Key))"
    r"(?:\s{1,3}|%20)(?P<value>[A-Za-z0-9._~+/=-]{8,4096}+)",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"\b(?:Set-)?Cookie2?\s{0,3}:\s{0,3}(?P<value>\w(?:[^\r\n'\"]|(?<==)\"[^\"\r\n]{0,4096}\"){7,4096}+)",
    re.IGNORECASE,
)

_USER_INFO = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}+://(?P<value>[^\s/@:?#\"'<>]{0,256}+:[^\s/@\"'<>]{1,256}+)@"
)
_LONG_USER = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}+://(?P<value>[A-Za-z0-9_-]{16,256}+)@"
)
_QUERY = re.compile(
    r"[?&;#](?:amp;)?[\w.-]{0,24}?(?:(?P<sure>token|api_?key|access_?key|secret|passw(?:or)?d|signature"
    r"|credentials?|jwt|code_verifier)|pwd|sig|auth|session_?id|sid|otp|(?P<code>code))"
    r"=(?P<value>[^\s&#\"'<>;)\]\[]{3,4096}+)",
    re.IGNORECASE,
)

# What is typed at a shell: curl -u name:password, mysql -ppassword.
_COMMAND = re.compile(
    r"(?:\bcurl\b[^\n]{0,200}? (?:-u|--user|--proxy-user)[ =][\"']?(?=[^\s:]{1,99}:)|\bmysql(?:dump|admin)?\b[^\n]{0,200}? -p)"
    r"(?P<value>(?![<$])[^\s\"'-][^\s\"']{3,200}+)"
)
# What is told with its user: credentials: jo / 7Kd2…, sshpass -p 7Kd2…
_BOTH = re.compile(
    r"(?:\b(?:credentials?|log-?ins?|zugangsdaten|identifiants)\b\s{0,2}(?:[:=]|are|sind)\s{0,3}[^\s/|]{2,64}\s{0,2}[/|]\s{0,2}"
    r"|\bsshpass\s{1,3}-p\s{0,2}[\"']?)(?P<value>[^\s\"'<>/]{6,128}+)",
    re.IGNORECASE,
)
# Digits that let in once, or always: my PIN is 4711, verification code: 620457.
_DIGITS_ONLY = re.compile(
    r"(?<![^\W_])(?:(?P<pin>pin)(?:[ -]?(?:code|number|nummer))?|(?:verification|authentication|login|one[ -]time|2fa|sms|otp|tan)[ -]?(?:code|password)"
    r"|otp|bestätigungscode|sicherheitscode|code de vérification|código de verificación)[\"']?(?:\s{0,2}[:=]\s{0,2}|\s{1,2}(?:is|ist|est|es|was)\s{1,2}|\s)"
    r"[\"']?(?P<value>\d{4,8})(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
# password_policy=…, PASSWORD_FILE=…: about a password, and none.
_ABOUT = re.compile(
    r"[_-](?:realm|file|path|polic|field|length|len|min|max|reset|url|uri|hint|type|manage|expir|chang|prompt"
    r"|histor|strength|rule|valid|requir|count|limit|env|name|var|column)",
    re.IGNORECASE,
)
# A link that lets in whoever has it: /reset-password/8f3a…
_LINK = re.compile(
    r"\bhttps?://[^\s\"'<>]{1,200}?/[\w-]{0,24}(?:reset|confirm|verif|invit|magic|activat|sign-?in|log-?in)[\w-]{0,24}+/"
    r"(?P<value>[A-Za-z0-9_.~-]{16,512}+)",
    re.IGNORECASE,
)
# The words after which a secret may stand. They are looked for in the text in
# small letters, and the patterns around them only where one stands.
_WORD = re.compile(
    r"(?P<password>(?<![a-z])(?:pw|pass)(?=[\"']?\s{0,2}[:=])|pass(?:wor[dt]|wd|phrase|code)|kennwort|contrase[ñn]a|mot de passe|pwd|senha"
    r"|wachtwoord|пароль|hasło|heslo|lösenord|adgangskode|salasana|jelszó|şifre|parola|密码|密碼|パスワード|비밀번호|passord)"
    r"|secret(?:[ _-]access[ _-]key)?|token|credentials?|auth(?:orization)?|session[ _-]?id|jwt|bearer|otp"
    r"|(?P<key>key)|(?P<code>code)"
)
_KIND_OF_KEY = re.compile(
    r"(?:api|access|secret|private|encryption|signing|account|shared|master|service|licen[sc]e"
    r"|app|auth|storage|subscription|function|host|ssh|deploy|consumer|client)[ _-]?$"
)
_KIND_OF_CODE = re.compile(r"(?:recovery|backup|verification|security)[ _-]?$")
_SAID = re.compile(
    r"(?:[_-]\w{1,20}+)?+(?![A-Za-z])\\?[\"'`*]{0,2}(?:\s{0,3}\([^)\n]{0,20}+\))?"
    r"(?P<sign>\s{0,3}(?:=>|:=|==|=|:|：|是|は)\s{0,3}|>|\s{1,3}(?:is|was|are|ist|lautet|est|es|è|é|to|är|er|jest)\s{0,2}:?\s{1,3}|\s{1,2})"
    r"(?:\\?[\"'`]|\*{1,2})?+(?P<value>(?![,.:)(/~-])[^\s\"'`<>\[\]{}|\\;]{4,4096}+)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[$%<{(*]|(?:x{3,}|\.{2,}|-{2,}|_{2,}|\*{2,})|your|my[_-]|some[_-]|example|redacted|hidden|masked|removed"
    r"|changeme|null\b|none\b|nil\b|true\b|false\b|undefined\b|test$|dummy|placeholder|os\.|self\.|this\."
    r"|process\.|env\.|config|settings|request|args\.|kwargs|str\b|string\b|int\b|bool\b|optional|https?:",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z_]\w*+(?:\.\w++|\(|->|::)|[A-Za-z]++(?:_[A-Za-z]++)++$")
_LETTERS = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d")
# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"(?i)(?:^|[^a-z])p(?:w|ass)[\"']?\s{0,2}[:=]|pass(?:wor[dt]|wd|phrase|code)|kennwort|contrase[ñn]a|mot de passe|pwd|senha|wachtwoord|пароль"
    r"|hasło|heslo|lösenord|adgangskode|salasana|jelszó|şifre|parola|密码|密碼|パスワード|비밀번호|passord|secret|token|credential|auth"
    r"|session[ _-]?id|jwt|bearer|otp|zugangsdaten|identifiants|sshpass|log-?ins?\s{0,2}(?:[:=]|are|sind)"
    r"|(?:api|access|secret|private|encryption|signing|account|shared|master|service|licen[sc]e|app|auth|storage|subscription|function|host"
    r"|ssh|deploy|consumer|client)[ _-]?key|(?:recovery|backup|verification|security)[ _-]?code|cookie2?\s{0,3}:",
    r"://[^\s/]*@|(?i)[?&;#][^\s]*(?:pwd|sig|sid|otp|code|key|signature|code_verifier)=",
    r"(?i)https?://[^\s]*(?:reset|confirm|verif|invit|magic|activat|sign-?in|log-?in)[^\s]*/[^\s]{16}",
    r"(?i)curl[^\n]* -|mysql[^\n]* -p",
    r"(?i)(?:(?:^|[^a-z0-9])pin|verification|authentication|login|time|2fa|sms|otp|tan|scode|vérification|verificación).*\p{Nd}{4}",
)


def find_credentials(text: str) -> Iterator[Found]:
    """Yield passwords and tokens in addresses, headers, assignments and sentences.

    After a word such as `token` only what looks like chance is taken; after
    `password=` nearly anything. What reads as code or as a stand-in stays
    (`os.environ[...]`, `$TOKEN`, `<your key>`, `None`).

    >>> text = "I call it with api_key=9fK2mQ7xLw41 and token=None"
    >>> [text[f.start : f.end] for f in find_credentials(text)]
    ['9fK2mQ7xLw41']
    """
    yield from _in_addresses(text)
    yield from _in_headers(text)
    for match in _COMMAND.finditer(text) if " -" in text else ():
        yield Found(match.start("value"), match.end("value"), "secret")
    for match in _BOTH.finditer(text):
        if _is_password(match["value"], ":"):
            yield Found(match.start("value"), match.end("value"), "secret")
    for match in _DIGITS_ONLY.finditer(text):
        yield Found(match.start("value"), match.end("value"), "secret")
    yield from _after_words(text)


def _after_words(text: str) -> Iterator[Found]:
    lowered = text.lower()
    if len(lowered) != len(text):  # a capital that two small letters stand for
        lowered = text
    for word in _WORD.finditer(lowered):
        before = lowered[max(0, word.start() - 16) : word.start()]
        if (word["key"] and not _KIND_OF_KEY.search(before)) or (
            word["code"] and not _KIND_OF_CODE.search(before)
        ):
            continue
        said = _SAID.match(text, word.end())
        # .NET's PublicKeyToken=b03f5f7f11d50a3a is public, as it says.
        about = _ABOUT.match(text, word.end())
        if said and not about and not before.endswith(("public", "publickey")):
            length = _length_of_secret(said["value"], said["sign"].strip(), bool(word["password"]))
            start, end = said.start("value"), said.start("value") + length
            if length and word["password"]:
                end = max(end, _end_of_quoted(text, start))
            if length:
                yield Found(start, end, "secret")


def _end_of_quoted(text: str, start: int) -> int:
    """Return where the quotes around a value close, 0 if there are none."""
    quote = text[start - 1]
    if quote not in "\"'`":
        return 0
    end = text.find(quote, start, start + 100)
    return 0 if "\n" in text[start : max(start, end)] else end


def _length_of_secret(value: str, sign: str, password: bool) -> int:
    """Return how much of what follows the word is secret: 0 if it is prose or code."""
    if password:
        value = value.rstrip(".,:)&")
        secret = _is_password(value, sign)
    else:
        value = value.partition(",")[0].rstrip(".:!?)&")
        secret = _is_token(value, sign)
    return len(value) if secret and len(value) >= 4 and not _PLACEHOLDER.match(value) else 0


def _in_addresses(text: str) -> Iterator[Found]:
    if "://" in text:
        for pattern in (_USER_INFO, _LONG_USER):
            for match in pattern.finditer(text):
                yield Found(match.start("value"), match.end("value"), "secret")
        for match in _LINK.finditer(text):
            if _DIGITS.search(match["value"]) and _bits(match["value"]) >= 3:
                yield Found(match.start("value"), match.end("value"), "secret")
    for match in _QUERY.finditer(text) if "=" in text else ():
        least = 16 if match["code"] else 6
        sure = match["sure"] or (len(match["value"]) >= least and not match["value"].isalpha())
        if sure and not _PLACEHOLDER.match(match["value"]):
            yield Found(match.start("value"), match.end("value"), "secret")


def _in_headers(text: str) -> Iterator[Found]:
    for match in _AUTHORISATION.finditer(text):
        value = match["value"].rstrip(".-")
        if _DIGITS.search(value) and _LETTERS.search(value) and not _CODE.fullmatch(value):
            yield Found(match.start("value"), match.start("value") + len(value), "secret")
    for match in _COOKIE.finditer(text):
        if "=" in match["value"]:
            yield Found(match.start("value"), match.end("value"), "secret")


def _is_password(value: str, sign: str) -> bool:
    """Tell a password from a word of prose or code that follows the word "password"."""
    digit, letter = bool(_DIGITS.search(value)), bool(_LETTERS.search(value))
    symbol = any(not c.isalnum() and c not in "_-./:,'’" for c in value)
    # "Password: lqke.cwrz.76" is none, as code has digits seldom at its end.
    if _CODE.match(value) and not (sign and sign != "=" and value[-1].isdigit()):
        return False
    if sign in {"=", ":=", "=>"}:
        return value.lower() not in {"password", "pwd", "passwd"}
    if sign:
        return symbol or (digit and (letter or len(value) >= 6))
    return len(value) >= 6 and digit and letter and (symbol or _bits(value) >= 2.5)


def _is_token(value: str, sign: str) -> bool:
    """Tell a key from a word of prose or code that follows a key's name: it looks like chance."""
    digit, letter = bool(_DIGITS.search(value)), bool(_LETTERS.search(value))
    if _CODE.match(value) and not (digit and len(value) >= 24):
        return False
    if letter and digit:
        least, bits = (8, 2.5) if sign else (16, 3)
        return len(value) >= least and _bits(value) >= bits and (bool(sign) or "/" not in value)
    mixed = not value.islower() and not value.isupper() and not value.istitle()
    return bool(sign) and len(value) >= 20 and mixed and _bits(value) >= 3.8


def _bits(value: str) -> float:
    """Return Shannon's entropy of the characters, in bits a character."""
    value = value[:256]
    n = len(value)
    return -sum(k / n * math.log2(k / n) for k in Counter(value).values())
