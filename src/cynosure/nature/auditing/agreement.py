"""Two people judge the same demands without knowing what the other said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cynosure.nature.auditing.audit import Labelled
from cynosure.statistics import Kappa, cohens_kappa

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree on natures, and on causes and wants where both gave one."""

    nature: Kappa
    code: Kappa
    apart: tuple[str, ...]  # the demands on which they differ, in either, and nobody settled it


def agreement(
    first: Mapping[str, Labelled],
    second: Mapping[str, Labelled],
    settled: Collection[str] = (),
) -> Agreement:
    """Return the agreement on the demands that both judged.

    That one could not tell is a word like the others. A cause left open differs from none
    that the other gave: it says less, not something else. What was settled since changes
    nothing in how far they agreed.

    >>> one = {"a": Labelled("a", "failure", "slow"), "b": Labelled("b", "value")}
    >>> two = {"a": Labelled("a", "failure", "broken"), "b": Labelled("b", "value", "advice")}
    >>> found = agreement(one, two)
    >>> found.nature.same, found.code.n, found.code.same, found.apart
    (2, 1, 0, ('a',))
    """
    pairs = [(first[each], second[each]) for each in first if each in second]
    coded = [(one.code, two.code) for one, two in pairs if one.code and two.code]
    return Agreement(
        nature=cohens_kappa(
            [one.nature or _UNKNOWN for one, _ in pairs],
            [two.nature or _UNKNOWN for _, two in pairs],
        ),
        code=cohens_kappa([one for one, _ in coded], [two for _, two in coded]),
        apart=tuple(
            one.demand_id for one, two in pairs if one.demand_id not in settled and differ(one, two)
        ),
    )


def differ(one: Labelled, two: Labelled) -> bool:
    """Return whether two labels of a demand say different things.

    >>> differ(Labelled("a", "failure", "slow"), Labelled("a", "failure"))
    False
    """
    return one.nature != two.nature or bool(one.code and two.code and one.code != two.code)
