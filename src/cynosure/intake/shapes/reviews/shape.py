"""App-store reviews: a demand each, a verdict with it, an answer perhaps, an ending never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from cynosure.demand import Demand, Event
from cynosure.demand.kinds import ActorKind, EventKind
from cynosure.intake.dates import read_time
from cynosure.intake.shape import (
    Context,
    Record,
    Sample,
    SetAside,
    Tells,
    Translated,
    UnreadableRecord,
)
from cynosure.intake.shapes.reviews.review import Review, is_labelled, read_review


class NoReview(UnreadableRecord):
    """A record among reviews that is built like none."""

    def __init__(self) -> None:
        super().__init__(
            "It is built like no review: neither a rating nor words are where the others have "
            "them. Export it once more, or delete it."
        )


class Reviews:
    """The shape of reviews in app stores."""

    name: Final = "app_reviews"
    title: Final = "App-store reviews"

    def part_of(self, sample: Sample) -> str | None:
        """Return "main" where the records are reviews."""
        reviews = sum(read_review(record) is not None for record in sample.records)
        return "main" if reviews > len(sample.records) / 2 else None

    def tells(self, samples: Mapping[str, Sample]) -> frozenset[Tells]:
        """Return what these reviews tell: words, and where there are replies, responses."""
        told: set[Tells] = {"text"}
        if any(review.replied for review in _reviews(samples)):
            told.add("responses")
        return frozenset(told)

    def notes(self, samples: Mapping[str, Sample]) -> Sequence[str]:
        """Return what these reviews cannot tell."""
        reviews = _reviews(samples)
        notes = [
            "A review is never closed, so nothing is said here about how long customers waited."
        ]
        if not any(review.replied for review in reviews):
            notes.append(
                "No developer's replies are in it, so whether somebody answered is not known."
            )
        if not any(review.asked for review in reviews):
            notes.append("No dates are in it, so nothing is said about change over time.")
        elif any(not review.strict for review in reviews):
            notes.append("Only whole dates are read; a review without one has words and no time.")
        if any(not review.strict for review in reviews):
            notes.append("Rows of one review with several labels are one demand with all of them.")
        return tuple(notes)

    def key(self, record: Record) -> str | None:
        """Return the review that a row labels; None where each record is a review of its own."""
        if not is_labelled(record.fields):
            return None
        review = read_review(record.fields)
        return None if review is None else review.id

    def translate(self, group: Sequence[Record], context: Context) -> Translated | SetAside:
        """Return the review; a rating without words asks for nothing and is set aside.

        Raises
        ------
        NoReview
            If it is built like none.
        """
        fields = group[0].fields
        review = read_review(fields)
        if review is None:
            if fields.get("type") == "customerReviewResponses" or "im:name" in fields:
                return SetAside("no review, but what belongs to one")
            raise NoReview
        if review.words is None and review.title is None:
            return SetAside("rating without words")
        labels = dict.fromkeys(
            label
            for record in group
            if (row := read_review(record.fields)) is not None
            for label in row.labels
        )
        return _translated(review, tuple(labels), context)


def _translated(review: Review, labels: tuple[str, ...], context: Context) -> Translated:
    demand_id = f"{context.source}:{review.id}"
    asked_at = _time(review.asked, review, context)
    stars = review.stars
    satisfaction = (stars - 1) / 4 if stars is not None and 1 <= stars <= 5 else None
    events: list[Event] = []

    def happened(
        at: datetime | None,
        kind: EventKind,
        actor_kind: ActorKind,
        after: str | None = None,
        actor: str | None = None,
    ) -> None:
        if at is not None:
            events.append(
                Event(
                    demand_id=demand_id,
                    at=at,
                    kind=kind,
                    actor=actor,
                    actor_kind=actor_kind,
                    public=True,
                    after=after,
                    origin="claimed",
                )
            )

    happened(asked_at, "asked", "asker", actor=review.asker)
    if satisfaction is not None:
        happened(asked_at, "rated", "asker", after=f"{satisfaction:g}", actor=review.asker)
    edited_at = _time(review.edited, review, context)
    if edited_at != asked_at:
        happened(edited_at, "responded", "asker", actor=review.asker)
    happened(_time(review.replied, review, context), "responded", "staff")
    return Translated(
        demand=Demand(
            demand_id=demand_id,
            source=context.source,
            source_id=review.id,
            url=review.url,
            asker=review.asker,
            channel=review.channel,
            product=review.product,
            language=review.language,
            title=review.title,
            body=review.words,
            reported_type=labels[0] if labels and not review.strict else None,
            labels=labels,
            asked_at=asked_at,
            zone=str(context.zone),
            satisfaction=satisfaction,
        ),
        events=events,
        last_sign_at=max((event.at for event in events), default=None),
    )


def _time(value: object, review: Review, context: Context) -> datetime | None:
    try:
        return read_time(value, context)
    except UnreadableRecord:
        if review.strict:
            raise
        # Labelled sets have lost parts of many a date; the words are what they are for.
        return None


def _reviews(samples: Mapping[str, Sample]) -> list[Review]:
    records = (record for sample in samples.values() for record in sample.records)
    return [review for record in records if (review := read_review(record)) is not None]


REVIEWS: Final = Reviews()
