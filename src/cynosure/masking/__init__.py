"""Personal data out of text."""

from cynosure.masking.columns import mask_column
from cynosure.masking.found import KINDS, WORDS, Kind
from cynosure.masking.mask import mask

__all__ = ["KINDS", "WORDS", "Kind", "mask", "mask_column"]
