"""Whatever a record holds, a shape makes a demand of it, sets it aside, or says why it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.intake.shape import SetAside, Shape, UnreadableRecord
from cynosure.intake.shapes.catalogue import SHAPES
from cynosure.intake.shapes.event_logs import EVENT_LOGS
from cynosure.intake.shapes.github import GITHUB
from cynosure.intake.shapes.jira import JIRA
from cynosure.intake.shapes.reviews import REVIEWS
from cynosure.intake.shapes.servicenow import SERVICENOW
from cynosure.intake.shapes.zendesk import ZENDESK
from tests.intake.shapes import (
    test_event_logs,
    test_github,
    test_jira,
    test_reviews,
    test_servicenow,
    test_zendesk,
)
from tests.intake.shapes.given_records import check_laws, context, record, sample

AT = "2026-03-03T09:00:00Z"
WHOLE: list[tuple[Shape, Mapping[str, Any]]] = [
    (
        GITHUB,
        test_github.closed(
            comments=[test_github.comment(AT, "bob", "MEMBER")],
            timeline=[test_github.happened("closed", AT), test_github.happened("labeled", AT)],
        ),
    ),
    (
        JIRA,
        test_jira.done(
            test_jira.history(AT, ("status", "To Do", "Done"), ("assignee", None, "Bob")),
            comment={"comments": [{"id": "1", "created": AT, "author": test_jira.BOB}]},
            worklog={"worklogs": [{"timeSpentSeconds": 60}]},
            customfield_1={"name": "Time to resolution", "completedCycles": [{"breached": True}]},
        ),
    ),
    (JIRA, test_jira.row(Status="Closed", Resolved="01/Oct/21 9:00 AM", Comment=["x;y;z"])),
    (
        ZENDESK,
        test_zendesk.solved(
            metric_set=test_zendesk.METRICS,
            comments=[test_zendesk.comment(AT, 22)],
            metric_events={"reply_time": [test_zendesk.tick("reply_time", "fulfill", AT)]},
            audits=[{"created_at": AT, "events": [{"type": "Change", "field_name": "status"}]}],
        ),
    ),
    (SERVICENOW, test_servicenow.closed(comments="02-03-2026 12:00:00 - Bob (Work notes)\nx")),
    *((REVIEWS, fields) for fields in (*test_reviews.SPELLINGS, test_reviews.labelled())),
    (EVENT_LOGS, test_event_logs.OPEN),
    (EVENT_LOGS, test_event_logs.step(AT, "Check", **{"case:enddate": AT, "case:deadline": AT})),
]
STRANGE: list[Any] = [None, "", " ", "x", 7, -1.5, True, [], [None], ["x"], {}, {"x": 1}, "?", "0"]


def changed(fields: Any, value: Any) -> Iterator[Any]:
    """Yield a record once for each of its places, however deep, with `value` put there."""
    if isinstance(fields, Mapping):
        for name, held in fields.items():
            yield {**fields, name: value}
            for inner in changed(held, value):
                yield {**fields, name: inner}
    elif isinstance(fields, list):
        for place, held in enumerate(fields):
            yield [*fields[:place], value, *fields[place + 1 :]]
            for inner in changed(held, value):
                yield [*fields[:place], inner, *fields[place + 1 :]]


def outcome(shape: Shape, fields: Mapping[str, Any]) -> str:
    one = record(fields)
    shape.key(one)
    shape.part_of(sample(fields))
    try:
        result = shape.translate([one], context())
    except UnreadableRecord:
        return "unreadable"
    if isinstance(result, SetAside):
        return "set aside"
    check_laws(result)
    return "demand"


@pytest.mark.parametrize(("shape", "fields"), WHOLE, ids=lambda each: getattr(each, "name", ""))
def test_a_strange_value_anywhere_breaks_nothing(shape: Shape, fields: Mapping[str, Any]) -> None:
    assert outcome(shape, fields) == "demand"

    for value in STRANGE:
        for strange in changed(fields, value):
            outcome(shape, strange)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@settings(max_examples=60)
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "id",
                "key",
                "number",
                "fields",
                "created_at",
                "status",
                "reviewId",
                "data",
                "case",
                "time",
                "activity",
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.text(max_size=4), inner, max_size=2)
            ),
            max_leaves=6,
        ),
    )
)
def test_no_record_at_all_breaks_anything(shape: Shape, fields: dict[str, Any]) -> None:
    outcome(shape, fields)
    samples = {"main": sample(fields)}
    shape.tells(samples)
    assert all(note.endswith(".") for note in shape.notes(samples))


@pytest.mark.parametrize(("shape", "fields"), WHOLE, ids=lambda each: getattr(each, "name", ""))
def test_each_export_is_taken_for_itself_and_no_other(
    shape: Shape, fields: Mapping[str, Any]
) -> None:
    # A log is one only where its cases come back.
    look = sample(fields, fields)

    assert [other.name for other in SHAPES if other.part_of(look) == "main"] == [shape.name]


def test_names_of_shapes_are_words_and_differ() -> None:
    names = [shape.name for shape in SHAPES]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
