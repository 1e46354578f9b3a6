"""Making the weights that ship, from demands labelled by the codebook: `make train`."""

from cynosure.nature.training.making import train
from cynosure.nature.training.rows import UnusableTrainingData

__all__ = ["UnusableTrainingData", "train"]
