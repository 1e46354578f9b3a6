"""A person decides demands at the terminal, and what they decide teaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from cynosure.nature import ModelLabeller, draw, shipped_labeller
from cynosure.nature.auditing.audit_session import AuditItem, audit_session
from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.nature.deciding.own_model import FEWEST, learn
from cynosure.nature.deciding.teaching import AT_ONCE, likeness, teach_most
from cynosure.nature.reading.features import worded
from cynosure.wiring.decisions import decided_in, drawn_for_audit, open_decisions
from cynosure.wiring.demands import as_read, customers, items
from cynosure.wiring.own_model import bring_up_to_date, learn_from_decisions, lessons_in
from cynosure.wiring.place import Place
from cynosure.wiring.terminal import read_key, write
from cynosure.workflows.telling import NothingToTell

# Demands to choose from, drawn at random once: enough of each kind, and soon looked through.
_CANDIDATES = 3_000
_REMEMBERED = 1_000  # decided demands that an offer must not resemble, the newest


@dataclass(frozen=True, slots=True)
class _Choice:
    """What may be offered, with the decided demands that it should not resemble."""

    demands: pa.RecordBatch
    alike: sp.csr_matrix

    @classmethod
    def of(cls, place: Place, but: frozenset[str], decided: list[str]) -> _Choice:
        hidden = [one for one in decided if one not in but][-_REMEMBERED:]
        drawn = draw(customers(place, but=but | set(decided)), _CANDIDATES, seed="teaching")
        demands = as_read(place, [*drawn, *hidden])
        # Without words there is nothing to learn from.
        demands = demands.filter(pa.array(worded(demands)))
        return cls(demands, likeness(demands))

    def next(self, reader: ModelLabeller, decided: set[str], n: int) -> list[str]:
        ids = self.demands["demand_id"].to_pylist()
        places = [place for place, one in enumerate(ids) if one in decided]
        chosen = teach_most(
            self.alike, reader.chances(self.demands), np.array(places, dtype=np.int64), n
        )
        return [ids[place] for place in chosen]


def label_in_terminal(
    place: Place, *, n: int, by: str, now: Callable[[], datetime]
) -> Iterator[str]:
    """Offer up to `n` demands that teach most, keep each decision, learn; yield what came of it.

    Every twenty decisions the model learns, and what teaches most is chosen anew.
    What an audit drew is never offered: its sample has to stay one that nobody learnt from.
    """
    bring_up_to_date(place)
    drawn = drawn_for_audit(place)
    choice = _Choice.of(place, drawn, list(decided_in(place)))
    if not choice.demands.num_rows and not decided_in(place) and not drawn:
        raise NothingToTell
    session = audit_session(
        _offers(place, choice, n),
        read_key,
        write,
        lambda decision: _keep(place, decision, by=by, at=now()),
        take_back=lambda demand_id: _take_back(place, demand_id, by=by, at=now()),
        of=n,
    )
    if session.finished and session.decided < n:
        yield "There is no further demand to offer: all others were decided, or drawn for an audit."
    yield from learn_from_decisions(place).lines


def teaching_most(place: Place, n: int) -> list[str]:
    """Return up to `n` demands that `label_in_terminal` would offer next, the most teaching first.

    Raises
    ------
    NothingToTell
        If no demand is kept.
    """
    bring_up_to_date(place)
    decided = decided_in(place)
    drawn = drawn_for_audit(place)
    choice = _Choice.of(place, drawn, list(decided))
    if not choice.demands.num_rows and not decided and not drawn:
        raise NothingToTell
    return choice.next(_reader(place), set(decided), n)


def _offers(place: Place, choice: _Choice, n: int) -> Iterator[AuditItem]:
    left = n
    while left > 0:
        decided = set(decided_in(place))
        ids = choice.next(_reader(place), decided, min(AT_ONCE, left))
        if not ids:
            return
        yield from items(place, ids)
        left -= len(ids)


def _reader(place: Place) -> ModelLabeller:
    """Return a model that knows all decisions so far, used only to choose what to offer."""
    lessons, shipped = lessons_in(place), shipped_labeller()
    if len(lessons) < FEWEST:
        return shipped
    return ModelLabeller(learn(shipped.model, lessons), kind="own")


def _keep(place: Place, decision: Decision, *, by: str, at: datetime) -> None:
    with open_decisions(place) as kept:
        kept.keep([Decided(decision, by, at)])


def _take_back(place: Place, demand_id: str, *, by: str, at: datetime) -> None:
    with open_decisions(place) as kept:
        kept.take_back(demand_id, by=by, at=at)
