"""Jobs: work that a worker does beside the pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cynosure.register.models.of_workspace import OfWorkspace


class Job(OfWorkspace):
    """One piece of work, its state, and why it failed if it did."""

    class State(models.TextChoices):
        """Where a job is."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=40, db_comment="What is to be done, such as 'take-in'.")
    arguments = models.JSONField(default=dict, db_comment="What with.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.CharField(max_length=200, db_comment="Who asked for it, as pages name them.")
    made_at = models.DateTimeField(db_comment="When it was asked for, UTC.")
    due_at = models.DateTimeField(db_comment="Not before, UTC; later after a failed attempt.")
    attempts = models.PositiveSmallIntegerField(default=0, db_comment="How often it was begun.")
    most_attempts = models.PositiveSmallIntegerField(
        default=3, db_comment="How often it may be begun before it has failed."
    )
    lease_until = models.DateTimeField(
        null=True, db_comment="Until when its worker holds it, UTC; past: that worker is gone."
    )
    worker = models.CharField(max_length=100, default="", db_comment="Which worker holds it.")
    started_at = models.DateTimeField(null=True, db_comment="When it was last begun, UTC.")
    ended_at = models.DateTimeField(null=True, db_comment="When it was done or had failed, UTC.")
    stage = models.CharField(max_length=100, default="", db_comment="What it is doing, in words.")
    progress = models.PositiveBigIntegerField(
        default=0, db_comment="How many records that stage has dealt with."
    )
    why = models.TextField(default="", db_comment="Why its last attempt failed, in words.")
    result = models.JSONField(default=dict, db_comment="What came of it.")

    class Meta:
        """The oldest first."""

        db_table_comment = "Work that workers do beside the pages."
        default_manager_name = "objects"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="job_to_do",
                condition=models.Q(state__in=["waiting", "running"]),
            )
        ]

    everywhere: ClassVar[models.Manager[Job]] = models.Manager()  # for workers, which serve all

    def __str__(self) -> str:
        return f"job {self.pk}: {self.kind} ({self.state})"
