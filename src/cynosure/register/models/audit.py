"""The audit: samples drawn, and what people said the demands in them are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from cynosure.demand import CAUSES, CODES, NATURES, WANTS


class AuditDraw(models.Model):
    """A random sample of demands, drawn to be labelled by people."""

    class Design(models.TextChoices):
        """How the demands were drawn."""

        SIMPLE = "simple", "Simple random sample"

    seed = models.BigIntegerField(
        db_comment="Key of the hashes that drew the demands; the same seed draws the same again."
    )
    population = models.PositiveBigIntegerField(
        db_comment="How many demands there were to draw from."
    )
    size = models.PositiveIntegerField(db_comment="How many demands were asked for.")
    design = models.CharField(
        max_length=20,
        choices=Design,
        default=Design.SIMPLE,
        db_comment="How demands were drawn: simple is one chance for each.",
    )
    drawn_at = models.DateTimeField(db_comment="When the sample was drawn, UTC.")

    class Meta:
        """The newest draw first; a design must be known."""

        db_table_comment = "Random samples of demands, drawn to be labelled by people."
        get_latest_by = "pk"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(design__in=["simple"]), name="audit_draw_known_design"
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.pk} of {self.size} from {self.population} (seed {self.seed})"

    @classmethod
    def record(cls, *, seed: int, population: int, size: int, drawn_at: datetime) -> AuditDraw:
        """Keep a simple random draw."""
        return cls.objects.create(seed=seed, population=population, size=size, drawn_at=drawn_at)


class AuditLabel(models.Model):
    """A person's word on what a drawn demand is. The newest one of a demand counts."""

    draw = models.ForeignKey(
        AuditDraw,
        models.PROTECT,
        related_name="labels",
        db_comment="The sample in which the demand was shown.",
    )
    demand_id = models.CharField(
        max_length=500,
        db_comment="Id in the demand store, a random token once its asker was erased. "
        "No foreign key: demands live outside this database.",
    )
    nature = models.CharField(
        max_length=20,
        null=True,
        choices=[(nature, nature) for nature in NATURES],
        db_comment="failure, value or none (nobody asks for anything); null: could not tell.",
    )
    code = models.CharField(
        max_length=30,
        null=True,
        choices=[(code, code) for code in CODES],
        db_comment="Cause of a failure demand or want of a value demand; null: left open.",
    )
    doubtful = models.BooleanField(
        default=False, db_comment="The labeller was not sure; it counts, but trains nothing."
    )
    labelled_by = models.CharField(
        max_length=200,
        db_comment="Name of who labelled, as they gave it; never shown as a ranking.",
    )
    labelled_at = models.DateTimeField(db_comment="When it was labelled, UTC.")

    class Meta:
        """The database refuses natures and codes that the codebook does not have."""

        db_table_comment = "What people said that drawn demands are; the newest of a demand counts."
        indexes: ClassVar = [models.Index(fields=["demand_id"], name="audit_label_demand")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(nature__isnull=True) | models.Q(nature__in=list(NATURES)),
                name="audit_label_known_nature",
            ),
            models.CheckConstraint(
                # Said outright, since a check lets pass what compares with null.
                condition=models.Q(code__isnull=True)
                | models.Q(nature__isnull=False, nature="failure", code__in=list(CAUSES))
                | models.Q(nature__isnull=False, nature="value", code__in=list(WANTS)),
                name="audit_label_code_of_its_nature",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} is {self.nature or 'unknown'} (label {self.pk})"

    @classmethod
    def record(
        cls,
        *,
        draw: AuditDraw,
        demand_id: str,
        nature: str | None,
        code: str | None,
        doubtful: bool,
        labelled_by: str,
        labelled_at: datetime,
    ) -> AuditLabel:
        """Keep what a person said; what was said of the demand before stays beneath."""
        return cls.objects.create(
            draw=draw,
            demand_id=demand_id,
            nature=nature,
            code=code,
            doubtful=doubtful,
            labelled_by=labelled_by,
            labelled_at=labelled_at,
        )

    @classmethod
    def newest(cls) -> models.QuerySet[AuditLabel]:
        """Return the label that counts of each demand, in the order in which they were said."""
        last = cls.objects.values("demand_id").annotate(last=models.Max("pk")).values("last")
        return cls.objects.filter(pk__in=last).order_by("pk")

    @classmethod
    def forget(cls, tokens: Mapping[str, str]) -> int:
        """Replace demands' ids by tokens, all or none; return how many labels were changed."""
        with transaction.atomic():
            return sum(
                cls.objects.filter(demand_id=demand_id).update(demand_id=token)
                for demand_id, token in tokens.items()
            )
