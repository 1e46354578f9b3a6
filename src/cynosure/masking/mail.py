"""E-mail addresses, also percent-encoded and spelt out with "at" and "dot"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cynosure.masking.found import Found

# The local part is entered where it begins and is at most 64 characters long, so
# a long run without an @ costs no more than its length.
_PLAIN = re.compile(
    r"(?<![\w+])(?<!\w[.'&*~%-])(?P<local>[\w+](?:[\w+]|%(?!40)|[.'&*~-](?![.]|$)){0,63})(?:@|%40)"
    r"(?P<domain>(?:[\w-]{1,63}+\.){1,8}(?P<top>[^\W\d_]{2,24}+))(?![^\W_]|[@-]|_\w)"
)
_LITERAL = re.compile(r"(?<![\w.+'-])[\w.+'-]++@\[\d{1,3}(?:\.\d{1,3}){3}\]")
_SPELT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+(?: ?[(\[]dot[)\]] ?[\w.+-]{1,64}+){0,3} {0,2}(?:\((?:at|@)\)|\[(?:at|@)\]|\{(?:at|@)\}|<at>|&lt;at&gt;) {0,2}"
    r"[\w-]{1,63}+(?: {0,2}(?:\.|\((?:dot|\.)\)|\[(?:dot|\.)\]|\{dot\}|<dot>) {0,2}[\w-]{2,63}+){1,4}"
    r"|(?<![\w.+-])[\w.+-]{1,64}+ at (?!(?:the|an?|this|that|our|my|your|its|his|her|one|each)\b)[\w-]{1,63}+"
    r"(?: dot [\w-]{2,63}+)? dot (?:com|org|net|edu|gov|info|biz|dev|app|example|io|eu|uk|de|fr|es|nl|ch|au|ca|se|dk|pl)\b(?: dot [a-z]{2}\b)?",
    re.IGNORECASE,
)
_AT = re.compile(r"[(\[{](?:at|@)[)\]}]|<at>|&lt;at&gt;| at [\w-]{1,63}+ dot ", re.IGNORECASE)
# In scripts without blanks an address stands between words of the text.
_OTHER_SCRIPT = r"\u0370-\U0010ffff"
_BEFORE = re.compile(rf"[{_OTHER_SCRIPT}]++(?=[^{_OTHER_SCRIPT}])")
_BEHIND = re.compile(rf"(?<=[^{_OTHER_SCRIPT}])[{_OTHER_SCRIPT}]++$")

# What looks like a top-level domain and is the end of a file's or a unit's name.
# fmt: off
_NO_DOMAINS = frozenset({
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "bmp", "css", "js", "jsx", "ts", "tsx",
    "mjs", "cjs", "scss", "py", "pyc", "rb", "java", "onnx", "jar", "go", "rs", "cpp", "hpp", "cs", "php",
    "html", "htm", "xml", "json", "yaml", "yml", "toml", "txt", "md", "log", "lock", "conf",
    "cfg", "ini", "exe", "dll", "so", "zip", "tar", "gz", "service", "socket", "timer", "target",
    "mount", "slice", "device", "scope", "swap", "path", "automount",
})
# fmt: on
# Accounts that are a machine's and name nobody: git@github.com:acme/app.git
_MACHINES = frozenset({"git", "hg", "svn"})
# What has the form and means a container of files: abfss://data@store.example/
_STORES = ("abfs://", "abfss://", "wasb://", "wasbs://")

# No text without one of these holds anything: see `first_look`.
LOOK = (
    r"[^\s@](?:@|%40)[^\s@]+\.|@\[\p{Nd}",
    r"(?i)[(\[{](?:at|@)[)\]}]|<at>|&lt;at&gt;| at \S+ dot ",
)


def find_mail(text: str) -> Iterator[Found]:
    """Yield the e-mail addresses of a text.

    `logo@2x.png`, `npm@8.1.0`, `getty@tty1.service` and the `git@` of a
    repository's address are none.

    >>> [text[f.start : f.end] for text in ["ask jo@acme.example now"] for f in find_mail(text)]
    ['jo@acme.example']
    """
    if "@" in text or "%40" in text:
        for match in _PLAIN.finditer(text):
            if match["top"].lower() in _NO_DOMAINS or match["local"].lower() in _MACHINES:
                continue
            if text.endswith(_STORES, 0, match.start()):
                continue
            before, behind = _BEFORE.match(match["local"]), _BEHIND.search(match["top"])
            start = before.end() if before else 0
            end = len(behind[0]) if behind else 0
            yield Found(match.start() + start, match.end() - end, "e-mail")
        for match in _LITERAL.finditer(text):
            yield Found(match.start(), match.end(), "e-mail")
    if _AT.search(text):
        for match in _SPELT.finditer(text):
            yield Found(match.start(), match.end(), "e-mail")
