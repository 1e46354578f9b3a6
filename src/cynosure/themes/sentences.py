"""The words of a text in their order, without what is no part of what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cynosure.themes.everyday_words import HEADINGS, POLITE

# People say what they want at the start; pasted logs come later.
_TITLE, _BODY = 160, 320
# A line that so many texts of so many groups hold, word for word, is a template's.
_TEMPLATE_TEXTS, _TEMPLATE_GROUPS = 12, 4
# Between two words that do not follow one another.
END = ""

_NOISE = re.compile(
    r"""(?ismx)
    ```.*?(?:```|$) | <!--.*?(?:-->|$) | \{(?:code|noformat)[^}]*\}.*?(?:\{(?:code|noformat)\}|$)
    | ^[ \t]*(?:\#{1,6}[ ]|>|[*][*][^*\n]{1,60}[*][*]|[-*][ ]?[*][*]|h[1-6]\.|[-=_*]{3,}).*?$
    | [a-z][a-z0-9+.-]{1,12}://\S+ | \bwww\.\S+ | [\w.+-]+@[\w-]+\.[\w.-]+ | @\w+ | \[[a-z][a-z -]{2,20}\]
    | \{\{[^}]*\}\} | <[^<>\n]{1,80}>
    | ^[ \t]*at[ ][\w.$]+\(.*?$
    """
)
# Most short texts hold none of it.
_NOISE_SIGN = re.compile(r"[`<{#>*=@\[\n]|://|www\.")
_HEADING = re.compile(rf"\b(?:{'|'.join(HEADINGS)})\b:?", re.IGNORECASE)
# Letters that are written without spaces: each is a word of its own, joined again later.
_JOINED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(
    rf"[{_JOINED}]|(?:(?![{_JOINED}])\w)(?:(?:(?![{_JOINED}])[\w'’./+&-])*(?:(?![{_JOINED}])\w))?\+*|[^\w\s'’/&+-]|\n|[-–—](?=\s)|/"
)
_ID = re.compile(
    r"v?\d+(?:[.,:/-]\w+)+|v?\d+(?:am|pm|st|nd|rd|th|s|x|h|min|mb|gb|px|ms)?|(?=[a-z_-]*\d)(?:0x)?[0-9a-f-]{7,}|[a-z]+\d{3,}[a-z]?|\w*\d\w*[-_.]\w*\d\w*|.{31,}"
)
_STATUS = re.compile(r"[45]\d\d|365|24/7")
_JOIN = re.compile(rf"(?<=[{_JOINED}]) (?=[{_JOINED}])")


class Told(NamedTuple):
    """A text's words as they are spelt and in small letters, `END` between sentences.

    The first `title` of them stand in its first line; all do where there is one line only.
    """

    spelt: tuple[str, ...]
    words: tuple[str, ...]
    title: int


def told(text: str, templates: frozenset[str] = frozenset()) -> Told:
    r"""Return the words of a title in the first line, and of the start of what follows.

    Left out are masked words, handles, addresses, code, quotes, headings, numbers, ids,
    versions, words of politeness, and lines that are `templates`.

    >>> told("Hi! @acme CSV export v2.1 fails [name]\n### Device\nIt hangs").words
    ('csv', 'export', '', 'fails', '', '', 'it', 'hangs')
    """
    first, _, rest = text.strip().partition("\n")
    if templates and rest:
        rest = "\n".join(line for line in rest.split("\n") if line.strip() not in templates)
    spelt, words = _pieces(first[:_TITLE])
    title = len(words)
    if rest:
        more_spelt, more_words = _pieces(rest[: 2 * _BODY])
        spelt += [END, *more_spelt][:_BODY]
        words += [END, *more_words][:_BODY]
    return Told(tuple(spelt), tuple(words), title)


def template_lines(groups: Sequence[Iterable[str]]) -> frozenset[str]:
    r"""Return lines after the first that many texts of several groups hold alike.

    >>> template_lines([[f"Text {n}\nSent from a form" for n in range(8)]] * 4)
    frozenset({'Sent from a form'})
    """
    texts: Counter[str] = Counter()
    among: Counter[str] = Counter()
    for group in groups:
        here: Counter[str] = Counter()
        for text in group:
            if "\n" in text:
                lines = text.strip()[: _TITLE + 4 * _BODY].split("\n")[1:]
                here.update({line.strip() for line in lines} - {""})
        texts += here
        among.update(here.keys())
    return frozenset(
        line
        for line, n in texts.items()
        if n >= _TEMPLATE_TEXTS and among[line] >= min(_TEMPLATE_GROUPS, len(groups))
    )


def joined(words: Iterable[str]) -> str:
    """Return words as people write them: with spaces, except where their script has none.

    >>> joined(["CSV", "export"]), joined(["登", "录", "失", "败"])
    ('CSV export', '登录失败')
    """
    return _JOIN.sub("", " ".join(words))


def is_joined(word: str) -> bool:
    """Tell whether a word is a letter of a script without spaces.

    >>> is_joined("登"), is_joined("export")
    (True, False)
    """
    return "\u0e00" <= word <= "\u9fff" and len(word) == 1 and not word.isspace()


def _pieces(text: str) -> tuple[list[str], list[str]]:
    spelt: list[str] = []
    words: list[str] = []
    if not text.isascii():
        text = text.replace("’", "'").replace("\u200d", "").replace("\ufe0f", "")
    if "&" in text:
        text = text.replace("&amp;", "&")
    if _NOISE_SIGN.search(text):
        text = _NOISE.sub("\n", text)
    if ":" in text or "egards" in text:
        text = _HEADING.sub("\n", text)
    for piece in _PIECE.findall(text):
        word = piece.lower()
        if _skipped(word):
            if words and words[-1] != END:
                spelt.append(END)
                words.append(END)
        else:
            spelt.append(piece)
            words.append(word)
    return spelt, words


def _skipped(word: str) -> bool:
    known = _KNOWN.get(word)
    if known is None:
        known = (
            word in POLITE
            or not (word[0].isalnum() or is_joined(word))
            or (_ID.fullmatch(word) is not None and not _STATUS.fullmatch(word))
        )
        if len(_KNOWN) < 500_000:
            _KNOWN[word] = known
    return known


_KNOWN: dict[str, bool] = {}
