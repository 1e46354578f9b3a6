"""What can be asked of a measure on its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

from django import forms

from cynosure.demand.kinds import AskerKind
from cynosure.demand.periods import Period
from cynosure.measures import measure_called
from cynosure.reports import wording
from cynosure.workflows.told.questions import FigureQuestion

_DAY = forms.DateInput(attrs={"type": "date"})


class QuestionForm(forms.Form):
    """Period, whose demands, of which nature, by week or month, by what told apart."""

    since = forms.DateField(label="From", required=False, widget=_DAY)
    until = forms.DateField(label="Before", required=False, widget=_DAY)
    asker_kind = forms.ChoiceField(
        label="Asked by",
        required=False,
        choices=[("", "customers"), ("staff", "staff"), ("bot", "bots"), ("all", "anybody")],
    )
    nature = forms.ChoiceField(
        label="Nature",
        required=False,
        choices=[("", "any"), ("failure", "failure demand"), ("value", "value demand")],
    )
    every = forms.ChoiceField(
        label="Over time by", required=False, choices=[("", "month"), ("week", "week")]
    )
    by = forms.ChoiceField(label="Told apart by", required=False)

    def __init__(self, *args: Any, measure: str, dimensions: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self._measure = measure
        self.fields["by"].choices = [(name, wording.dimension(name)) for name in dimensions]  # type: ignore[attr-defined]
        if measure_called(measure).own_nature:
            del self.fields["nature"]
        if not dimensions:
            del self.fields["by"]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until <= since:
            self.add_error(
                "until", f"The period starts at {since}; this is the first day not in it."
            )
        return said

    def question(self) -> FigureQuestion:
        """Return what is asked; of nothing chosen the usual question."""
        said = self.cleaned_data
        kind: AskerKind | Literal["all"] = said.get("asker_kind") or "customer"
        return FigureQuestion(
            measure=self._measure,
            period=Period(_midnight(said.get("since")), _midnight(said.get("until"))),
            nature=said.get("nature") or None,
            asker_kind=None if kind == "all" else kind,
        )


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
