"""What the gallery shows: parts with data of a company that does not exist."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.test import RequestFactory

from cynosure import charts
from cynosure.answers import Interval
from cynosure.reports import pictures
from cynosure.web.around import Said
from tests.reports import made_up

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)


class Filters(forms.Form):
    """What narrows a list of demands."""

    q = forms.CharField(
        label="Words or meaning",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "data-key": "/", "data-key-says": "Search"}
        ),
    )
    nature = forms.ChoiceField(
        required=False, choices=[("", "Any"), ("failure", "Failure demand")], label="Nature"
    )
    product = forms.ChoiceField(
        required=False, choices=[("", "Any"), ("g", "Gate")], label="Product"
    )
    since = forms.DateField(required=False, label="Asked since")


class Invitation(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(help_text="As colleagues call them.")
    email = forms.EmailField(label="E-mail", help_text="The link is for this address alone.")
    role = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("viewer", "Viewer: sees figures"), ("lead", "Lead: also changes themes")],
        help_text="You can change it later.",
    )
    until = forms.ChoiceField(label="The link holds for", choices=[("1", "1 day"), ("7", "1 week")])
    words = forms.CharField(label="A word with it", required=False, widget=forms.Textarea)
    mail = forms.BooleanField(
        label="Show the text of demands unmasked", required=False, help_text="Noted in the trail."
    )
    file = forms.FileField(label="Export", required=False, help_text="CSV, JSON or XLSX, to 2 GB.")


def request(path: str = "/w/larkfield/demands/?nature=failure") -> HttpRequest:
    """Return what Maria's browser asks."""
    asked = RequestFactory().get(path)
    workspace = SimpleNamespace(slug="larkfield", name="Larkfield service desk")
    for name, value in {
        "workspace": workspace,
        "role": "lead",
        "user": SimpleNamespace(
            is_authenticated=True, name="Maria Lindqvist", email="maria@larkfield.example"
        ),
    }.items():
        setattr(asked, name, value)
    return asked


def around() -> dict[str, Any]:
    """Return what every page of the workspace is given."""
    other = SimpleNamespace(slug="north", name="North harbour")
    asked = request()
    return {
        "request": asked,
        "workspace": asked.workspace,  # type: ignore[attr-defined]
        "others": [other],
        "csrf_token": "invented",
        "as_of": AS_OF,
        "told_at": AS_OF.replace(minute=4),
    }


def parts() -> dict[str, Any]:
    """Return what the gallery of parts needs."""
    told = made_up.headline()
    audited = made_up.answer(
        title="Failure share", interval=Interval(0.31, 0.38, "audit", "PPI++"), how=("audited",)
    )
    unknown = made_up.unknown("this export holds no replies, so nothing tells the first answer",
                              title="First response")  # fmt: skip
    change = made_up.content().change
    shown = (change.series[0], change.series[1])
    return around() | {
        "troubles": [
            Said("Nothing has worked on what waits for 14 minutes: the worker has stopped."),
            Said("Figures could not be brought up to date.", again=True),
        ],
        "crumbs": [("Focus", "/w/larkfield/")],
        "tabs": [
            {"label": "Waiting", "href": "/", "here": True, "count": 412},
            {"label": "Decided", "href": "/", "here": False, "count": 12340},
            {"label": "All", "href": "/", "here": False, "count": None},
        ],
        "answers": [told.failure_share, audited, told.wait, told.open_now, unknown],
        "figures": [{"answer": each, "href": "/"} for each in (*told.beside, told.fixed_first_time)],
        "charts": [
            pictures.of_series(each, change, charts, name=f"series-{i}")
            for i, each in enumerate(shown)
        ],
        "downloads": [("CSV", "/"), ("Parquet", "/")],
        "filters": Filters({"nature": "failure"}),
        "chips": [("failure demand", "/"), ("asked since 1 Jan 2026", "/")],
        "demands": [made_up.demand_text(i) for i in range(9)],
        "columns": ["Demand", "Product", *[f"Column of figures {i}" for i in range(1, 15)]],
        "natures": [
            ("failure", "", ""),
            ("failure", "hard_to_use", "person"),
            ("value", "", ""),
            ("value", "new_capability", ""),
            ("none", "", ""),
            ("", "", ""),
        ],
        "jobs": [
            {"name": "job-1", "title": "Take in jira.csv", "state": "waiting", "said": "one before it"},
            {"name": "job-2", "title": "Take in desk.json", "state": "running", "done": 312000,
             "total": 1200000, "said": "Reading rows:"},
            {"name": "job-3", "title": "Group themes anew", "state": "running", "said": "Looking"},
            {"name": "job-4", "title": "Take in may.csv", "state": "done", "said": "3,019 new"},
            {"name": "job-5", "title": "Take in june.csv", "state": "failed",
             "why": "Line 14: asked_at is '31/02/2026'. Write dates as 2026-02-28."},
        ],
        "wrong_form": Invitation({"name": "", "email": "maria", "until": "7"}),
    }  # fmt: skip
