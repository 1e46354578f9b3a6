"""What a list is asked for, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from cynosure.errors import MeasureError
from cynosure.search import By
from cynosure.web.demands.columns import COLUMNS, USUAL, Column
from cynosure.web.demands.forms import STEPS, ListForm, in_words
from cynosure.wiring.told import Told
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import SORTS

Query = dict[str, list[str]]
_NAMES = {
    "open_days": "open for longer than {} days",
    "sure_below": "less sure than {}",
    "decided": "decided by a person: {}",
    "behind": "behind the figure {}",
    "since": "since {}",
    "until": "before {}",
    "label": "label {}",
    "theme": "theme {}",
}


class UnusableList(MeasureError):
    """The address of a list asks for what there is not."""

    def __init__(self, name: str, value: str) -> None:
        choices = {"sort": ", ".join(SORTS), "by": "both, words, meaning"}.get(name, "")
        instead = f"Choose one of {choices}." if choices else "Take it out of the address."
        super().__init__(f"The list of demands knows no {name} {value[:60]!r}. {instead}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which demands, in which order, with which columns."""

    words: str = ""  # to search for; then the best come first
    by: By = "both"
    sort: str = "newest"
    most: int = STEPS[0]  # of what is found
    after: str | None = None  # where the page starts
    chosen: tuple[str, ...] = USUAL  # columns
    filters: Filters = field(default_factory=Filters)

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Wanted:
        """Return what an address asks for; `query` gives a list of words for each name.

        Raises
        ------
        UnusableFilter, UnusableList
            If it cannot be understood.
        """
        named = {name: list(said) for name, said in query.items()}
        last = {name: said[-1] for name, said in named.items() if said and name != "columns"}
        form = ListForm({**last, "columns": [one for one in named.get("columns", ()) if one]})
        if not form.is_valid():
            name = next(iter(form.errors))
            raise UnusableList(name, " ".join(named.get(name, ())))
        said = form.cleaned_data
        return cls(
            words=said["q"],
            by=said["by"] or "both",
            sort=said["sort"] or "newest",
            most=said["n"] or STEPS[0],
            after=said["after"] or None,
            chosen=tuple(said["columns"]) or USUAL,
            filters=Filters.from_query(named),
        )

    def to_query(self) -> Query:
        """Return the same as `from_query` understands it, without the place in the list."""
        query: Query = {}
        if self.words:
            query["q"] = [self.words]
            if self.by != "both":
                query["by"] = [self.by]
            if self.most != STEPS[0]:
                query["n"] = [str(self.most)]
        if self.sort != "newest":
            query["sort"] = [self.sort]
        if self.chosen != USUAL:
            query["columns"] = list(self.chosen)
        return query | self.filters.to_query()

    @property
    def address(self) -> str:
        """The query string of this list, with its question mark; empty for all demands."""
        query = self.to_query()
        return f"?{urlencode(query, doseq=True)}" if query else ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order in which all are listed."""
        return tuple(column for name, column in COLUMNS.items() if name in self.chosen)

    @property
    def more(self) -> Wanted | None:
        """The same with more of what is found; None where all steps are taken."""
        further = [step for step in STEPS if step > self.most]
        return replace(self, most=further[0]) if further else None

    def narrowed(self, told: Told) -> list[tuple[str, str]]:
        """Return each thing that narrows this list in words, with the address without it."""
        found = []
        if self.words:
            found.append((f"“{self.words}”", replace(self, words="").address or "?"))
        query = self.filters.to_query()
        for name, values in query.items():
            for value in values:
                said = told.theme_names.get(value, value) if name == "theme" else value
                text = _NAMES.get(name, "{}").format(in_words(name, said))
                found.append((text, self._with(name, [v for v in values if v != value])))
        return found

    def with_word(self, name: str, word: str) -> str:
        """Return the address of this list with a word of a filter more, or less if it has it."""
        words = getattr(self.filters, name)
        kept = [one for one in words if one != word] if word in words else [*words, word]
        return self._with(name, kept)

    def _with(self, name: str, words: Sequence[str]) -> str:
        filters = {**self.filters.to_query(), name: list(words)}
        return replace(self, filters=Filters.from_query(filters)).address or "?"
