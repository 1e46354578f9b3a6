"""A team's first day, walked in Chromium from the printed link on, on both databases.

What each room can do beside is in the tests of the room; here one leads to the next.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from cynosure.register.database import ADDRESS
from cynosure.simulation import Plan, write_year
from tests.browser import browser
from tests.postgresql import postgresql_server, postgresql_url
from tests.web.at_the_desk import judge_a_sample, press
from tests.web.served import PATIENCE, Served, served, until

__all__ = ["browser", "postgresql_server", "postgresql_url"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "a long word of nobody's"
SAMPLE = 15


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    environment = {}
    if request.param == "postgresql":
        environment[ADDRESS] = request.getfixturevalue("postgresql_url")
    with served(tmp_path / "desk", environment=environment) as running:
        yield running


def test_a_teams_first_day(browser: Browser, server: Served, tmp_path: Path) -> None:
    export, _ = write_year(Plan(demands=400), tmp_path / "year")
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE * 1000)
    try:
        assert server.owner_link
        page.goto(server.owner_link)
        join(page, "Maria")
        desk = page.url.split("/w/")[0] + "/w/desk"
        secret = set_up_a_second_factor(page, server)
        sign_out(page)
        sign_in_with_a_second_factor(page, server, secret)

        drop_and_take_in(page, desk, sorted(export.iterdir()))
        follow_a_figure_to_its_demands(page, desk)
        give_ten_labels_by_keyboard(page, desk)
        audit_to_an_interval(page, desk)
        merge_two_themes(page, desk)

        link = invite_a_viewer(page, desk)
        reader = browser.new_context().new_page()
        reader.goto(link)
        join(reader, "Jonas")
        reader.goto(f"{desk}/")
        expect(reader.get_by_role("heading", level=1)).to_have_text("Focus")
        remove(page, desk, "Jonas")
        lock_out(reader, desk)
        reader.context.close()
    finally:
        page.context.close()


def join(page: Page, name: str) -> None:
    page.get_by_label("E-mail").fill(f"{name.lower()}@example.org")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Make the account and join").click()
    page.wait_for_url("**/w/**")


def set_up_a_second_factor(page: Page, server: Served) -> str:
    page.goto(f"{server.address}/accounts/second-factor/set-up/")
    secret = page.locator(".secret").first.inner_text().strip()
    page.get_by_label("Code").fill(code(secret, 0))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "set-up" not in url)
    return secret


def code(secret: str, later: int) -> str:
    """Return what an app shows so many half minutes later: each code holds once."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def sign_out(page: Page) -> None:
    page.goto(page.url.split("/accounts/")[0] + "/")
    page.get_by_text("your menu").first.click(force=True)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


def sign_in_with_a_second_factor(page: Page, server: Served, secret: str) -> None:
    page.goto(f"{server.address}/w/desk/")
    page.fill("input[name=login]", "maria@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/code/**")
    page.get_by_label("Code").fill(code(secret, 1))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.address}/w/desk/")


def drop_and_take_in(page: Page, desk: str, files: list[Path]) -> None:
    page.goto(f"{desk}/take-in/")
    page.set_input_files("input[type=file]", files)
    page.get_by_role("button", name="Send and look").click()
    page.get_by_role("button", name="Take in").click()
    until(page, "What became of each record")
    page.goto(f"{desk}/")
    until(page, "What hurts customers most")


def follow_a_figure_to_its_demands(page: Page, desk: str) -> None:
    page.goto(f"{desk}/")
    link = page.get_by_role("link", name=re.compile(r"of \d+ open demands"))
    (told,) = re.findall(r"of (\d+) open", link.inner_text())
    link.click()
    page.wait_for_url("**/demands/**")
    expect(page.locator("tr[data-row]")).to_have_count(int(told))


def give_ten_labels_by_keyboard(page: Page, desk: str) -> None:
    page.goto(f"{desk}/labels/")
    page.get_by_role("button", name="Choose what teaches most").click()
    end = time.monotonic() + PATIENCE
    while not page.locator(".decide").count():
        assert time.monotonic() < end, "nothing is offered"
        page.wait_for_timeout(500)
        page.reload()
    for _ in range(10):
        before = page.locator(".decide").get_attribute("action")
        press(page, "f")
        press(page, "1")
        expect(page.locator(f'.decide[action="{before}"]')).to_have_count(0)
    expect(page.get_by_text("10 labels; from 20 on")).to_be_visible()


def audit_to_an_interval(page: Page, desk: str) -> None:
    judge_a_sample(page, desk, SAMPLE)
    page.goto(f"{desk}/audit/")
    expect(page.locator("#answer-failure-share")).to_contain_text("likely between")


def merge_two_themes(page: Page, desk: str) -> None:
    page.goto(f"{desk}/dissatisfiers/")
    page.locator("tbody th a").first.click()
    press(page, "m")
    page.get_by_label("Becomes part of").select_option(index=2)
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("heading", name="Merged into it")).to_be_visible()


def invite_a_viewer(page: Page, desk: str) -> str:
    page.goto(f"{desk}/settings/invitations/")
    page.get_by_label("Role").select_option("viewer")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_label("Your password").fill(PASSWORD)  # before it lets somebody in, it asks who
    page.get_by_role("button", name="Confirm and go on").click()
    found = re.search(r"http://\S+/join/[\w-]+/", page.inner_text("main"))
    assert found, page.inner_text("main")
    return found.group()


def remove(page: Page, desk: str, name: str) -> None:
    page.goto(f"{desk}/settings/members/")
    page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_role("button", name=f"Remove {name}")).to_have_count(0)


def lock_out(page: Page, desk: str) -> None:
    """Find nothing behind any door: who is no member does not learn that there is one."""
    for room in ("", "demands/", "settings/members/", "measures/failure-share/"):
        answer = page.goto(f"{desk}/{room}")
        assert answer is not None
        assert answer.status == 404
