"""Whether a text is probably not English, which is all the shipped model has learnt.

A simple test, and its limits are known: it needs two function words of another
language, more of them than of English, or a third of the letters from another
script. A single foreign word, or a short text in an unlisted language, passes.
Texts with their stop words stripped pass too, as they should.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.nature.words import U64, Words, words_of

# Function words that are neither English words ("die", "on", "per") nor found in
# addresses and systems ("com", "os").
_ELSEWHERE = """
der das und ist nicht ich ein eine mit für auf den dem wenn auch nach bei kann wird sich wir aber
le les des est une pour je dans avec pas sur que qui vous nous mais cette au aux du et il
el los las por para como pero muy esta esto cuando puedo tengo una y en
uma não em isso mas quando eu seu você muito
di che non sono della gli questo anche quando è
het een niet ik voor met als dat maar deze wordt
och att det som inte är på jag för med har av til ikke jeg
nie się jest na do że jak ale mam przy
ve bir bu için çok değil ama
yang dan di tidak untuk saya dengan ini itu
"""
_ENGLISH = """
the a an and or is are was be to of in on for with not i it this that you my me we have has do can
when if but at from as your so just please no how what why would should will there after get
"""
_FOREIGN_SHARE_OF_BYTES = 0.3


def _numbers(listed: str) -> U64:
    words = words_of(pa.array([listed]), pa.array([None], pa.string()), title_characters=None)
    return np.unique(words.number)


_ENGLISH_NUMBERS = _numbers(_ENGLISH)
_ELSEWHERE_NUMBERS = np.setdiff1d(_numbers(_ELSEWHERE), _ENGLISH_NUMBERS)


def not_english(words: Words, languages: pa.Array | None = None) -> NDArray[np.bool_]:
    """Return for each text whether it is probably not English.

    Where the source names a language, that decides.

    >>> texts = pa.array(["Die Anmeldung ist kaputt und das nervt", "The app is broken"])
    >>> not_english(words_of(texts, pa.nulls(2, pa.string()))).tolist()
    [True, False]
    """
    texts = words.texts
    here = np.bincount(words.text[np.isin(words.number, _ENGLISH_NUMBERS)], minlength=texts)
    there = np.bincount(words.text[np.isin(words.number, _ELSEWHERE_NUMBERS)], minlength=texts)
    foreign = (there >= 2) & (there > here)
    foreign |= _other_script(words)
    if languages is None or languages.null_count == len(languages):
        return foreign
    said = pc.utf8_lower(pc.utf8_trim_whitespace(languages.cast(pa.string())))
    named = pc.fill_null(pc.greater(pc.utf8_length(said), 0), False).to_numpy(zero_copy_only=False)
    english = pc.fill_null(pc.starts_with(said, "en"), False).to_numpy(zero_copy_only=False)
    return np.where(named, ~english, foreign)


def _other_script(words: Words) -> NDArray[np.bool_]:
    """Return whether a third of a text's bytes in words are beyond Latin letters."""
    # Two-byte characters from U+0370 (Greek) on and all three-byte ones are other scripts.
    bytes_in_words = np.bincount(
        words.text, weights=(words.end - words.start), minlength=words.texts
    )
    lead = np.concatenate(([0], np.cumsum((words.folded >= 0xCD) & (words.folded < 0xF0))))
    leads = np.bincount(
        words.text, weights=lead[words.end] - lead[words.start], minlength=words.texts
    )
    return (bytes_in_words > 0) & (2 * leads > _FOREIGN_SHARE_OF_BYTES * bytes_in_words)
