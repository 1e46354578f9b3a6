"""Value or failure, and the cause."""

from cynosure.nature.auditing.drawing import draw
from cynosure.nature.labeller import Labeller, ModelLabeller, shipped_labeller
from cynosure.nature.model import UnusableWeights
from cynosure.nature.reasons import Weighed, reasons, weighed
from cynosure.nature.unaudited import unaudited_range

__all__ = [
    "Labeller",
    "ModelLabeller",
    "UnusableWeights",
    "Weighed",
    "draw",
    "reasons",
    "shipped_labeller",
    "unaudited_range",
    "weighed",
]
