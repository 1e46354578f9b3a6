"""Contacts that a person listened to, without any import or classifier."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from cynosure.demand import CAUSES, CODES, NATURES, WANTS
from cynosure.register.models.of_workspace import OfWorkspace


class ListenedContact(OfWorkspace):
    """What a call or visit was, by the person who listened. One that was taken back stays beneath."""

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
    note = models.CharField(
        max_length=500, default="", db_comment="What the listener wrote; shown masked."
    )
    heard_by = models.CharField(
        max_length=200, db_comment="Name of who listened, as they gave it; never ranked."
    )
    heard_at = models.DateTimeField(db_comment="When it was heard, UTC.")
    taken_back_at = models.DateTimeField(
        null=True, db_comment="When it was taken back, UTC; null: it counts."
    )

    class Meta:
        """The database refuses natures and codes that the codebook does not have."""

        db_table_comment = "Contacts that people listened to, each with what it was."
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(nature__isnull=True) | models.Q(nature__in=list(NATURES)),
                name="listened_contact_known_nature",
            ),
            models.CheckConstraint(
                # Said outright, since a check lets pass what compares with null.
                condition=models.Q(code__isnull=True)
                | models.Q(nature__isnull=False, nature="failure", code__in=list(CAUSES))
                | models.Q(nature__isnull=False, nature="value", code__in=list(WANTS)),
                name="listened_contact_code_of_its_nature",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk} is {self.nature or 'unknown'}"

    @classmethod
    def record(
        cls, *, nature: str | None, code: str | None, heard_by: str, heard_at: datetime
    ) -> ListenedContact:
        """Keep what a contact was."""
        return cls.objects.create(nature=nature, code=code, heard_by=heard_by, heard_at=heard_at)

    @classmethod
    def counting(cls) -> models.QuerySet[ListenedContact]:
        """Return the contacts that were not taken back, in the order in which they were heard."""
        return cls.objects.filter(taken_back_at__isnull=True).order_by("pk")

    def take_back(self, *, at: datetime) -> None:
        """Let it count no more."""
        self.taken_back_at = at
        self.save(update_fields=["taken_back_at"])

    def write(self, note: str) -> None:
        """Keep a note beside it, in place of an earlier one."""
        self.note = note
        self.save(update_fields=["note"])

    @classmethod
    def forget(cls, words: str) -> int:
        """Erase the notes that hold these words, in whatever case; return how many."""
        return cls.objects.filter(note__icontains=words).update(note="(erased)")
