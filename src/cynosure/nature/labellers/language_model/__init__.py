"""A language model as a labeller: what it is asked, how answers are read, and what it may cost."""

from cynosure.nature.labellers.language_model.asking import (
    Asked,
    LanguageModelUnreachable,
    NoUsableAnswers,
    ask_all,
)
from cynosure.nature.labellers.language_model.labeller import LanguageModelLabeller, Mask
from cynosure.nature.labellers.language_model.ports import (
    Answers,
    Ask,
    LanguageModelRefuses,
    Reply,
    Spent,
    TryLater,
)
from cynosure.nature.labellers.language_model.prompt import Text
from cynosure.nature.labellers.language_model.reckoning import Estimate, estimate
from cynosure.nature.labellers.language_model.settings import LanguageModelSettings

__all__ = [
    "Answers",
    "Ask",
    "Asked",
    "Estimate",
    "LanguageModelLabeller",
    "LanguageModelRefuses",
    "LanguageModelSettings",
    "LanguageModelUnreachable",
    "Mask",
    "NoUsableAnswers",
    "Reply",
    "Spent",
    "Text",
    "TryLater",
    "ask_all",
    "estimate",
]
