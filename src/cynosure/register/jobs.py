"""The queue of jobs: asked for by pages, done by workers, each at least once.

A worker holds a job by a lease that it renews; where the lease runs out, the
worker is taken to be gone and another begins the job again, so what a job does
must bear being done twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from cynosure.register.models import Job
from cynosure.register.scrubbing import ERASED, Naming

LEASE = timedelta(seconds=60)
PAUSES = (timedelta(seconds=5), timedelta(minutes=1))  # after the first failure, after later ones
KEPT = timedelta(days=90)  # what ended longer ago is let go of


@dataclass(frozen=True, slots=True)
class Held:
    """A job that a worker holds."""

    number: int
    workspace: int
    folder: str  # as the register writes it
    kind: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    attempt: int = 1
    last: bool = False  # no attempt comes after this one


def enqueue(
    kind: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    by: str,
    at: datetime,
    most_attempts: int = 3,
    once: bool = False,
    rest: timedelta = timedelta(0),
) -> Job:
    """Ask for work in the open workspace; with `once` a like job that still waits serves for it.

    `rest` is how long it waits at least: what comes until then goes with it.
    """
    asked = dict(arguments or {})
    with transaction.atomic():
        if once:
            same = Job.objects.filter(kind=kind, arguments=asked, state=Job.State.WAITING)
            if (waiting := same.first()) is not None:
                # Who is in more haste than whoever asked before brings it forward.
                if waiting.due_at > at + rest:
                    waiting.due_at = at + rest
                    waiting.save(update_fields=["due_at"])
                return waiting
        return Job.objects.create(
            kind=kind,
            arguments=asked,
            by=by,
            made_at=at,
            due_at=at + rest,
            most_attempts=most_attempts,
        )


def claim(worker: str, *, at: datetime, kinds: Collection[str]) -> Held | None:
    """Return the oldest job that is due or whose worker is gone, held for `LEASE`; None without one.

    Of one workspace only one job runs at a time: they write to the same store.
    """
    with transaction.atomic():
        gone = Q(state=Job.State.RUNNING, lease_until__lt=at)
        due = Q(state=Job.State.WAITING, due_at__lte=at)
        busy = Job.everywhere.filter(state=Job.State.RUNNING, lease_until__gte=at)
        rows = Job.everywhere.filter(gone | due, kind__in=kinds)
        rows = rows.exclude(workspace__in=busy.values("workspace")).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            # Held by the workspace's row, so that two workers do not begin two jobs of one.
            rows = rows.select_for_update(skip_locked=True, of=("self", "workspace"))
        job = rows.select_related("workspace").first()
        if job is None:
            return None
        if busy.filter(workspace=job.workspace_id).exists():
            # Begun by another worker after the question above saw the table, and before
            # it held the workspace's row: this question sees it.
            return None
        if job.attempts >= job.most_attempts:
            job.why = job.why or "Its worker stopped each time before it was done."
            _end(job, Job.State.FAILED, at)
            return claim(worker, at=at, kinds=kinds)
        job.state = Job.State.RUNNING
        job.worker = worker
        job.attempts += 1
        job.started_at = at
        job.lease_until = at + LEASE
        job.stage, job.progress = "", 0
        job.save()
    assert job.workspace_id is not None, "the database asks for it"
    return Held(
        number=job.pk,
        workspace=job.workspace_id,
        folder=job.workspace.folder,
        kind=job.kind,
        arguments=job.arguments,
        by=job.by,
        attempt=job.attempts,
        last=job.attempts >= job.most_attempts,
    )


def renew(held: Held, *, at: datetime, stage: str = "", progress: int = 0) -> bool:
    """Hold a job longer and tell how far it is; return whether it is still this worker's."""
    mine = Job.everywhere.filter(
        pk=held.number, state=Job.State.RUNNING, attempts=held.attempt
    )  # fmt: skip
    return bool(mine.update(lease_until=at + LEASE, stage=stage[:100], progress=progress))


def done(held: Held, *, at: datetime, result: Mapping[str, Any] | None = None) -> None:
    """Note that a job is done, and what came of it."""
    _held(held).update(
        state=Job.State.DONE, ended_at=at, lease_until=None, why="", result=dict(result or {})
    )


def failed(held: Held, *, at: datetime, why: str, again: bool = True) -> None:
    """Note why an attempt failed; another follows after a pause, unless it was the last."""
    if again and not held.last:
        pause = PAUSES[min(held.attempt, len(PAUSES)) - 1]
        _held(held).update(
            state=Job.State.WAITING, due_at=at + pause, lease_until=None, why=why, worker=""
        )
        return
    _held(held).update(state=Job.State.FAILED, ended_at=at, lease_until=None, why=why)


def let_go(held: Held, *, at: datetime) -> None:
    """Give a job back unfinished, as if it had not been begun: its worker is being stopped."""
    _held(held).update(
        state=Job.State.WAITING,
        due_at=at,
        lease_until=None,
        worker="",
        attempts=F("attempts") - 1,
    )


def job(number: int) -> Job | None:
    """Return a job of the open workspace; None where it has none of this number."""
    return Job.objects.filter(pk=number).first()


def recent(*kinds: str, limit: int = 50) -> list[Job]:
    """Return the newest jobs of the open workspace, of some kinds or of all."""
    rows = Job.objects.filter(kind__in=kinds) if kinds else Job.objects.all()
    return list(rows.order_by("-pk")[:limit])


def last(kind: str) -> Job | None:
    """Return the job of this kind that was asked for last in the open workspace."""
    return Job.objects.filter(kind=kind).order_by("-pk").first()


def under_way(kind: str) -> bool:
    """Return whether a job of this kind waits or runs in the open workspace."""
    states = [Job.State.WAITING, Job.State.RUNNING]
    return Job.objects.filter(kind=kind, state__in=states).exists()


def longest_waiting(*, at: datetime) -> timedelta:
    """Return how long the oldest due job of the open workspace has waited; zero without one.

    Where it is long, no worker runs.
    """
    waiting = Job.objects.filter(state=Job.State.WAITING, due_at__lte=at)
    gone = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=at)
    if Job.objects.filter(state=Job.State.RUNNING, lease_until__gte=at).exists():
        return timedelta(0)
    since = [job.due_at for job in (waiting.order_by("due_at").first(),) if job] + [
        job.lease_until for job in gone if job.lease_until
    ]
    return at - min(since) if since else timedelta(0)


def forget(kind: str, arguments: Mapping[str, str], instead: Mapping[str, Any]) -> int:
    """Replace what jobs of a kind were asked with, where it names a person; return how many.

    In whatever case they are named, as a source may name them.
    """
    changed = 0
    for job in Job.objects.filter(kind=kind):
        if all(_alike(job.arguments.get(name), said) for name, said in arguments.items()):
            job.arguments = {**job.arguments, **instead}
            job.save(update_fields=["arguments"])
            changed += 1
    return changed


def drop(*kinds: str) -> int:
    """Let go of what jobs of these kinds came to, since it was made of words that are gone."""
    return int(Job.objects.filter(kind__in=kinds, state=Job.State.DONE).delete()[0])


def forget_names(naming: Naming, *, but: Collection[str]) -> int:
    """Replace what names a person in jobs of all kinds but these; return how many jobs changed.

    That is in what they were asked with, what came of them and why they failed. Who calls
    it scrubs the register after.
    """
    changed = 0
    for job in Job.objects.exclude(kind__in=but):
        before = [job.arguments, job.result, job.why, job.stage]
        words = sorted(set(_words(before)))
        named = {words[place] for place in naming(words)}
        if not named:
            continue
        job.arguments, job.result, job.why, job.stage = _without(before, named)
        job.save(update_fields=["arguments", "result", "why", "stage"])
        changed += 1
    return changed


def again(number: int, *, at: datetime) -> bool:
    """Let a job that has failed be begun once more; return whether there is one."""
    rows = Job.objects.filter(pk=number, state=Job.State.FAILED)
    return bool(
        rows.update(state=Job.State.WAITING, attempts=0, due_at=at, ended_at=None, worker="")
    )


def tidy(*, at: datetime) -> int:
    """Let go of what ended long ago in the open workspace; return how many jobs."""
    old = Job.objects.filter(ended_at__lt=at - KEPT)
    return old.delete()[0]


def _alike(one: object, other: str) -> bool:
    return isinstance(one, str) and one.strip().lower() == other.strip().lower()


def _words(said: Any) -> Iterator[str]:
    """Yield every text in a value of JSON, names of fields too."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        yield from said
        yield from _words(list(said.values()))
    elif isinstance(said, list):
        for one in said:
            yield from _words(one)


def _without(said: Any, named: Collection[str]) -> Any:
    """Return a value of JSON without the texts that name somebody."""
    if isinstance(said, dict):
        return {_without(name, named): _without(value, named) for name, value in said.items()}
    if isinstance(said, list):
        return [_without(one, named) for one in said]
    return ERASED if isinstance(said, str) and said in named else said


def _held(held: Held) -> Any:
    return Job.everywhere.filter(
        pk=held.number, state=Job.State.RUNNING, attempts=held.attempt
    )  # fmt: skip


def _end(job: Job, state: str, at: datetime) -> None:
    job.state, job.ended_at, job.lease_until = state, at, None
    job.save()
