"""Weights: whose waiting weighs how much."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from cynosure.register.models.of_workspace import OfWorkspace

OF = ("role", "standing")


class Weight(OfWorkspace):
    """What customers of a role or a standing weigh. The newest one that nobody took back counts."""

    of = models.CharField(
        max_length=20,
        choices=[(of, of) for of in OF],
        db_comment="role or standing: what the name is of.",
    )
    name = models.CharField(
        max_length=200, db_comment="The role or standing, such as pays or end_user."
    )
    weight = models.FloatField(
        null=True,
        db_comment="What a day that such a customer waits weighs, from 0; others weigh 1. "
        "Null: takes another weight back.",
    )
    set_by = models.CharField(
        max_length=200, db_comment="Name of who set it, as they gave it; never shown as a ranking."
    )
    set_at = models.DateTimeField(db_comment="When it was set, UTC.")
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="taken_back_by",
        db_comment="The weight that this row takes back; null: it says something itself.",
    )

    class Meta:
        """The database refuses weights of anything else, and weights that cannot be reckoned with."""

        db_table_comment = "What people said that customers weigh; nothing is ever deleted."
        indexes: ClassVar = [models.Index(fields=["of", "name"], name="weight_named")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(of__in=list(OF)), name="weight_of_role_or_standing"
            ),
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__gte=0, weight__lte=1000),
                name="weight_from_0_to_1000",
            ),
            models.CheckConstraint(
                condition=models.Q(takes_back__isnull=False, weight__isnull=True)
                | models.Q(takes_back__isnull=True, weight__isnull=False),
                name="weight_or_taken_back",
            ),
        ]

    def __str__(self) -> str:
        if self.takes_back_id is not None:
            return f"{self.of} {self.name}: weight {self.takes_back_id} taken back ({self.pk})"
        return f"{self.of} {self.name} weighs {self.weight:g} (weight {self.pk})"

    @classmethod
    def record(cls, *, of: str, name: str, weight: float, by: str, at: datetime) -> Weight:
        """Keep what a person said; what was said before stays beneath."""
        return cls.objects.create(of=of, name=name, weight=weight, set_by=by, set_at=at)

    @classmethod
    def take_back(cls, *, of: str, name: str, by: str, at: datetime) -> Weight | None:
        """Take back the weight that counts, so that the one before it does; None without one."""
        with transaction.atomic():
            counting = cls._not_taken_back().filter(of=of, name=name).order_by("pk").last()
            if counting is not None:
                cls.objects.create(of=of, name=name, set_by=by, set_at=at, takes_back=counting)
            return counting

    @classmethod
    def counting(cls) -> models.QuerySet[Weight]:
        """Return the weight that counts of each role and standing, in the order they were set."""
        last = cls._not_taken_back().values("of", "name").annotate(last=models.Max("pk"))
        return cls.objects.filter(pk__in=last.values("last")).order_by("pk")

    @classmethod
    def _not_taken_back(cls) -> models.QuerySet[Weight]:
        return cls.objects.filter(takes_back__isnull=True, taken_back_by__isnull=True)
