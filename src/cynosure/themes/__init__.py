"""Recurring groups of failure demand with one root."""

from cynosure.themes.finding import Found, find
from cynosure.themes.naming import name_of_group, names_of
from cynosure.themes.placing import place
from cynosure.themes.typical import at_the_edge, typical
from cynosure.themes.versions import versions_in

__all__ = [
    "Found",
    "at_the_edge",
    "find",
    "name_of_group",
    "names_of",
    "place",
    "typical",
    "versions_in",
]
