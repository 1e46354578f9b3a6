"""Recurring groups of failure demand."""

from cynosure.themes.naming import name_of_group, names_of
from cynosure.themes.near_equal import near_equal_groups
from cynosure.themes.recurring import Description, RecurringGroup, described, largest_groups
from cynosure.themes.typical import at_the_edge, typical, typical_texts
from cynosure.themes.versions import versions_in

__all__ = [
    "Description",
    "RecurringGroup",
    "at_the_edge",
    "described",
    "largest_groups",
    "name_of_group",
    "names_of",
    "near_equal_groups",
    "typical",
    "typical_texts",
    "versions_in",
]
