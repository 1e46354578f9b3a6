"""What every row of a workspace has: whose it is, and a manager that sees no other's."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models

from cynosure.register.people.models import Workspace
from cynosure.register.scope import current_workspace

_Row = TypeVar("_Row", bound=models.Model)


class OfThisWorkspace(models.Manager[_Row]):
    """Rows of the workspace that is open here, and no others."""

    def get_queryset(self) -> models.QuerySet[_Row]:
        """Return the open workspace's rows; fails where none is open."""
        return super().get_queryset().filter(workspace_id=current_workspace())


class OfWorkspace(models.Model):
    """A row that belongs to one workspace: the one that is open when it is made."""

    workspace = models.ForeignKey(
        Workspace,
        models.PROTECT,
        related_name="+",
        default=current_workspace,
        editable=False,
        db_comment="Whose row this is; no query sees another's.",
    )

    objects: ClassVar[OfThisWorkspace[Self]] = OfThisWorkspace()

    class Meta:
        """A base of tables, itself none."""

        abstract = True
