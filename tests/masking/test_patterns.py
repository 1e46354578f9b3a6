"""No pattern takes much longer on a long text: told from how they are built, not from a clock."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import cynosure.masking
from cynosure.masking.finders import FINDERS, Finder

_parser = importlib.import_module("re._parser")
# How often something may be tried from one place; a possessive repeat gives nothing back.
MOST = 256


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for info in pkgutil.iter_modules(cynosure.masking.__path__):
        module = importlib.import_module(f"cynosure.masking.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{info.name}.{name}", value


PATTERNS = dict(_patterns())


def _repeats(parsed: Any) -> Iterator[tuple[str, int]]:
    """Yield each repeat within a pattern, however deep: its kind, and how often at most."""
    for operation, argument in parsed:
        if str(operation).endswith("_REPEAT"):
            yield str(operation), int(argument[1])
            yield from _repeats(argument[2])
        else:
            for part in argument if isinstance(argument, (tuple, list)) else [argument]:
                for each in part if isinstance(part, list) else [part]:
                    if isinstance(each, _parser.SubPattern):
                        yield from _repeats(each)


class TestPatterns:
    @pytest.mark.parametrize("name", PATTERNS)
    def test_repeat_without_end_only_where_nothing_is_given_back(self, name: str) -> None:
        pattern = PATTERNS[name]

        repeats = list(_repeats(_parser.parse(pattern.pattern, pattern.flags)))

        assert not [most for kind, most in repeats if kind != "POSSESSIVE_REPEAT" and most > MOST]

    @pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.find.__name__)
    def test_a_look_is_one_that_takes_linear_time_whatever_the_text(self, finder: Finder) -> None:
        # RE2 refuses all that could take longer: looking behind, and its own groups again.
        assert pc.match_substring_regex(pa.array(["x"]), finder.look).to_pylist() == [False]
