"""One review with typed parts, whichever store or collector wrote it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cynosure.intake.shapes.fields import mapping, mappings, number, text, words

_REVIEW_ID = re.compile(r"[?&]reviewId=([^&]+)")
_MARKETS = ((re.compile("play", re.IGNORECASE), "google play"), (re.compile("app.?store", re.IGNORECASE), "app store"))  # fmt: skip


@dataclass(slots=True)
class Review:
    """A review's fields. Times are still as the source wrote them."""

    id: str
    words: str | None
    channel: str | None = None
    title: str | None = None
    stars: float | None = None
    asker: str | None = None
    product: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    url: str | None = None
    asked: object = None
    edited: object = None
    replied: object = None
    strict: bool = True  # its times are a store's own and must be readable


def read_review(fields: Mapping[str, Any]) -> Review | None:
    """Return the review that a record holds; None if it is none."""
    for knows, read in _SPELLINGS:
        if knows(fields):
            return read(fields)
    return None


def made_id(*parts: object) -> str:
    """Return an id made from words, where a source gives none of its own.

    >>> made_id("app", "It fails") == made_id("app", "It fails") != made_id("app", "It works")
    True
    """
    said = "\x1f".join(str(part) for part in parts).encode()
    return hashlib.blake2b(said, digest_size=8).hexdigest()


def _somebody(name: str | None) -> str | None:
    # What the stores show for those who gave no name: many people in one.
    return None if name is None or name.lower() in ("a google user", "anonymous") else name


def _label(value: object) -> str | None:
    return text(value.get("label") if isinstance(value, Mapping) else value)


def _is_feed(fields: Mapping[str, Any]) -> bool:
    return "im:rating" in fields and "content" in fields


def _from_feed(fields: Mapping[str, Any]) -> Review:
    """Read Apple's public feed, in which every value is an object with a label."""
    author = mapping(fields.get("author"))
    content = fields.get("content")
    said = next((text(part.get("label")) for part in mappings(content)), None) or _label(content)
    return Review(
        id=_label(fields.get("id")) or made_id(_label(author.get("name")), said),
        words=said,
        channel="app store",
        title=_label(fields.get("title")),
        stars=number(_label(fields.get("im:rating"))),
        asker=_label(author.get("name")),
        # The feed knows only when a review was last edited.
        asked=_label(fields.get("updated")),
    )


def _is_connect(fields: Mapping[str, Any]) -> bool:
    return fields.get("type") == "customerReviews" and "attributes" in fields


def _from_connect(fields: Mapping[str, Any]) -> Review:
    """Read Apple's own interface for developers."""
    said = mapping(fields.get("attributes"))
    return Review(
        id=text(fields.get("id")) or made_id(said.get("createdDate"), said.get("body")),
        words=text(said.get("body")),
        channel="app store",
        title=text(said.get("title")),
        stars=number(said.get("rating")),
        asker=text(said.get("reviewerNickname")),
        labels=words(said.get("territory")),
        asked=said.get("createdDate"),
    )


def _is_console(fields: Mapping[str, Any]) -> bool:
    return "Star Rating" in fields and "Review Text" in fields


def _from_console(fields: Mapping[str, Any]) -> Review:
    """Read Google's monthly tables; the milliseconds beside a date say its zone."""
    link = text(fields.get("Review Link"))
    found = _REVIEW_ID.search(link) if link is not None else None
    submitted = _moment(fields, "Review Submit")
    return Review(
        id=found[1]
        if found
        else made_id(
            fields.get("Package Name"), submitted, fields.get("Device"), fields.get("Review Text")
        ),
        words=text(fields.get("Review Text")),
        channel="google play",
        title=text(fields.get("Review Title")),
        stars=number(fields.get("Star Rating")),
        product=text(fields.get("Package Name")),
        language=text(fields.get("Reviewer Language")),
        url=link,
        asked=submitted,
        edited=_moment(fields, "Review Last Update"),
        replied=_moment(fields, "Developer Reply"),
    )


def _moment(fields: Mapping[str, Any], of: str) -> object:
    milliseconds = number(fields.get(f"{of} Millis Since Epoch"))
    return milliseconds if milliseconds is not None else fields.get(f"{of} Date and Time")


def _is_play(fields: Mapping[str, Any]) -> bool:
    return "reviewId" in fields and isinstance(fields.get("comments"), list)


def _from_play(fields: Mapping[str, Any]) -> Review:
    """Read Google's interface for developers: the review and the reply are two comments."""
    comments = mappings(fields.get("comments"))
    said = next((mapping(each["userComment"]) for each in comments if "userComment" in each), {})
    reply = next(
        (mapping(each["developerComment"]) for each in comments if "developerComment" in each), {}
    )
    title, _, body = (text(said.get("text")) or "").rpartition("\t")
    return Review(
        id=text(fields.get("reviewId")) or made_id(body),
        words=text(body),
        channel="google play",
        title=text(title),
        stars=number(said.get("starRating")),
        asker=_somebody(text(fields.get("authorName"))),
        language=text(said.get("reviewerLanguage")),
        asked=number(mapping(said.get("lastModified")).get("seconds")),
        replied=number(mapping(reply.get("lastModified")).get("seconds")),
    )


def _is_scraped(fields: Mapping[str, Any]) -> bool:
    return {"reviewId", "content", "score"} <= fields.keys() or (
        {"review", "rating", "userName", "date"} <= fields.keys()
    )


def _from_scraped(fields: Mapping[str, Any]) -> Review:
    """Read what the usual open collectors of either store write."""
    said = text(fields.get("content")) or text(fields.get("review"))
    reply = mapping(fields.get("developerResponse"))
    asker, asked = text(fields.get("userName")), fields.get("at") or fields.get("date")
    return Review(
        id=text(fields.get("reviewId")) or text(fields.get("id")) or made_id(asker, asked, said),
        words=said,
        channel="google play" if "score" in fields else "app store",
        title=text(fields.get("title")),
        stars=number(fields.get("score")) or number(fields.get("rating")),
        asker=_somebody(asker),
        product=text(fields.get("appId")) or text(fields.get("app_name")),
        asked=asked,
        replied=fields.get("repliedAt") or reply.get("modified"),
    )


def _is_labelled(fields: Mapping[str, Any]) -> bool:
    return "review" in fields and any(name in fields for name in ("task", "class", "label"))


def _from_labelled(fields: Mapping[str, Any]) -> Review:
    """Read a set that researchers labelled: a row for each label, ids that repeat, few dates."""
    said = text(fields.get("review"))
    number_of = next(
        (text(fields[n]) for n in ("reviewId", "id", "ID") if text(fields.get(n))), None
    )
    market = text(fields.get("dataSource"))
    return Review(
        id="-".join(part for part in (number_of, made_id(market, said)) if part),
        words=said,
        channel=next(
            (name for pattern, name in _MARKETS if market and pattern.search(market)), None
        ),
        title=text(fields.get("title")),
        stars=number(fields.get("rating")),
        asker=_somebody(text(fields.get("reviewer"))),
        product=text(fields.get("appId")),
        labels=words([text(fields.get(name)) for name in ("task", "class", "label")]),
        asked=text(fields.get("date")),
        strict=False,
    )


_SPELLINGS = (
    (_is_feed, _from_feed),
    (_is_connect, _from_connect),
    (_is_console, _from_console),
    (_is_play, _from_play),
    (_is_scraped, _from_scraped),
    (_is_labelled, _from_labelled),
)


def is_labelled(fields: Mapping[str, Any]) -> bool:
    """Return whether a record is a row of a labelled set, where one review has several.

    >>> is_labelled({"id": 7, "review": "It fails", "class": "problem discovery"})
    True
    """
    return _is_labelled(fields) and not any(knows(fields) for knows, _ in _SPELLINGS[:-1])
