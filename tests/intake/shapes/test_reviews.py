"""App-store reviews: six spellings, stars as a verdict, replies, and labels by repeated rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cynosure.intake.shape import UnreadableRecord
from cynosure.intake.shapes.reviews import REVIEWS
from tests.intake.shapes.given_records import (
    context,
    kinds,
    record,
    sample,
    set_aside,
    the,
    translate,
    translated,
)

FEED: dict[str, Any] = {
    "author": {"name": {"label": "Ana"}, "uri": {"label": "…"}},
    "im:rating": {"label": "1"},
    "id": {"label": "77"},
    "title": {"label": "Dark"},
    "content": {"label": "The lamp stays dark."},
    "updated": {"label": "2026-03-02T02:00:00-07:00"},
}
CONNECT: dict[str, Any] = {
    "type": "customerReviews",
    "id": "77",
    "attributes": {
        "rating": 1,
        "title": "Dark",
        "body": "The lamp stays dark.",
        "reviewerNickname": "Ana",
        "createdDate": "2026-03-02T02:00:00-07:00",
        "territory": "USA",
    },
}
CONSOLE: dict[str, Any] = {
    "Package Name": "test.lamps",
    "Reviewer Language": "en",
    "Device": "phone",
    "Review Submit Date and Time": "2026-03-02T09:00:00Z",
    "Review Submit Millis Since Epoch": "1772442000000",
    "Review Last Update Date and Time": "2026-03-03T09:00:00Z",
    "Review Last Update Millis Since Epoch": "1772528400000",
    "Star Rating": "1",
    "Review Title": "Dark",
    "Review Text": "The lamp stays dark.",
    "Developer Reply Date and Time": "2026-03-04T09:00:00Z",
    "Developer Reply Millis Since Epoch": "1772614800000",
    "Developer Reply Text": "Please turn the switch.",
    "Review Link": "https://play.test/reviews?reviewId=77&x=1",
}
PLAY: dict[str, Any] = {
    "reviewId": "77",
    "authorName": "Ana",
    "comments": [
        {
            "userComment": {
                "text": "Dark\tThe lamp stays dark.",
                "starRating": 1,
                "reviewerLanguage": "en",
                "lastModified": {"seconds": "1772442000"},
            }
        },
        {"developerComment": {"text": "…", "lastModified": {"seconds": "1772614800"}}},
    ],
}
SCRAPED: dict[str, Any] = {
    "reviewId": "77",
    "userName": "Ana",
    "title": "Dark",
    "content": "The lamp stays dark.",
    "score": 1,
    "at": "2026-03-02 09:00:00",
    "replyContent": "…",
    "repliedAt": "2026-03-04 09:00:00",
}
SPELLINGS = [FEED, CONNECT, CONSOLE, PLAY, SCRAPED]


def labelled(**fields: Any) -> dict[str, Any]:
    return {"id": 39, "review": "The lamp stays dark.", "class": "problem discovery", **fields}


class TestRecognition:
    @pytest.mark.parametrize("fields", [*SPELLINGS, labelled()])
    def test_knows_each_spelling(self, fields: dict[str, Any]) -> None:
        assert REVIEWS.part_of(sample(fields)) == "main"

    def test_leaves_other_tables_alone(self) -> None:
        assert REVIEWS.part_of(sample({"id": 7, "title": "…", "rating": 4, "comments": 3})) is None


class TestReview:
    @pytest.mark.parametrize("fields", SPELLINGS)
    def test_is_the_same_demand_in_each_spelling(self, fields: dict[str, Any]) -> None:
        result = translate(REVIEWS, fields)

        demand = result.demand
        assert (demand.source_id, demand.title, demand.body) == (
            "77",
            "Dark",
            "The lamp stays dark.",
        )
        assert demand.asked_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert demand.satisfaction == 0
        assert the(result, "rated").after == "0"

    @pytest.mark.parametrize("fields", [CONSOLE, PLAY, SCRAPED])
    def test_that_the_developer_answered_has_a_response(self, fields: dict[str, Any]) -> None:
        result = translate(REVIEWS, fields)

        answers = [event for event in result.events if event.actor_kind == "staff"]
        assert [(event.kind, event.at) for event in answers] == [
            ("responded", datetime(2026, 3, 4, 9, tzinfo=UTC))
        ]

    def test_of_somebody_without_a_name_has_no_asker(self) -> None:
        assert translate(REVIEWS, {**PLAY, "authorName": "A Google user"}).demand.asker is None

    def test_that_was_edited_keeps_its_start_and_has_one_more_word_of_the_asker(self) -> None:
        assert kinds(translate(REVIEWS, CONSOLE)) == ["asked", "rated", "responded", "responded"]

    def test_without_words_is_set_aside(self) -> None:
        fields = {**CONSOLE, "Review Text": "", "Review Title": ""}

        assert set_aside(REVIEWS, fields) == "rating without words"

    def test_that_is_the_feeds_entry_about_the_app_is_set_aside(self) -> None:
        assert "no review" in set_aside(
            REVIEWS, {"im:name": {"label": "Lamps"}, "id": {"label": "1"}}
        )

    def test_with_a_date_of_the_store_that_is_none_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="no time that can be read"):
            REVIEWS.translate([record({**SCRAPED, "at": "soon"})], context())

    def test_that_is_built_like_none_cannot_be_read(self) -> None:
        with pytest.raises(UnreadableRecord, match="built like no review"):
            REVIEWS.translate([record({"id": 7})], context())


class TestLabelledSets:
    def test_join_the_rows_of_one_review_into_one_demand_with_all_labels(self) -> None:
        rows = [record(labelled()), record(labelled(**{"class": "feature request"}))]

        assert len({REVIEWS.key(row) for row in rows}) == 1
        demand = translated(REVIEWS, rows).demand
        assert demand.labels == ("problem discovery", "feature request")
        assert demand.reported_type == "problem discovery"

    def test_keep_sentences_apart_that_share_an_id(self) -> None:
        rows = [record(labelled()), record(labelled(review="It hums."))]

        assert len({REVIEWS.key(row) for row in rows}) == 2

    def test_without_dates_have_words_and_no_start(self) -> None:
        result = translate(REVIEWS, labelled(date="12:44"))

        assert (result.demand.asked_at, list(result.events)) == (None, [])


class TestWhatTheyTell:
    def test_is_never_an_ending(self) -> None:
        for fields in [*SPELLINGS, labelled()]:
            assert "endings" not in REVIEWS.tells({"main": sample(fields)})

    def test_is_responses_only_where_there_are_replies(self) -> None:
        assert "responses" in REVIEWS.tells({"main": sample(CONSOLE)})
        assert "responses" not in REVIEWS.tells({"main": sample(FEED)})

    def test_of_a_labelled_set_lacks_dates_and_replies(self) -> None:
        assert len(REVIEWS.notes({"main": sample(labelled())})) == 4
