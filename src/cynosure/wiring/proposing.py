"""What finding themes anew would change, kept for a page; and founding what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cynosure.errors import ClassificationError
from cynosure.themes.acts import Act
from cynosure.themes.identity import split_id
from cynosure.themes.overlay import Overlay
from cynosure.themes.regrouping import Proposal
from cynosure.wiring.changing_themes import themes_now
from cynosure.wiring.place import Place
from cynosure.wiring.themes import bring_themes_up_to_date
from cynosure.workflows.regrouping import Regrouped, found_new, regroup
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import instant_of


class ProposalGone(ClassificationError):
    """What was proposed is not what finding themes anew comes to now."""

    def __init__(self) -> None:
        super().__init__(
            "The themes or their demands have changed since this was proposed, so nothing was "
            "founded. Ask for proposals again and see what they are now."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProposal:
    """A proposal as a job keeps it for the page: its words, and what it takes to do it."""

    number: int
    kind: str  # merge, split, new, gone
    theme: str | None
    into: str | None
    demands: int
    of: int
    examples: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> KeptProposal:
        """Return a proposal from what a job kept."""
        return cls(**{**row, "examples": tuple(row["examples"])})

    def act(self, overlay: Overlay) -> Act | None:
        """Return the act that does it to the themes as they are now; None for a new theme."""
        match self.kind:
            case "merge":
                return Act(kind="merge", theme=self.theme, into=self.into)
            case "split":
                into = split_id(str(self.theme), self.examples, taken=overlay.counts_as)
                return Act(kind="split", theme=self.theme, into=into, demands=self.examples)
            case "gone":
                return Act(kind="noise", theme=self.theme)
        return None


def proposals_in(place: Place, *, progress: Progress = unwatched) -> list[dict[str, Any]]:
    """Return what finding themes anew would change, as plain rows in their order; nothing is done."""
    found = _anew(place, progress)
    return [_plain(n, each, found) for n, each in enumerate(found.proposals, 1)]


def found_proposed(
    place: Place, proposed: Mapping[str, Any], *, progress: Progress = unwatched
) -> str:
    """Found the new theme that was proposed; return its id.

    Themes are found anew for it: the same demands and acts give the same proposals.

    Raises
    ------
    ProposalGone
        If they are not the same any more, or somebody else wrote themes meanwhile.
    """
    found = _anew(place, progress)
    for n, each in enumerate(found.proposals, 1):
        if each.kind == "new" and _plain(n, each, found) == dict(proposed):
            imports = sorted(
                place.imports(), key=lambda row: row["exported_at"] or row["imported_at"]
            )
            instant, _ = instant_of(imports, None)
            new = found_new(found, each, store=place.store, engine=place.engine, as_of=instant)
            if new is not None:
                bring_themes_up_to_date(place)
                return new
    raise ProposalGone


def _anew(place: Place, progress: Progress) -> Regrouped:
    now = themes_now(place)
    return regroup(now.kept, place.engine, acts=now.acts, progress=progress)


def _plain(number: int, proposal: Proposal, found: Regrouped) -> dict[str, Any]:
    return {
        "number": number,
        "kind": proposal.kind,
        "theme": proposal.theme,
        "into": proposal.into,
        "demands": proposal.demands,
        "of": proposal.of,
        "examples": list(found.examples(proposal)) if proposal.kind == "split" else [],
    }
