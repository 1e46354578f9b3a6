"""Deliveries of a known sender, brought together by what they are about, as batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from cynosure.demand import EVENTS, Event, as_batch, with_id
from cynosure.intake.batches import BatchMaker
from cynosure.intake.dates import UnreadableTime, read_time
from cynosure.intake.deliveries.arrived import Arrived, opened
from cynosure.intake.deliveries.jira import asked_by
from cynosure.intake.deliveries.senders import Sender
from cynosure.intake.deliveries.signatures import digest
from cynosure.intake.deliveries.told import Told
from cynosure.intake.incoming import Batch
from cynosure.intake.shape import (
    Context,
    Place,
    Record,
    SetAside,
    Shape,
    Translated,
    UnreadableRecord,
)
from cynosure.intake.translating import take_group

Asked = Mapping[str, tuple[str | None, datetime]]  # demand -> who asked, and when

_STRANGE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
_ROWS = 4_096


@dataclass(slots=True)
class About:
    """What several deliveries tell of one demand, in the order in which they came."""

    told: list[tuple[Arrived, Told]] = field(default_factory=list)

    def place(self, sender: Sender) -> Place:
        """Return where it stands: the numbers of its deliveries."""
        numbers = [str(arrived.number) for arrived, _ in self.told]
        what = "delivery" if len(numbers) == 1 else "deliveries"
        return Place(f"{sender.title} webhook", f"{what} {', '.join(numbers)}")

    def newest(self) -> Told:
        """Return the one with the newest state; a partial one only where all are."""
        whole = [each for each in self.told if not each[1].partial] or self.told
        return max(enumerate(whole), key=lambda each: (said_at(each[1]), each[0]))[1][1]

    def record(self, sender: Sender) -> dict[str, Any]:
        """Return the newest state with all that happened, as an export would hold it."""
        assert sender.whole is not None, "who has a shape has it"
        changes = [change for _, told in self.told for change in told.changes]
        comments = [comment for _, told in self.told for comment in told.comments]
        return sender.whole(self.newest().fields, changes, comments)


def said_at(each: tuple[Arrived, Told]) -> datetime:
    """Return when the sender's record last changed; without a readable time, when it came."""
    arrived, told = each
    try:
        at = read_time(told.said_at, Context("", UTC, True, arrived.accepted_at))
    except UnreadableTime:
        at = None
    return at or arrived.accepted_at


@dataclass(slots=True)
class Opened:
    """Deliveries that were read: by what they are about, and those that are about nothing."""

    about: dict[str, About] = field(default_factory=dict)
    aside: list[tuple[Arrived, SetAside]] = field(default_factory=list)
    unread: list[tuple[Arrived, str]] = field(default_factory=list)


def read_all(arrived: Sequence[Arrived], sender: Sender) -> Opened:
    """Return what deliveries tell. One that cannot be read stops no other."""
    found = Opened()
    for each in arrived:
        try:
            meaning = sender.records(each.event, opened(each.body), digest(each.body))
        except UnreadableRecord as problem:
            found.unread.append((each, str(problem)))
        except _STRANGE as problem:
            why = f"It is not built as {sender.title} documents it ({type(problem).__name__})."
            found.unread.append((each, why))
        else:
            if isinstance(meaning, SetAside):
                found.aside.append((each, meaning))
            elif isinstance(meaning, Told):
                found.about.setdefault(meaning.subject, About()).told.append((each, meaning))
    return found


def batches_of(
    found: Opened,
    sender: Sender,
    shape: Shape,
    context: Context,
    *,
    import_id: str,
    known: Callable[[Sequence[str]], Asked],
) -> Iterator[Batch]:
    """Yield batches of what was read; `known` says who asked what is kept already."""
    maker = BatchMaker(import_id, context.imported_at)
    for arrived, aside in found.aside:
        maker.count_row()
        maker.set_aside(_place(sender, arrived), aside, arrived.body)
    for arrived, why in found.unread:
        maker.count_row()
        text = arrived.body.decode("utf-8", "backslashreplace")
        maker.quarantine(_place(sender, arrived), why, text)
    partial = []
    for about in found.about.values():
        if about.newest().partial:
            partial.append(about)
            continue
        for _ in about.told:
            maker.count_row()
        record = Record(about.place(sender), about.record(sender))
        take_group([record], shape, context, maker)
        if len(maker) >= _ROWS:
            yield maker.batch()
    events = list(_happened(partial, sender, shape, context, known=known, maker=maker))
    if len(maker):
        yield maker.batch()
    if events:
        yield _of_events(events, import_id, context)


def _place(sender: Sender, arrived: Arrived) -> Place:
    return Place(f"{sender.title} webhook", f"delivery {arrived.number}")


def _happened(
    partial: Sequence[About],
    sender: Sender,
    shape: Shape,
    context: Context,
    *,
    known: Callable[[Sequence[str]], Asked],
    maker: BatchMaker,
) -> Iterator[Event]:
    """Yield what happened to demands that are kept already, whose deliveries leave the rest out."""
    ids = [f"{context.source}:{about.told[0][1].subject}" for about in partial]
    asked = known(ids) if ids else {}
    for name, about in zip(ids, partial, strict=True):
        record = about.record(sender)
        for _ in about.told:
            maker.count_row()
        if name not in asked:
            reason = "tells of a demand that did not come before, and not who asked it"
            maker.set_aside(about.place(sender), SetAside(reason), orjson.dumps(record))
            continue
        whole = Record(about.place(sender), asked_by(record, *asked[name]))
        try:
            translated = shape.translate([whole], context)
        except (UnreadableRecord, *_STRANGE) as problem:
            maker.quarantine(whole.place, str(problem), orjson.dumps(record).decode())
            continue
        if isinstance(translated, Translated):
            for event in translated.events:
                if event.kind != "asked" and event.origin == "observed":
                    yield event


def _of_events(events: Sequence[Event], import_id: str, context: Context) -> Batch:
    named = {
        (event.demand_id, with_id(event).event_id): replace(
            with_id(event), import_id=import_id, imported_at=context.imported_at
        )
        for event in events
    }
    batch = as_batch(named.values(), EVENTS)
    signs = (event.at for event in events if event.at <= context.imported_at)
    return Batch(read=0, rows=0, events=batch, last_sign_at=max(signs, default=None))
