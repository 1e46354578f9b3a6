"""The inbox: what machines sent, kept until it is in the store, and the secrets that they sign with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cynosure.register.models.of_workspace import OfWorkspace


class Delivery(OfWorkspace):
    """What one webhook or one call of the API sent; its words go once the store has them."""

    sender = models.CharField(
        max_length=20, db_comment="github, gitlab, jira, zendesk, generic, api."
    )
    identity = models.CharField(
        max_length=200, db_comment="The sender's own id of it, by which a repetition is known."
    )
    event = models.CharField(
        max_length=100, default="", db_comment="The sender's word for what happened, where it says."
    )
    sent_by = models.CharField(
        max_length=200, default="", db_comment="Which token sent it; empty: a webhook."
    )
    body = models.BinaryField(
        null=True, db_comment="Its bytes, compressed with zstd; null: the store has what they say."
    )
    body_hash = models.CharField(
        max_length=32, db_comment="BLAKE2b of the bytes, so that one key does not stand for two."
    )
    size = models.PositiveIntegerField(db_comment="How many bytes it was.")
    demands = models.PositiveIntegerField(
        null=True, db_comment="How many demands it holds, where that was counted when it came."
    )
    accepted_at = models.DateTimeField(db_comment="When it was accepted, UTC.")
    import_id = models.CharField(
        max_length=60,
        null=True,
        db_comment="The store's import that moves it, named before the store is written.",
    )
    moved_at = models.DateTimeField(null=True, db_comment="When the store had it, UTC.")
    attempts = models.PositiveSmallIntegerField(
        default=0, db_comment="How often it could not be moved."
    )
    why = models.TextField(default="", db_comment="Why it could not be moved the last time.")
    failed_at = models.DateTimeField(
        null=True, db_comment="When it was given up, UTC, until somebody tries it again."
    )

    everywhere: ClassVar[models.Manager[Delivery]] = (
        models.Manager()
    )  # for workers, which serve all

    class Meta:
        """Each once; the oldest first."""

        db_table_comment = "What machines sent, until it is in the store."
        default_manager_name = "objects"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "sender", "identity"], name="delivery_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "id"],
                name="delivery_waiting",
                condition=models.Q(moved_at__isnull=True),
            ),
            models.Index(fields=["workspace", "-id"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} of {self.sender} ({self.state})"

    @property
    def state(self) -> str:
        """Where it is: waiting, moving, moved or failed."""
        if self.moved_at is not None:
            return "moved"
        if self.failed_at is not None:
            return "failed"
        return "waiting" if self.import_id is None else "moving"


class WebhookSecret(OfWorkspace):
    """A secret that a sender signs with. Several may hold at once, to change them without a gap."""

    sender = models.CharField(max_length=20, db_comment="Who signs with it.")
    encrypted = models.TextField(
        db_comment="The secret, encrypted with a key made of the server's secret key."
    )
    begins_with = models.CharField(max_length=12, db_comment="How it begins, to tell them apart.")
    made_by = models.CharField(max_length=200, db_comment="Who set it, as pages name them.")
    made_at = models.DateTimeField(db_comment="When it was set, UTC.")
    ended_at = models.DateTimeField(
        null=True, db_comment="Until when it held, UTC; null: it holds."
    )

    everywhere: ClassVar[models.Manager[WebhookSecret]] = models.Manager()  # for the door itself

    class Meta:
        """The newest first."""

        db_table_comment = "Secrets of webhooks, encrypted."
        default_manager_name = "objects"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"secret {self.pk} of {self.sender}"
