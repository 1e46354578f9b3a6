"""What may be asked of the list of demands, and said of one."""

from __future__ import annotations

from typing import Any

from django import forms

from cynosure.demand import CAUSES, ENDINGS, NATURES, WANTS
from cynosure.nature.deciding.decisions import Decision
from cynosure.web.demands.columns import COLUMNS
from cynosure.web.design.templatetags.design import NATURES as SAID
from cynosure.wiring.told import Told, words_of
from cynosure.workflows.told.filters import UNKNOWN
from cynosure.workflows.told.listing import SORTS

BY = (("both", "Words and meaning"), ("words", "Words only"), ("meaning", "Meaning only"))
STEPS = (50, 200, 1_000)  # of what was found, how many are shown
_OFFERED = 50  # words of a filter to choose from
_CODES = {
    "nature": ("What it is", (*NATURES, UNKNOWN)),
    "code": ("Cause or want", (*CAUSES, *WANTS, UNKNOWN)),
    "state": ("State", ("open", *ENDINGS, UNKNOWN)),
    "asker_kind": ("Who asks", ("customer", "staff", "bot")),
}
_WORDS = {
    "product": "Product",
    "channel": "Channel",
    "source": "Source",
    "customer": "Customer",
    "role": "Role",
    "standing": "Standing",
    "language": "Language",
    "reported_type": "Reported as",
    "label": "Label of the source",
    "priority": "Priority",
}


class ListForm(forms.Form):
    """Search, order and columns; the filters are understood by `Filters` alone."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=500,
        widget=forms.TextInput(
            attrs={"type": "search", "data-key": "/", "data-key-says": "Search"}
        ),
    )
    by = forms.ChoiceField(label="Look at", required=False, choices=BY)
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[(name, order.said.capitalize()) for name, order in SORTS.items()],
    )
    n = forms.TypedChoiceField(
        required=False, coerce=int, choices=[(n, n) for n in STEPS], widget=forms.HiddenInput
    )
    after = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)
    columns = forms.MultipleChoiceField(
        label="Columns",
        required=False,
        choices=[(column.name, column.title) for column in COLUMNS.values()],
        widget=forms.CheckboxSelectMultiple,
    )


class FilterForm(forms.Form):
    """Every filter, with the words of this workspace to choose from."""

    def __init__(self, told: Told, chosen: dict[str, list[str]]) -> None:
        super().__init__(chosen)
        for name, (title, codes) in _CODES.items():
            self.fields[name] = _several(title, [(code, in_words(name, code)) for code in codes])
        if told.themes:
            themes = [(one.theme_id, one.name) for one in told.themes[:_OFFERED]]
            themes += [(one, told.theme_names.get(one, one)) for one in chosen.get("theme", ())]
            self.fields["theme"] = _chosen("Theme", dict([*themes, (UNKNOWN, "In no theme")]))
        for name, title in _WORDS.items():
            # Else a customer may be somebody, and people are not listed by how they fare.
            listed = name != "customer" or told.summary.customers_are_organisations
            words = [word for word, _ in words_of(told, name)[:_OFFERED]] if listed else []
            words += [word for word in chosen.get(name, ()) if word not in words]
            if words:
                said = {word: in_words(name, word) for word in [*words, UNKNOWN]}
                self.fields[name] = _chosen(title, said)
        self.fields["since"] = forms.CharField(label="Asked since", required=False, widget=_day())
        self.fields["until"] = forms.CharField(label="Asked before", required=False, widget=_day())
        self.fields["open_days"] = forms.CharField(
            label="Open for longer than, days", required=False, widget=_number("1")
        )
        self.fields["sure_below"] = forms.CharField(
            label="Less sure than, 0 to 1", required=False, widget=_number("0.05")
        )
        self.fields["decided"] = forms.ChoiceField(
            label="Decided by a person",
            required=False,
            choices=(("", "Any"), ("yes", "Yes"), ("no", "No")),
        )
        self.fields["behind"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def codes(self) -> list[forms.BoundField]:
        """The fields of which one ticks."""
        return [self[name] for name in _CODES]

    @property
    def words(self) -> list[forms.BoundField]:
        """All others."""
        return [field for field in self if field.name not in _CODES]


class DecideForm(forms.Form):
    """What a person says that a demand is: "failure/broken", "value", "none", "unknown"."""

    what = forms.ChoiceField(
        choices=[
            (what, what)
            for what in (
                *("failure", "value", "none", "unknown"),
                *(f"failure/{code}" for code in CAUSES),
                *(f"value/{code}" for code in WANTS),
            )
        ]
    )
    doubtful = forms.BooleanField(required=False)

    def decision(self, demand_id: str) -> Decision:
        """Return what was said of a demand; the form has to be valid."""
        said: dict[str, Any] = self.cleaned_data
        nature, _, code = said["what"].partition("/")
        known = None if nature == "unknown" else nature
        return Decision(demand_id, known, code or None, said["doubtful"])


class MoveForm(forms.Form):
    """Where a demand goes; empty: to no theme."""

    theme = forms.CharField(required=False, max_length=200)


class ViewForm(forms.Form):
    """A list to be saved."""

    name = forms.CharField(label="Name", max_length=80)
    shared = forms.BooleanField(label="Every member sees it", required=False)
    query = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)


def in_words(name: str, word: str) -> str:
    """Return a word of a filter as people read it.

    >>> in_words("nature", "failure"), in_words("code", "hard_to_use"), in_words("product", "App")
    ('Failure demand', 'Hard to use', 'App')
    """
    if word == UNKNOWN:
        return "Not known"
    if name == "nature":
        return SAID.get(word, word)
    return word.replace("_", " ").capitalize() if name in {*_CODES, "role", "standing"} else word


def _several(title: str, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=title, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


def _chosen(title: str, choices: dict[str, str]) -> forms.Field:
    widget = forms.SelectMultiple(attrs={"size": 4})
    return forms.MultipleChoiceField(
        label=title, required=False, choices=list(choices.items()), widget=widget
    )


def _day() -> forms.Widget:
    return forms.TextInput(attrs={"type": "date"})


def _number(step: str) -> forms.Widget:
    return forms.TextInput(attrs={"type": "number", "min": "0", "step": step})
