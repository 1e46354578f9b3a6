"""What somebody says about files before they are taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms

from cynosure.intake import Mapping as ColumnMapping
from cynosure.intake.table.names import FIELD_NAMES

NOT_READ = ""
# In the words of whoever answers customers; a field that is not here is called by its name.
CALLED: Mapping[str, str] = {
    "source_id": "Number or id",
    "title": "Title",
    "body": "Text",
    "asked_at": "Asked at",
    "responded_at": "First answered at",
    "resolved_at": "Resolved at",
    "asker": "Who asked",
    "url": "Address of the ticket",
    "reported_type": "Type",
    "effort_minutes": "Effort, in minutes",
}
# What most tables have; the rest is offered behind a fold, unless a column of it is read.
USUAL = frozenset(
    {
        "source_id", "title", "body", "asked_at", "responded_at", "resolved_at", "status",
        "reported_type", "product", "channel", "asker",
    }
)  # fmt: skip
ORDERS = (("", "as recognised"), ("day", "day first: 31/12/2026"), ("month", "month first"))


def called(name: str) -> str:
    """Return what a field is called, in the words of whoever answers customers.

    >>> called("asked_at"), called("duplicate_of")
    ('Asked at', 'Duplicate of')
    """
    return CALLED.get(name, name.replace("_", " ").capitalize())


class CorrectionForm(forms.Form):
    """The source's name, the zone of its times, and, of a table, which column is what."""

    source = forms.CharField(
        label="Source",
        required=False,
        max_length=60,
        help_text="Ids of its demands begin with it: the same name for every export of one desk.",
    )
    timezone = forms.CharField(
        label="Time zone",
        required=False,
        max_length=60,
        help_text="Where times do not carry one, such as Europe/Berlin.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    order = forms.ChoiceField(label="Dates", choices=ORDERS, required=False)

    def __init__(
        self, *given: Any, header: Sequence[str] = (), mapping: ColumnMapping, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self._mapping = mapping
        self._header = tuple(header) if mapping.shape == "table" else ()
        if not self._header:
            self.fields.pop("order")
            return
        columns = [(NOT_READ, "not read"), *((name, name) for name in self._header)]
        for name in FIELD_NAMES:
            read = mapping.column(name)
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=called(name),
                choices=[*columns, *((each, each) for each in read if each not in self._header)],
                required=False,
                initial=read[0] if read else NOT_READ,
            )

    def clean_timezone(self) -> str:
        """Return a zone that there is, or nothing."""
        said = str(self.cleaned_data["timezone"]).strip()
        if said and said not in available_timezones():
            raise forms.ValidationError(
                f"No time zone is called {said!r}. Write it like Europe/Berlin, or UTC."
            )
        return said

    def mapping(self) -> ColumnMapping | None:
        """Return the mapping as corrected; None where the export is known and has none."""
        if not self._header:
            return None
        columns: dict[str, tuple[str, ...]] = {}
        for name in FIELD_NAMES:
            chosen = self.cleaned_data.get(f"column_{name}") or NOT_READ
            before = self._mapping.column(name)
            if chosen == NOT_READ:
                continue
            # Further columns, read where the first is empty, stay while the first is the same.
            columns[name] = before if before[:1] == (chosen,) else (chosen,)
        order = self.cleaned_data.get("order")
        return ColumnMapping(
            shape=self._mapping.shape,
            source=self.cleaned_data["source"] or None,
            timezone=self.cleaned_data["timezone"] or None,
            day_first={"day": True, "month": False}.get(order or "", self._mapping.day_first),
            columns=columns,
            statuses=self._mapping.statuses,
            satisfaction=self._mapping.satisfaction,
        )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say which column is what: the usual ones, and those of a column read."""
        return [one for one in self._columns() if self._is_near(one)]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """The fields for columns that few tables have, and that none is read for."""
        return [one for one in self._columns() if not self._is_near(one)]

    def _columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @staticmethod
    def _is_near(field: forms.BoundField) -> bool:
        usual = field.name.removeprefix("column_") in USUAL
        return usual or bool(field.errors) or field.value() not in {None, NOT_READ}

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The fields beside them."""
        return [self[name] for name in self.fields if not name.startswith("column_")]
