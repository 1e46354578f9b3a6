"""Pages of the gallery in Chromium, without a server: the test answers what the page asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.template.backends.django import DjangoTemplates
from playwright.sync_api import Browser, Page, Route

HERE = Path(__file__).parent
ADDRESS = "http://cynosure.test/"


def rendered(name: str, context: dict[str, Any]) -> str:
    """Return a page of the gallery, which no room can reach."""
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    engine = DjangoTemplates(
        {
            "NAME": "gallery",
            "DIRS": [HERE / "templates", *folders],
            "APP_DIRS": False,
            "OPTIONS": {"string_if_invalid": ""},
        }
    )
    return engine.get_template(name).render(context)


@contextmanager
def shown(browser: Browser, html: str, **asked: Any) -> Iterator[Page]:
    """Open a page under the real content-security policy; nothing may be refused or fail."""
    context = browser.new_context(**asked)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if not path.startswith("static/"):
            route.fulfill(
                body=html,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": build_policy()},
            )
            return
        found = find(path.removeprefix("static/"))
        assert isinstance(found, str), path
        route.fulfill(body=Path(found).read_bytes(), content_type=guess_type(found)[0] or "")

    page.route("**/*", answer)
    page.goto(ADDRESS)
    yield page
    context.close()
    assert said == []
