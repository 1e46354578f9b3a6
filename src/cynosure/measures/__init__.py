"""The questions about demand: one aggregate each, finished into an answer."""

from cynosure.measures.ask import (
    Asked,
    Result,
    Sql,
    answer,
    answer_with_curves,
    curves,
    endings,
)
from cynosure.measures.audit import Audit, JudgedDemand
from cynosure.measures.behind import demands_behind
from cynosure.measures.breakdown import breakdown
from cynosure.measures.catalogue import MEASURES, UnknownMeasure, measure_called
from cynosure.measures.facts import DEMAND_FACTS, REQUEST_FACTS, Facts
from cynosure.measures.judged import causes, labels_needed, rightness
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.mix import GroupMoved, Mix, NoShare, mix_against_rate
from cynosure.measures.question import (
    DIMENSIONS,
    NotOfOneNature,
    Question,
    RangeOf,
    UnknownDimension,
    UnusableHours,
)
from cynosure.measures.reconciliation import UnknownDifference, apart, reconcile
from cynosure.measures.series import series
from cynosure.measures.spans import waits
from cynosure.measures.theme_harm import ThemeHarm, theme_harms
from cynosure.measures.weights import UnusableWeight, WeightOf, Weights

__all__ = [
    "DEMAND_FACTS",
    "DIMENSIONS",
    "MEASURES",
    "REQUEST_FACTS",
    "Asked",
    "Audit",
    "Facts",
    "Figure",
    "GroupMoved",
    "JudgedDemand",
    "Measure",
    "Mix",
    "NoShare",
    "NotOfOneNature",
    "Question",
    "RangeOf",
    "Result",
    "Sql",
    "ThemeHarm",
    "UnknownDifference",
    "UnknownDimension",
    "UnknownMeasure",
    "UnusableHours",
    "UnusableWeight",
    "WeightOf",
    "Weights",
    "answer",
    "answer_with_curves",
    "apart",
    "breakdown",
    "causes",
    "curves",
    "demands_behind",
    "endings",
    "labels_needed",
    "measure_called",
    "mix_against_rate",
    "reconcile",
    "rightness",
    "series",
    "theme_harms",
    "waits",
]
