"""Personal data out of text."""

from cynosure.masking.found import KINDS, WORDS, Kind
from cynosure.masking.mask import mask, mask_column

__all__ = ["KINDS", "WORDS", "Kind", "mask", "mask_column"]
