"""The texts of the raw sets beside `labelled`, cut as those are, each known by a key.

Labels of our own name a set and a key and hold no word of a text, so that they
can be kept in the repository and the texts cannot get there with them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from cynosure.nature.training.rows import Row, starts_like

_TITLE, _BODY = 160, 480
_LINE_OF_TICKET = re.compile(r"__label__(\S+)\s+(.*)", re.DOTALL)
_LONGEST_TYPE = 40


def key_of(title: str, body: str) -> str:
    """Return by what a text is known: a hash of how it starts.

    >>> key_of("It  BREAKS", "when") == key_of("it breaks", "When")
    True
    """
    return hashlib.blake2b(starts_like(title, body).encode(), digest_size=6).hexdigest()


def raw_texts(folder: Path) -> Iterator[Row]:
    """Yield the texts of all raw sets that are there, as rows without labels."""
    for source, (place, read) in _SETS.items():
        for path in sorted(folder.glob(place)):
            for row in read(path):
                title, body = _single_spaced(row["title"]), _single_spaced(row["body"])
                yield {
                    "source": str(row.get("source", source)),
                    "title": title[:_TITLE],
                    "body": body[:_BODY],
                    "reported_type": str(row.get("type") or ""),
                    "stars": str(row.get("stars") or ""),
                }


def _single_spaced(text: object) -> str:
    return re.sub(r"\s+", " ", str(text or "")).strip()


Records = Iterator[Mapping[str, Any]]


def _csv(title: str | None, body: str, kind: str | None = None) -> Callable[[Path], Records]:
    def read(path: Path) -> Records:
        for row in _rows(path):
            yield {
                "title": row.get(title, "") if title else "",
                "body": row[body],
                "type": row[kind] if kind else "",
            }

    return read


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        yield from csv.DictReader(lines)


def _aosp(path: Path) -> Records:
    with (
        ZipFile(path.with_name("issues.zip")) as bodies,
        path.open(encoding="utf-8", errors="replace", newline="") as lines,
    ):
        names = {Path(name).name: name for name in bodies.namelist()}
        for row in csv.reader(lines):
            name = names.get(row[0])
            body = bodies.read(name).decode("utf-8", "replace") if name else ""
            yield {"title": row[1], "body": body, "type": row[5]}


def _sheet(path: Path) -> Records:
    book = load_workbook(path, read_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name) for name in next(rows)]
        for cells in rows:
            row = dict(zip(names, cells, strict=False))
            rated = row.get("rating")
            stars = rated if str(rated) in {"1", "2", "3", "4", "5"} else ""
            yield {"title": "", "body": row.get("review"), "stars": stars}
    finally:
        book.close()


def _lines(path: Path) -> Records:
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        if line.strip():
            yield {"title": "", "body": line}


def _tickets(path: Path) -> Records:
    for row in _lines(path):
        found = _LINE_OF_TICKET.match(row["body"])
        if found:
            yield {"title": "", "body": found[2], "type": found[1]}


def _conversations(path: Path) -> Records:
    for conversation in json.loads(path.read_text(encoding="utf-8")):
        for turn in conversation["dialogContent"]:
            if "client" in turn:
                yield {"title": "", "body": turn["message"]}


def _github(path: Path) -> Records:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            issue = json.loads(line)
            asked = {"title": issue["title"], "body": issue.get("body")}
            if issue.get("pull_request"):
                yield {**asked, "source": "hf-datasets-pr", "type": "PR"}
            else:
                yield {**asked, "type": " ".join(each["name"] for each in issue["labels"])}


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            yield from told if isinstance(told, list) else [told]


def _webcompat(path: Path) -> Records:
    for issue in _json_lines(path):
        if "title" in issue:
            yield {"title": issue["title"], "body": issue.get("body")}


def _bugs(path: Path) -> Records:
    for told in _json_lines(path):
        bug = told.get("data", told)
        if "summary" in bug:
            said = (bug.get("comments") or [{}])[0].get("text")
            yield {"title": bug["summary"], "body": said, "type": bug.get("type")}


def _stories(path: Path) -> Records:
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.reader(lines):
            if row and row[0].strip():
                yield {"title": "", "body": row[0], "type": "Story"}


def _slices(path: Path) -> Records:
    for row in _rows(path):
        kind = row.get("issuetype") or ""
        yield {
            "title": row.get("summary"),
            "body": row.get("description"),
            "type": kind if len(kind) < _LONGEST_TYPE else "",
        }


# In this order: of two texts that start alike the first stands.
_SETS: Mapping[str, tuple[str, Callable[[Path], Records]]] = {
    "android-apps": ("android_apps/*.csv", _csv("title", "body", "label")),
    "aosp": ("aosp/issues.csv", _aosp),
    "airline-tweets": ("airline_tweets/Tweets.csv", _csv(None, "text")),
    "nlbse2024-train": ("nlbse2024/issues_train.csv", _csv("title", "body", "label")),
    "maalej-reviews": ("app_reviews/M_dataset.xlsx", _sheet),
    "pan-reviews": ("app_reviews/Pan_Dataset.xlsx", _sheet),
    "google-play": ("app_reviews/dataset_balanced_8000.xlsx", _sheet),
    "arminer": ("app_reviews/arminer/*/*.txt", _lines),
    "banking77": ("banking77/train.csv", _csv(None, "text", "category")),
    "care-tweets": ("care_tweets/dev.json", _conversations),
    "spotify-tweets": ("spotify_tweets/support_requests.csv", _csv(None, "text")),
    "it-desk": (
        "it_service_tickets/all_tickets_processed_improved_v3.csv",
        _csv(None, "Document", "Topic_group"),
    ),
    "hadoop-jira": ("gitbugs/hadoop_bugs.csv", _csv("Summary", "Description")),
    "hf-datasets": ("github_hf_datasets/datasets-issues.jsonl.gz", _github),
    "ticket-tagger": ("ticket_tagger/rafaels-rebalanced-dataset-only-english.txt", _tickets),
    "webcompat": ("bugzilla/github_webcompat_web-bugs_issues.json", _webcompat),
    "bugzilla": ("bugzilla/bugs.json", _bugs),
    "user-stories": ("user_stories/*.txt", _lines),
    "xd-jira": ("user_stories/jira-xd-allus-ALL.csv", _stories),
    "slice-jira": ("jira_compass/*issues*.csv", _slices),
}
