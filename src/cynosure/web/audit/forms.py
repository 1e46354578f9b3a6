"""What people give the audit: how to draw, and what a demand is."""

from __future__ import annotations

from typing import Any

from django import forms

from cynosure.demand import CAUSES, NATURES, WANTS, Nature
from cynosure.nature.deciding.decisions import Decision
from cynosure.wiring.samples import Design

MOST = 5_000  # demands of a sample; nobody judges more
UNKNOWN = "unknown"
_SAID = (
    *NATURES,
    UNKNOWN,
    *(f"failure:{code}" for code in CAUSES),
    *(f"value:{code}" for code in WANTS),
)


class DrawForm(forms.Form):
    """How many demands to draw, and how."""

    size = forms.IntegerField(
        label="Demands to judge",
        min_value=1,
        max_value=MOST,
        help_text="What was judged before counts again. Fifteen minutes are enough for about forty.",
    )
    design = forms.ChoiceField(
        label="How to draw",
        widget=forms.RadioSelect,
        choices=[
            (Design.SIMPLE, "Every demand has the same chance"),
            (
                Design.STRATIFIED,
                "More of what the classifier is unsure of: narrower for the same work",
            ),
        ],
    )


class SaidForm(forms.Form):
    """A person's word on one demand."""

    demand_id = forms.CharField(max_length=500, strip=False)
    said = forms.ChoiceField(choices=[(each, each) for each in _SAID])
    doubtful = forms.BooleanField(required=False)

    def decision(self) -> Decision:
        """Return what was said; only of a form that is valid."""
        said: dict[str, Any] = self.cleaned_data
        word, _, code = said["said"].partition(":")
        nature: Nature | None = None if word == UNKNOWN else word
        return Decision(said["demand_id"], nature, code or None, said["doubtful"])
