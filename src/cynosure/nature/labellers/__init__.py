"""Labellers of the organisation's own: rules, tables, a language model, and chains of them."""

from cynosure.nature.labellers.chain import Chain, Spoken
from cynosure.nature.labellers.configuration import Configuration, Section, read_configuration
from cynosure.nature.labellers.judged import Judged, judged
from cynosure.nature.labellers.label_table import LabelTable, read_labels
from cynosure.nature.labellers.rules import Rule, Rules
from cynosure.nature.labellers.rules_file import read_rules

__all__ = [
    "Chain",
    "Configuration",
    "Judged",
    "LabelTable",
    "Rule",
    "Rules",
    "Section",
    "Spoken",
    "judged",
    "read_configuration",
    "read_labels",
    "read_rules",
]
