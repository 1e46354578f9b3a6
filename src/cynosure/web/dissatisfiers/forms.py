"""What leads give themes: names, others to merge into, examples, marks and remedies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from cynosure.themes.acts import LONGEST_NAME
from cynosure.wiring.remedies import LONGEST_WHAT
from cynosure.wiring.told_themes import ThemeNow

MARKS = ("pin", "unpin", "noise", "not_noise")
MOST_EXAMPLES = 20


class NameForm(forms.Form):
    """What to call a theme."""

    name = forms.CharField(
        label="What customers would call it",
        max_length=LONGEST_NAME,
        help_text="It keeps this name, whatever is taken in later. No names of persons, please.",
    )


class MergeForm(forms.Form):
    """Which theme takes another one in."""

    into = forms.ChoiceField(label="Becomes part of")

    def __init__(self, *args: Any, others: Iterable[ThemeNow], **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose a theme"),
            *((one.theme_id, one.theme.name) for one in others),
        ]


class SplitForm(forms.Form):
    """Examples of what belongs apart."""

    demands = forms.MultipleChoiceField(
        label="Demands that belong apart",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one demand that belongs apart."},
    )

    def __init__(self, *args: Any, offered: Iterable[str], **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["demands"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one, one) for one in offered]

    def clean_demands(self) -> list[str]:
        """Return the examples; a few say what is meant, and the rest follows them."""
        chosen: list[str] = self.cleaned_data["demands"]
        if len(chosen) > MOST_EXAMPLES:
            raise forms.ValidationError(f"Choose at most {MOST_EXAMPLES} examples.")
        return chosen


class MarkForm(forms.Form):
    """A mark to set on a theme, or to take off."""

    mark = forms.ChoiceField(choices=[(each, each) for each in MARKS])


class RemedyForm(forms.Form):
    """Something that was done against a theme."""

    what = forms.CharField(
        label="What was done",
        max_length=LONGEST_WHAT - 200,
        help_text="Such as: Reminders name the invoice they are about.",
    )
    at = forms.DateField(
        label="In force since",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day from which customers felt it.",
    )
    url = forms.URLField(
        label="Where it is written down",
        required=False,
        max_length=190,
        assume_scheme="https",
        help_text="A ticket, a pull request, a page of release notes.",
    )

    def clean_at(self) -> datetime:
        """Return the beginning of that day, UTC."""
        day: date = self.cleaned_data["at"]
        if day > timezone.now().date():
            raise forms.ValidationError("This day is yet to come. Mark it once it is done.")
        return datetime.combine(day, time(), UTC)

    def said(self) -> str:
        """Return what was done, with where that is written down; only of a valid form."""
        what, url = self.cleaned_data["what"], self.cleaned_data["url"]
        return f"{what} ({url})" if url else str(what)
