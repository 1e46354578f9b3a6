"""Made-up demands and events; what does not matter is dull."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from cynosure.demand import EVENT_KINDS, Demand, Event

words = st.text(max_size=12)
said = st.none() | words
instants = st.datetimes(
    min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
)

events = st.builds(
    Event,
    demand_id=words,
    at=instants,
    kind=st.sampled_from(EVENT_KINDS),
    actor=said,
    actor_kind=st.sampled_from((None, "asker", "staff", "bot", "other")),
    public=st.sampled_from((None, True, False)),
    before=said,
    after=said,
    origin=st.sampled_from(("observed", "claimed")),
    seq=st.none() | st.integers(0, 2**40),
)
demands = st.builds(
    Demand,
    demand_id=words,
    source=words,
    source_id=words,
    title=said,
    body=said,
    labels=st.lists(words, max_size=3).map(tuple),
    asked_at=st.none() | instants,
    effort_minutes=st.none() | st.floats(0, 1e9),
)
