"""Recurring groups of failure demand."""

from cynosure.themes.naming import name_of_group, typical_texts
from cynosure.themes.near_equal import near_equal_groups
from cynosure.themes.recurring import Description, RecurringGroup, described, largest_groups

__all__ = [
    "Description",
    "RecurringGroup",
    "described",
    "largest_groups",
    "name_of_group",
    "near_equal_groups",
    "typical_texts",
]
