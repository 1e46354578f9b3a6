"""Names of months in the languages that exports are written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

# January to December: English, German, French, Spanish, Italian, Dutch, Portuguese.
_NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
_SHORT = {"jänner": 1, "jän": 1, "mrz": 3, "maerz": 3, "mrt": 3, "sept": 9, "set": 9}


def _spellings() -> Iterator[tuple[str, int]]:
    for names in _NAMES:
        for month, name in enumerate(names.split(), start=1):
            yield name, month
            yield name[:4], month
            if name[:3] != "jui":  # French June and July begin alike
                yield name[:3], month


# Ambiguous only where two languages clash; none of these do.
MONTHS: Mapping[str, int] = MappingProxyType({**dict(_spellings()), **_SHORT})
