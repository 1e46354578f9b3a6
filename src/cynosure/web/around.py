"""What every page of a workspace shows around its content: other workspaces, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from cynosure.register.people.models import Role, Workspace
from cynosure.wiring.troubles import Trouble


@dataclass(frozen=True, slots=True)
class Said:
    """A trouble in the words that one visitor can use."""

    text: str
    again: bool = False  # whether the visitor may have the figures told again


def workspaces_of(user: int) -> list[Workspace]:
    """Return the workspaces of a person, by name."""
    return list(Workspace.objects.filter(members__user=user).order_by("name"))


def said_to(role: Role, troubles: Iterable[Trouble]) -> list[Said]:
    """Return what to tell a member of what is wrong: who leads can mend it, others know it stands.

    >>> away = Trouble("Figures stand.", "The worker has stopped. Start it.")
    >>> [one.text for one in said_to(Role.VIEWER, [away, away])]
    ['Figures stand.']
    >>> [one.text for one in said_to(Role.LEAD, [away])]
    ['The worker has stopped. Start it.']
    """
    if role.may(Role.LEAD):
        return [Said(each.mending, each.again) for each in troubles]
    return [Said(text) for text in dict.fromkeys(each.plain for each in troubles)]


def around(request: HttpRequest) -> Mapping[str, object]:
    """Return what the frame of a page needs to know of its workspace; nothing outside of one."""
    here: Workspace | None = getattr(request, "workspace", None)
    if here is None:
        return {}
    known: Iterable[Workspace] = getattr(request, "workspaces", ())
    return {
        "workspace": here,
        "others": [each for each in known if each.pk != here.pk],
        "troubles": getattr(request, "troubles", ()),
    }
