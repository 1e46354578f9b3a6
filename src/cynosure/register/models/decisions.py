"""Decisions: what people said that single demands are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from cynosure.demand import CAUSES, CODES, NATURES, WANTS
from cynosure.register.models.of_workspace import OfWorkspace


class Decision(OfWorkspace):
    """A person's word on what a demand is. The newest one that nobody took back counts."""

    demand_id = models.CharField(
        max_length=500,
        db_comment="Id in the demand store, a random token once its asker was erased. "
        "No foreign key: demands live outside this database.",
    )
    nature = models.CharField(
        max_length=20,
        null=True,
        choices=[(nature, nature) for nature in NATURES],
        db_comment="failure, value or none (nobody asks for anything); null: could not tell, "
        "or takes another decision back.",
    )
    code = models.CharField(
        max_length=30,
        null=True,
        choices=[(code, code) for code in CODES],
        db_comment="Cause of a failure demand or want of a value demand; null: left open.",
    )
    doubtful = models.BooleanField(
        default=False, db_comment="Who decided was not sure; it holds, but teaches nothing."
    )
    decided_by = models.CharField(
        max_length=200,
        db_comment="Name of who decided, as they gave it; never shown as a ranking.",
    )
    decided_at = models.DateTimeField(db_comment="When it was decided, UTC.")
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="taken_back_by",
        db_comment="The decision that this row takes back; null: it says something itself.",
    )

    class Meta:
        """The database refuses natures and codes that the codebook does not have."""

        db_table_comment = "What people decided that demands are; nothing is ever deleted."
        indexes: ClassVar = [models.Index(fields=["demand_id"], name="decision_demand")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(nature__isnull=True) | models.Q(nature__in=list(NATURES)),
                name="decision_known_nature",
            ),
            models.CheckConstraint(
                # Said outright, since a check lets pass what compares with null.
                condition=models.Q(code__isnull=True)
                | models.Q(nature__isnull=False, nature="failure", code__in=list(CAUSES))
                | models.Q(nature__isnull=False, nature="value", code__in=list(WANTS)),
                name="decision_code_of_its_nature",
            ),
            models.CheckConstraint(
                condition=models.Q(takes_back__isnull=True) | models.Q(nature__isnull=True),
                name="decision_taking_back_says_nothing_else",
            ),
        ]

    def __str__(self) -> str:
        if self.takes_back_id is not None:
            return f"{self.demand_id}: decision {self.takes_back_id} taken back ({self.pk})"
        return f"{self.demand_id} is {self.nature or 'unknown'} (decision {self.pk})"

    @classmethod
    def record(
        cls,
        *,
        demand_id: str,
        nature: str | None,
        code: str | None,
        doubtful: bool,
        decided_by: str,
        decided_at: datetime,
    ) -> Decision:
        """Keep what a person decided; what was decided before stays beneath."""
        return cls.objects.create(
            demand_id=demand_id,
            nature=nature,
            code=code,
            doubtful=doubtful,
            decided_by=decided_by,
            decided_at=decided_at,
        )

    @classmethod
    def take_back(cls, demand_id: str, *, by: str, at: datetime) -> Decision | None:
        """Take back the decision that counts, so that the one before it does; None without one."""
        with transaction.atomic():
            counting = cls._not_taken_back().filter(demand_id=demand_id).order_by("pk").last()
            if counting is not None:
                cls.objects.create(
                    demand_id=demand_id, decided_by=by, decided_at=at, takes_back=counting
                )
            return counting

    @classmethod
    def counting(cls) -> models.QuerySet[Decision]:
        """Return the decision that counts of each demand, in the order in which they were made."""
        last = cls._not_taken_back().values("demand_id").annotate(last=models.Max("pk"))
        return cls.objects.filter(pk__in=last.values("last")).order_by("pk")

    @classmethod
    def _not_taken_back(cls) -> models.QuerySet[Decision]:
        return cls.objects.filter(takes_back__isnull=True, taken_back_by__isnull=True)

    @classmethod
    def forget(cls, tokens: Mapping[str, str], deciders: Mapping[str, str]) -> int:
        """Replace demands' ids and deciders' names, all or none; return how many rows changed."""
        with transaction.atomic():
            return sum(
                cls.objects.filter(**{field: said}).update(**{field: token})
                for field, replaced in (("demand_id", tokens), ("decided_by", deciders))
                for said, token in replaced.items()
            )
