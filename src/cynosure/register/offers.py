"""Which demands are offered to be labelled: what the last choice of the worker left."""

from __future__ import annotations

from cynosure.register.models import Decision, Job
from cynosure.register.scrubbing import scrub

KIND = "offer"


def left() -> list[str]:
    """Return the demands that were chosen last and nobody has decided since, in their order."""
    last = Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-pk").first()
    chosen: list[str] = [] if last is None else list(last.result.get("demands", ()))
    rows = Decision.counting().filter(demand_id__in=chosen)
    decided = set(rows.values_list("demand_id", flat=True))
    return [one for one in chosen if one not in decided]


def chosen() -> bool:
    """Return whether a choice was ever made: where it left nothing, all is decided."""
    return Job.objects.filter(kind=KIND, state=Job.State.DONE).exists()


def forget() -> int:
    """Let go of all choices, since some may name an erased person's demand; return how many."""
    gone = int(Job.objects.filter(kind=KIND, state=Job.State.DONE).delete()[0])
    if gone:
        scrub()
    return gone
