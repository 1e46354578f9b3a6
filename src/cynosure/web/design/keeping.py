"""Numbers stay on the line of their units."""

from __future__ import annotations

import re

_NUMBER_AND_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|seconds?|minutes?|hours?|days?|years?|times|demands?|customer-days?)(?:\b|$|(?<=%)))"
)


def kept_together(text: str) -> str:
    r"""Return a text in which no line ends between a number and its unit.

    >>> kept_together("31 % of 20 demands, 3.2 hours")
    '31\xa0% of 20\xa0demands, 3.2\xa0hours'
    """
    return _NUMBER_AND_UNIT.sub("\N{NO-BREAK SPACE}", text)
