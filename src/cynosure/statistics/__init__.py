"""Formulas as published, on plain numbers and NumPy: intervals, survival, limits of charts."""

from cynosure.statistics.aalen_johansen import Incidence, aalen_johansen
from cynosure.statistics.brier import Calibration, Reliability, brier
from cynosure.statistics.capacity_regained import capacity_regained
from cynosure.statistics.concentration import Concentrated, Held, concentrated
from cynosure.statistics.conditional_survival import conditional_survival
from cynosure.statistics.emerging import Emergence, emerging
from cynosure.statistics.greenwood import Band, log_log_band
from cynosure.statistics.kaplan_meier import Survival, kaplan_meier, tally
from cynosure.statistics.kappa import Kappa, cohens_kappa
from cynosure.statistics.littles_law import Flow, littles_law
from cynosure.statistics.mix_and_rate import Change, Counted, effects, mix_and_rate
from cynosure.statistics.p_chart import PChart, ShareLimits, p_chart
from cynosure.statistics.percentiles import middle, percentile
from cynosure.statistics.prediction_powered import (
    LabelledUnits,
    Population,
    PoweredShare,
    labels_for,
    powered_share,
)
from cynosure.statistics.ranking import Amounts, Place, ranked
from cynosure.statistics.rate_ratio import (
    Exposed,
    Ratio,
    RatioToControl,
    rate_ratio_exact,
    rate_ratio_with_control,
)
from cynosure.statistics.relapse import Relapse, relapse
from cynosure.statistics.remedy_effect import RemedyEffect, TooFewWeeks, remedy_effect
from cynosure.statistics.rogan_gladen import Corrected, rogan_gladen
from cynosure.statistics.weeks_to_see import weeks_to_see
from cynosure.statistics.weighted_sum import WeightedSum, weighted_sum
from cynosure.statistics.wilson import Share, wilson
from cynosure.statistics.xmr import ProcessBehaviour, RuleSignals, xmr

__all__ = [
    "Amounts",
    "Band",
    "Calibration",
    "Change",
    "Concentrated",
    "Corrected",
    "Counted",
    "Emergence",
    "Exposed",
    "Flow",
    "Held",
    "Incidence",
    "Kappa",
    "LabelledUnits",
    "PChart",
    "Place",
    "Population",
    "PoweredShare",
    "ProcessBehaviour",
    "Ratio",
    "RatioToControl",
    "Relapse",
    "Reliability",
    "RemedyEffect",
    "RuleSignals",
    "Share",
    "ShareLimits",
    "Survival",
    "TooFewWeeks",
    "WeightedSum",
    "aalen_johansen",
    "brier",
    "capacity_regained",
    "cohens_kappa",
    "concentrated",
    "conditional_survival",
    "effects",
    "emerging",
    "kaplan_meier",
    "labels_for",
    "littles_law",
    "log_log_band",
    "middle",
    "mix_and_rate",
    "p_chart",
    "percentile",
    "powered_share",
    "ranked",
    "rate_ratio_exact",
    "rate_ratio_with_control",
    "relapse",
    "remedy_effect",
    "rogan_gladen",
    "tally",
    "weeks_to_see",
    "weighted_sum",
    "wilson",
    "xmr",
]
