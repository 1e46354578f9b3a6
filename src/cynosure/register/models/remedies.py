"""Remedies: what was done against which theme, and from when on."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from cynosure.register.models.of_workspace import OfWorkspace


class Remedy(OfWorkspace):
    """A mark "from this moment, this was done against that theme", or one that takes it back."""

    theme_id = models.CharField(
        max_length=200,
        db_comment="Id of the theme in the store. No foreign key: themes live outside this database.",
    )
    at = models.DateTimeField(null=True, db_comment="From when on it was done, UTC.")
    what = models.CharField(
        max_length=500, default="", db_comment="What was done, in a person's words."
    )
    marked_by = models.CharField(
        max_length=200, db_comment="Name of who marked it, as they gave it; never ranked."
    )
    marked_at = models.DateTimeField(db_comment="When it was marked, UTC.")
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="taken_back_by",
        db_comment="The mark that this row takes back; null: it says something itself.",
    )

    class Meta:
        """The database refuses a mark without a moment."""

        db_table_comment = "What people did against themes; nothing is ever deleted."
        indexes: ClassVar = [models.Index(fields=["theme_id"], name="remedy_theme")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(takes_back__isnull=True, at__isnull=False)
                | models.Q(takes_back__isnull=False, at__isnull=True, what=""),
                name="remedy_has_a_moment_or_takes_back",
            ),
        ]

    def __str__(self) -> str:
        if self.takes_back_id is not None:
            return f"{self.theme_id}: remedy {self.takes_back_id} taken back ({self.pk})"
        return f"{self.theme_id}: {self.what} (remedy {self.pk})"

    @classmethod
    def record(
        cls, *, theme_id: str, at: datetime, what: str, marked_by: str, marked_at: datetime
    ) -> Remedy:
        """Keep what was done."""
        return cls.objects.create(
            theme_id=theme_id, at=at, what=what, marked_by=marked_by, marked_at=marked_at
        )

    @classmethod
    def counting(cls) -> models.QuerySet[Remedy]:
        """Return the marks that nobody took back, by the moment of what was done."""
        return cls.objects.filter(takes_back__isnull=True, taken_back_by__isnull=True).order_by(
            "at", "pk"
        )

    @classmethod
    def take_back(cls, number: int, *, by: str, at: datetime) -> Remedy | None:
        """Take a mark back; None where there is none of this number that counts."""
        with transaction.atomic():
            mark = cls.counting().filter(pk=number).first()
            if mark is not None:
                cls.objects.create(
                    theme_id=mark.theme_id, marked_by=by, marked_at=at, takes_back=mark
                )
            return mark

    @classmethod
    def forget(cls, words: str, *, token: str) -> int:
        """Replace names and erase notes that hold these words, in whatever case; return how many."""
        with transaction.atomic():
            named = cls.objects.filter(marked_by__icontains=words).update(marked_by=token)
            return named + cls.objects.filter(what__icontains=words).update(what="(erased)")
