"""Who may send, by the name in the address. Adding one is a module and a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from cynosure.intake.deliveries import generic, github, gitlab, jira, zendesk
from cynosure.intake.deliveries.signatures import Headers, Identity
from cynosure.intake.deliveries.told import Meaning
from cynosure.intake.shape import Shape
from cynosure.intake.shapes.github import GITHUB
from cynosure.intake.shapes.gitlab import GITLAB
from cynosure.intake.shapes.jira import JIRA
from cynosure.intake.shapes.zendesk import ZENDESK

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """A system that delivers, and how its deliveries are checked and read.

    Without a shape it writes Cynosure's own form.
    """

    name: str
    title: str
    verify: Callable[[Headers, bytes, Sequence[str], datetime], Identity]
    records: Callable[[str, Fields, str], Meaning]
    shape: Shape | None = None
    whole: Callable[[Fields, Sequence[Fields], Sequence[Fields]], dict[str, Any]] | None = None


SENDERS: Final[Mapping[str, Sender]] = MappingProxyType(
    {
        sender.name: sender
        for sender in (
            Sender("github", "GitHub", github.verify, github.records, GITHUB, github.whole),
            Sender("gitlab", "GitLab", gitlab.verify, gitlab.records, GITLAB, gitlab.whole),
            Sender("jira", "Jira", jira.verify, jira.records, JIRA, jira.whole),
            Sender("zendesk", "Zendesk", zendesk.verify, zendesk.records, ZENDESK, zendesk.whole),
            Sender("generic", "Any other system", generic.verify, generic.records),
        )
    }
)
