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

from cynosure.nature.reading.page import (
    BYTES,
    ELSEWHERE,
    ENGLISH,
    IN_ANOTHER,
    IN_ENGLISH,
    LEADS,
    TONGUE_BITS,
    number_of,
)
from cynosure.texts.arrays import I64, U8, U64

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


def tongues() -> tuple[U64, U8]:
    """Return the function words' numbers and which list each is of, as a table to look up in.

    A word stands in the first free slot from its highest bits on; slots without
    a word hold 0.
    """
    numbers = np.zeros(1 << TONGUE_BITS, dtype=np.uint64)
    kinds = np.zeros(1 << TONGUE_BITS, dtype=np.uint8)
    english = _ENGLISH.split()
    elsewhere = [word for word in _ELSEWHERE.split() if word not in english]
    for kind, words in ((IN_ENGLISH, english), (IN_ANOTHER, elsewhere)):
        for word in dict.fromkeys(words):
            spelled = np.frombuffer(word.encode(), dtype=np.uint8)
            number = int(number_of(spelled, 0, len(spelled)))
            slot = number >> (64 - TONGUE_BITS)
            while numbers[slot]:
                slot = (slot + 1) & ((1 << TONGUE_BITS) - 1)
            numbers[slot], kinds[slot] = number, kind
    return numbers, kinds


def not_english(counts: I64, languages: pa.Array | None = None) -> NDArray[np.bool_]:
    """Return for each text whether it is probably not English.

    `counts` are what the scorer counted of each text (`cynosure.nature.reading.scoring`).
    Where the source names a language, that decides.

    >>> from cynosure.nature.reading.page import COUNTED
    >>> of_two_texts = np.zeros((2, COUNTED), dtype=np.int64)
    >>> of_two_texts[0, ELSEWHERE], of_two_texts[1, ENGLISH] = 4, 3
    >>> not_english(of_two_texts).tolist()
    [True, False]
    """
    here, there = counts[:, ENGLISH], counts[:, ELSEWHERE]
    foreign: NDArray[np.bool_] = (there >= 2) & (there > here)
    foreign |= 2 * counts[:, LEADS] > _FOREIGN_SHARE_OF_BYTES * counts[:, BYTES]
    if languages is None or languages.null_count == len(languages):
        return foreign
    said = pc.utf8_lower(pc.utf8_trim_whitespace(languages.cast(pa.string())))
    named = pc.fill_null(pc.greater(pc.utf8_length(said), 0), False).to_numpy(zero_copy_only=False)
    english = pc.fill_null(pc.starts_with(said, "en"), False).to_numpy(zero_copy_only=False)
    return np.where(named, ~english, foreign)
