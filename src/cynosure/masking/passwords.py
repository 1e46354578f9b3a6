"""Passwords, tokens and keys that are known by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cynosure.masking.found import Found
from cynosure.masking.secrecy import is_password, is_stand_in, is_token

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
# The words after which a secret may stand. They are looked for in the text in
# small letters, and the patterns around them only where one stands.
_PASSWORDS = (
    r"pass(?:wor[dt]|wd|phrase|code)|kennwort|contrase[ñn]a|mot de passe|pwd|senha"
    r"|wachtwoord|пароль|hasło|heslo|lösenord|adgangskode|salasana|jelszó|şifre|parola|密码|密碼|パスワード|비밀번호|passord"
)
_TOKENS = r"secret(?:[ _-]access[ _-]key)?|token|credentials?|auth(?:orization)?|session[ _-]?id|jwt|bearer|otp"
_WORD = re.compile(
    rf"(?P<password>(?<![a-z])(?:pw|pass)(?=[\"']?\s{{0,2}}[:=])|{_PASSWORDS})|{_TOKENS}"
    r"|(?P<key>key)|(?P<code>code)"
)
_KEYS = (
    r"(?:api|access|secret|private|encryption|signing|account|shared|master|service|licen[sc]e"
    r"|app|auth|storage|subscription|function|host|ssh|deploy|consumer|client)[ _-]?"
)
_CODES = r"(?:recovery|backup|verification|security)[ _-]?"
_KIND_OF_KEY, _KIND_OF_CODE = re.compile(f"{_KEYS}$"), re.compile(f"{_CODES}$")
_SAID = re.compile(
    r"(?:[_-]\w{1,20}+|(?![_-]\w))(?![A-Za-z])\\?[\"'`*]{0,2}(?:\s{0,3}\([^)\n]{0,20}+\))?"
    r"(?P<sign>\s{0,3}(?:=>|:=|==|=|:|：|是|は)\s{0,3}|>|\s{1,3}(?:is|was|are|ist|lautet|est|es|è|é|to|är|er|jest)\s{0,2}:?\s{1,3}|\s{1,2})"
    r"(?:\\?[\"'`]|\*\*|\*(?!\*)|(?!\\?[\"'`]|\*))(?P<value>(?![,.:)(/~-])[^\s\"'`<>\[\]{}|\\;]{4,4096}+)",
    re.IGNORECASE,
)

# No text without one of these holds anything: see `first_look`. In them a value
# behind "=" may be any, elsewhere it has more than letters or is long: `secrecy`.
_SPACE = r"[\s\x{1C}-\x{1F}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]"
_VALUE = r"(?:\S*[^\p{L}\s_./:,'’-]|\S{20})"
LOOK = (
    rf"(?i)(?:(?:^|[^a-z])p(?:w|ass)|{_PASSWORDS}|{_TOKENS}|{_KEYS}key|{_CODES}code)(?:[_-]\S*?)?\\?[\"'`*]{{0,2}}(?:{_SPACE}{{0,3}}\([^)\n]*\))?"
    rf"(?:{_SPACE}{{0,3}}(?::=|=)|(?:{_SPACE}{{0,3}}[:：是は>]|{_SPACE}{{1,3}}(?:is|was|are|ist|lautet|est|es|è|é|to|är|er|jest){_SPACE}{{0,2}}:?{_SPACE}"
    rf"|{_SPACE}){_SPACE}{{0,3}}{_VALUE})",
    r"(?i)sshpass|(?:credentials?|log-?ins?|zugangsdaten|identifiants)\s{0,2}(?:[:=]|are|sind)",
    rf"(?i)(?:(?:^|[^a-z0-9])(?:pin|2fa|sms|tan|otp)|authentication|verification|login|one[ -]time|scode|vérification|verificación)[ -]?\S*?[\"']?"
    rf"{_SPACE}{{0,2}}(?:[:=]|is|ist|est|es|was)?{_SPACE}{{0,2}}[\"']?\p{{Nd}}{{4}}",
)


def find_passwords(text: str) -> Iterator[Found]:
    """Yield passwords, tokens and keys that assignments and sentences tell.

    After a word such as `token` only what looks like chance is taken; after
    `password=` nearly anything. What reads as code or as a stand-in stays
    (`os.environ[...]`, `$TOKEN`, `<your key>`, `None`).

    >>> text = "I call it with api_key=9fK2mQ7xLw41 and token=None"
    >>> [text[f.start : f.end] for f in find_passwords(text)]
    ['9fK2mQ7xLw41']
    """
    for match in _BOTH.finditer(text):
        if is_password(match["value"], ":"):
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
        secret = is_password(value, sign)
    else:
        value = value.partition(",")[0].rstrip(".:!?)&")
        secret = is_token(value, sign)
    return len(value) if secret and len(value) >= 4 and not is_stand_in(value) else 0
