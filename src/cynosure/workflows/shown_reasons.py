"""Reasons in an asker's own words, as far as masking lets them be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cynosure.masking import mask


def shown_reasons(
    words: Iterable[str], texts: Sequence[str | None], names: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the words that the texts still hold once they are masked.

    Words are found in the text as it was written, since that is what was read;
    what masking takes out of the text must not come back as a reason.

    >>> shown_reasons(["crashes", "Kim", "reported as Bug"], ["It crashes. Jo Kim"], ["Jo Kim"])
    ('crashes', 'reported as Bug')
    """
    visible = " ".join(mask(text, names) for text in texts if text)
    return tuple(word for word in words if word in visible or word.startswith("reported as "))
