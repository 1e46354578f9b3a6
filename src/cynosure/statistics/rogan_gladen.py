"""A share that an imperfect classifier counted, put right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected share; None where the classifier says nothing."""

    corrected: float | None
    clipped: bool  # the estimate fell outside 0 to 1 and was cut


def rogan_gladen(apparent: float, *, sensitivity: float, specificity: float) -> Corrected:
    """Return the true share behind an apparent one.

    (apparent + specificity - 1) / (sensitivity + specificity - 1), cut to 0..1.
    Where sensitivity and specificity add up to 1 or less, the classifier is no
    better than a coin and there is no estimate.

    Source: Rogan and Gladen, American Journal of Epidemiology 107 (1978).

    Examples
    --------
    >>> round(rogan_gladen(0.5, sensitivity=0.85, specificity=0.9).corrected, 3)
    0.533
    >>> rogan_gladen(0.05, sensitivity=0.85, specificity=0.9)
    Corrected(corrected=0.0, clipped=True)
    >>> rogan_gladen(0.5, sensitivity=0.5, specificity=0.5)
    Corrected(corrected=None, clipped=False)
    """
    informed = sensitivity + specificity - 1
    if informed <= 0:
        return Corrected(None, clipped=False)
    estimate = (apparent + specificity - 1) / informed
    return Corrected(min(1.0, max(0.0, estimate)), clipped=not 0 <= estimate <= 1)
