"""From accepted deliveries to imports, as the store takes them in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from cynosure.intake.deliveries import owned, shaped
from cynosure.intake.deliveries.arrived import API, Arrived
from cynosure.intake.deliveries.senders import SENDERS, Sender
from cynosure.intake.deliveries.shaped import Asked, Opened
from cynosure.intake.deliveries.signatures import TOLERANCE
from cynosure.intake.incoming import Incoming
from cynosure.intake.shape import Context, Shape, Tells

_MOVES: Final[frozenset[Tells]] = frozenset({"endings", "history", "responses", "text"})
_TURNS: Final[frozenset[Tells]] = frozenset({"waiting", "hand_offs"})
# What a webhook tells while it runs; whether it ran all the time is not known here.
_TELLS: Final[Mapping[str, frozenset[Tells]]] = MappingProxyType(
    {"github": _MOVES | _TURNS, "gitlab": _MOVES, "jira": _MOVES | _TURNS, "zendesk": _MOVES | _TURNS}
)  # fmt: skip
_NOTE = (
    "A webhook tells what happened since it was set up, and only of the events that it sends. "
    "Take an export in once for what was before."
)


def import_id_of(arrived: Sequence[Arrived]) -> str:
    """Return the name of the import that moves exactly these deliveries: always the same one.

    It sorts by the time at which the newest of them was accepted.
    """
    said = hashlib.blake2b(digest_size=6)
    for each in sorted(arrived, key=lambda one: one.number):
        said.update(f"{each.sender}\0{each.number}\0{each.accepted_at.isoformat()}\0".encode())
    newest = max(each.accepted_at for each in arrived).astimezone(UTC)
    return f"{newest:%Y%m%dT%H%M%S}-{said.hexdigest()}"


def imports_of(
    arrived: Sequence[Arrived],
    import_id: str,
    *,
    imported_at: datetime,
    known: Callable[[Sequence[str]], Asked],
    told_before: frozenset[Tells] = frozenset(),
) -> Iterator[Incoming]:
    """Yield the imports that deliveries of one sender become: one, or two where some came late.

    A state that is older than its delivery by more than five minutes, such as one
    sent anew, must not stand above what came in between, so it goes in an import
    that is dated as the state is. `known` says of demands who asked them and when,
    for deliveries that leave it out; `told_before` is what earlier ones told.
    """
    (name,) = {each.sender for each in arrived}
    if name == API or SENDERS[name].shape is None:
        yield owned.incoming_of(
            arrived, import_id, imported_at=imported_at, told_before=told_before
        )
        return
    sender = SENDERS[name]
    found = shaped.read_all(arrived, sender)
    late, prompt = _apart(found)
    states = [shaped.said_at(each) for about in late.about.values() for each in about.told]
    accepted = max(each.accepted_at for each in arrived)
    dated = [(late, max(states, default=accepted)), (prompt, accepted)]
    parts = [(part, at) for part, at in dated if part.about or part.aside or part.unread]
    for place, (part, at) in enumerate(parts, start=1):
        yield _import(
            part,
            sender,
            # The last bears the name by which an import is known to be whole.
            import_id=import_id if place == len(parts) else f"{import_id}-late",
            exported_at=at,
            imported_at=imported_at,
            known=known,
        )


def _apart(found: Opened) -> tuple[Opened, Opened]:
    late, prompt = Opened(), Opened(aside=found.aside, unread=found.unread)
    for subject, about in found.about.items():
        newest = max(shaped.said_at(each) for each in about.told)
        accepted = max(arrived.accepted_at for arrived, _ in about.told)
        (late if accepted - newest > TOLERANCE else prompt).about[subject] = about
    return late, prompt


def _import(
    found: Opened,
    sender: Sender,
    *,
    import_id: str,
    exported_at: datetime,
    imported_at: datetime,
    known: Callable[[Sequence[str]], Asked],
) -> Incoming:
    shape: Shape | None = sender.shape
    assert shape is not None, "asked before"
    context = Context(shape.name, UTC, True, imported_at)
    return Incoming(
        import_id=import_id,
        imported_at=imported_at,
        exported_at=min(exported_at, imported_at),
        shape=shape.name,
        source=shape.name,
        files=(f"{sender.title} webhook",),
        zone="UTC",
        zone_assumed=False,
        tells=_TELLS[sender.name],
        notes=(_NOTE,),
        batches=shaped.batches_of(found, sender, shape, context, import_id=import_id, known=known),
    )
