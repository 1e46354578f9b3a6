"""The audit: samples drawn, and what people said the demands in them are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from cynosure.demand import CAUSES, CODES, NATURES, WANTS
from cynosure.register.models.of_workspace import OfWorkspace


class AuditDraw(OfWorkspace):
    """A random sample of demands, drawn to be labelled by people."""

    class Design(models.TextChoices):
        """How the demands were drawn."""

        SIMPLE = "simple", "Simple random sample"
        STRATIFIED = "stratified", "More of what the classifier is unsure of"

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
        db_comment="How demands were drawn: simple is one chance for each, stratified one for "
        "each of a stratum.",
    )
    labeller = models.CharField(
        max_length=200,
        null=True,
        db_comment="Whose sureness made the strata; null for a simple sample.",
    )
    drawn_at = models.DateTimeField(db_comment="When the sample was drawn, UTC.")

    class Meta:
        """The newest draw first; a design must be known."""

        db_table_comment = "Random samples of demands, drawn to be labelled by people."
        get_latest_by = "pk"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(design__in=["simple", "stratified"]),
                name="audit_draw_known_design",
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.pk} of {self.size} from {self.population} (seed {self.seed})"

    @classmethod
    def record(cls, *, seed: int, population: int, size: int, drawn_at: datetime) -> AuditDraw:
        """Keep a simple random draw."""
        return cls.objects.create(seed=seed, population=population, size=size, drawn_at=drawn_at)

    @classmethod
    def record_stratified(
        cls,
        *,
        seed: int,
        size: int,
        labeller: str,
        strata: Sequence[tuple[float | None, int, int]],
        demands: Sequence[tuple[str, int]],
        drawn_at: datetime,
    ) -> AuditDraw:
        """Keep a draw in strata whole: bounds, sizes, what to draw of each, and what was drawn."""
        with transaction.atomic():
            draw = cls.objects.create(
                seed=seed,
                population=sum(population for _, population, _ in strata),
                size=size,
                design=cls.Design.STRATIFIED,
                labeller=labeller,
                drawn_at=drawn_at,
            )
            AuditStratum.objects.bulk_create(
                AuditStratum(
                    draw=draw, place=place, below=below, population=population, to_draw=to_draw
                )
                for place, (below, population, to_draw) in enumerate(strata)
            )
            DrawnDemand.objects.bulk_create(
                DrawnDemand(draw=draw, place=place, demand_id=demand_id, stratum=stratum)
                for place, (demand_id, stratum) in enumerate(demands)
            )
        return draw


class AuditStratum(OfWorkspace):
    """Demands that the classifier was about equally sure of when a sample was drawn."""

    draw = models.ForeignKey(
        AuditDraw, models.PROTECT, related_name="strata", db_comment="The sample it belongs to."
    )
    place = models.PositiveSmallIntegerField(db_comment="Its place, from 0, the least sure first.")
    below = models.FloatField(
        null=True,
        db_comment="The classifier's probability of its nature is below this; null: no bound.",
    )
    population = models.PositiveBigIntegerField(
        db_comment="How many demands it had when the sample was drawn: what a label stands for."
    )
    to_draw = models.PositiveIntegerField(db_comment="How many were drawn of it.")

    class Meta:
        """A place is taken once; no more is drawn than there is."""

        db_table_comment = "How a stratified sample was drawn, kept because the classifier changes."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "place"], name="audit_stratum_place_once"),
            models.CheckConstraint(
                condition=models.Q(to_draw__lte=models.F("population")),
                name="audit_stratum_draws_what_is_there",
            ),
        ]

    def __str__(self) -> str:
        return f"stratum {self.place} of draw {self.draw_id}: {self.to_draw} of {self.population}"


class DrawnDemand(OfWorkspace):
    """A demand of a stratified sample, in the order in which it is to be judged."""

    draw = models.ForeignKey(
        AuditDraw, models.PROTECT, related_name="drawn", db_comment="The sample it belongs to."
    )
    place = models.PositiveIntegerField(db_comment="Its place in the order, from 0.")
    demand_id = models.CharField(
        max_length=500,
        db_comment="Id in the demand store, a random token once its asker was erased.",
    )
    stratum = models.PositiveSmallIntegerField(db_comment="The place of its stratum.")

    class Meta:
        """A place is taken once."""

        db_table_comment = "The demands of stratified samples, in order."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "place"], name="drawn_demand_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} at {self.place} of draw {self.draw_id}"


class AuditLabel(OfWorkspace):
    """A person's word on what a drawn demand is.

    Of a demand the newest in each role counts, and a settled one before a first one.
    """

    class Role(models.TextChoices):
        """In what role it was said."""

        FIRST = "first", "By the first person"
        SECOND = "second", "By a second person who did not see the first's word"
        SETTLED = "settled", "After both words were seen"

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
    role = models.CharField(
        max_length=10,
        choices=Role,
        default=Role.FIRST,
        db_comment="first; second: blind, to see how far two agree; settled: counts before both.",
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
                condition=models.Q(role__in=["first", "second", "settled"]),
                name="audit_label_known_role",
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
        role: str = Role.FIRST,
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
            role=role,
        )

    @classmethod
    def newest(cls, role: str) -> models.QuerySet[AuditLabel]:
        """Return the newest label of each demand in a role, in the order in which they were said."""
        said = cls.objects.filter(role=role)
        last = said.values("demand_id").annotate(last=models.Max("pk")).values("last")
        return cls.objects.filter(pk__in=last).order_by("pk")

    @classmethod
    def forget(cls, tokens: Mapping[str, str]) -> int:
        """Replace demands' ids by tokens, all or none; return how many labels were changed."""
        with transaction.atomic():
            for demand_id, token in tokens.items():
                DrawnDemand.objects.filter(demand_id=demand_id).update(demand_id=token)
            return sum(
                cls.objects.filter(demand_id=demand_id).update(demand_id=token)
                for demand_id, token in tokens.items()
            )
