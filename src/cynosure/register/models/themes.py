"""Acts on themes: what people did to the groups that were found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from cynosure.register.models.of_workspace import OfWorkspace
from cynosure.themes.acts import ACT_KINDS, LONGEST_NAME


class ThemeAct(OfWorkspace):
    """A person's act on a theme, or on demands. Acts hold in their order, whatever is regrouped."""

    kind = models.CharField(
        max_length=20,
        null=True,
        choices=[(kind, kind) for kind in ACT_KINDS],
        db_comment="What was done; null: another act is taken back.",
    )
    theme_id = models.CharField(
        max_length=40,
        null=True,
        db_comment="Theme it was done to, of a move where to; null: to none, or to demands alone. "
        "No foreign key: themes live outside this database.",
    )
    into = models.CharField(
        max_length=40,
        null=True,
        db_comment="Of a merge the theme that takes it in, of a split the id of the new theme.",
    )
    name = models.CharField(
        max_length=LONGEST_NAME, null=True, db_comment="Of a naming the name that people gave."
    )
    demand_ids = models.JSONField(
        default=list,
        db_comment="Of a split like which demands, of a move or noise which; random tokens "
        "where an id named an asker who was erased.",
    )
    done_by = models.CharField(
        max_length=200, db_comment="Name of who did it, as they gave it; never shown as a ranking."
    )
    done_at = models.DateTimeField(db_comment="When it was done, UTC.")
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="taken_back_by",
        db_comment="The act that this row takes back; null: it does something itself.",
    )

    class Meta:
        """The database refuses acts of an unknown kind, and a row that is neither act nor undoing."""

        db_table_comment = "What people did to themes; nothing is ever deleted."
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True) | models.Q(kind__in=list(ACT_KINDS)),
                name="theme_act_known_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True, takes_back__isnull=False)
                | models.Q(kind__isnull=False, takes_back__isnull=True),
                name="theme_act_does_or_takes_back",
            ),
        ]

    def __str__(self) -> str:
        if self.takes_back_id is not None:
            return f"act {self.takes_back_id} taken back ({self.pk})"
        return f"{self.kind} {self.theme_id or ', '.join(self.demand_ids)} (act {self.pk})"

    @classmethod
    def record(
        cls,
        *,
        kind: str,
        theme_id: str | None,
        into: str | None,
        name: str | None,
        demand_ids: Sequence[str],
        done_by: str,
        done_at: datetime,
    ) -> ThemeAct:
        """Keep what a person did; what was done before stays beneath."""
        return cls.objects.create(
            kind=kind,
            theme_id=theme_id,
            into=into,
            name=name,
            demand_ids=list(demand_ids),
            done_by=done_by,
            done_at=done_at,
        )

    @classmethod
    def take_back(cls, *, by: str, at: datetime) -> ThemeAct | None:
        """Take back the last act that stands, whoever did it; None without one."""
        with transaction.atomic():
            standing = cls.objects.filter(takes_back__isnull=True, taken_back_by__isnull=True)
            last = standing.order_by("pk").last()
            if last is not None:
                cls.objects.create(done_by=by, done_at=at, takes_back=last)
            return last

    @classmethod
    def acts(cls) -> models.QuerySet[ThemeAct]:
        """Return all acts in their order, also those taken back, each with what took it back."""
        acts = cls.objects.filter(takes_back__isnull=True)
        return acts.select_related("taken_back_by").order_by("pk")

    @classmethod
    def forget(cls, tokens: Mapping[str, str], people: Mapping[str, str]) -> int:
        """Replace demands' ids, and people's names wherever they stand; return how many rows changed.

        `people` has the names as they are written, in whatever case they stand in a theme's name.
        """
        changed = 0
        with transaction.atomic():
            for row in cls.objects.all():
                before = (row.demand_ids, row.done_by, row.name)
                row.demand_ids = [tokens.get(one, one) for one in row.demand_ids]
                row.done_by = people.get(row.done_by, row.done_by)
                row.name = _without(row.name, people)
                if (row.demand_ids, row.done_by, row.name) != before:
                    row.save(update_fields=["demand_ids", "done_by", "name"])
                    changed += 1
        return changed


def _without(name: str | None, people: Mapping[str, str]) -> str | None:
    for said, token in people.items():
        if name:
            name = token.join(re.split(re.escape(said), name, flags=re.IGNORECASE))[:LONGEST_NAME]
    return name
