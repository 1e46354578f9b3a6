"""Settings, Mappings: what a table's columns mean, shown as it is written, deleted by leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cynosure.wiring.uploads import MAPPINGS
from tests.web.conftest import Desk
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

ROOM = "settings/mappings/"
NAME = "0123456789abcdef"
WRITTEN = '[columns]\ntitle = "Subject <b>line</b>"\n'


@pytest.fixture
def kept(desk: Desk) -> Path:
    """A mapping as it lies in the workspace."""
    file = desk.folder / MAPPINGS / f"{NAME}.toml"
    file.parent.mkdir()
    file.write_text(WRITTEN, "utf-8")
    return file


class TestMappings:
    def test_say_the_next_step_where_none_is_kept(self, desk: Desk, jonas: Client) -> None:
        assert "No mapping is kept" in jonas.get(desk.address(ROOM)).content.decode()

    def test_are_listed_and_shown_as_they_are_written(
        self, desk: Desk, jonas: Client, kept: Path
    ) -> None:
        listed = jonas.get(desk.address(ROOM)).content.decode()
        shown = jonas.get(desk.address(f"{ROOM}{NAME}/")).content.decode()

        assert f'href="{desk.address(f"{ROOM}{NAME}/")}"' in listed
        assert "title = &quot;Subject &lt;b&gt;line&lt;/b&gt;&quot;" in shown
        assert "<b>line" not in listed + shown

    def test_that_cannot_be_read_are_left_out(self, desk: Desk, jonas: Client, kept: Path) -> None:
        (kept.parent / "fedcba9876543210.toml").write_bytes(b"\xff\xfe\xfa")
        (kept.parent / "of-somebody.toml").write_text(WRITTEN, "utf-8")

        answer = jonas.get(desk.address(ROOM))

        assert [one.name for one in answer.context["mappings"]] == [NAME]

    @pytest.mark.parametrize("name", ["fedcba9876543210", "of-somebody", "0123456789ABCDEF"])
    def test_that_are_none_are_not_there(
        self, desk: Desk, maria: Client, kept: Path, name: str
    ) -> None:
        (kept.parent / "of-somebody.toml").write_text(WRITTEN, "utf-8")

        assert maria.get(desk.address(f"{ROOM}{name}/")).status_code == 404
        assert maria.post(desk.address(f"{ROOM}{name}/delete/")).status_code == 404
        assert len(list(kept.parent.iterdir())) == 2

    def test_of_another_workspace_are_not_there(self, desk: Desk, ines: Client, kept: Path) -> None:
        assert ines.get(f"/w/other/{ROOM}{NAME}/").status_code == 404
        assert ines.post(f"/w/other/{ROOM}{NAME}/delete/").status_code == 404
        assert kept.exists()


class TestDeleting:
    def test_is_for_leads(self, desk: Desk, paul: Client, kept: Path) -> None:
        shown = paul.get(desk.address(f"{ROOM}{NAME}/")).content.decode()

        assert "Delete it" not in shown
        assert paul.post(desk.address(f"{ROOM}{NAME}/delete/")).status_code == 403
        assert kept.exists()

    def test_takes_the_file_away_and_says_what_comes_of_it(
        self, desk: Desk, maria: Client, kept: Path
    ) -> None:
        assert "Delete it" in maria.get(desk.address(f"{ROOM}{NAME}/")).content.decode()

        after = maria.post(desk.address(f"{ROOM}{NAME}/delete/"), follow=True)

        said = after.content.decode()
        assert "The next such table is guessed anew." in said
        assert "No mapping is kept" in said
        assert not kept.exists()
        assert acts(of="Maria") == ["mapping.deleted"]

    def test_twice_finds_nothing_the_second_time(
        self, desk: Desk, maria: Client, kept: Path
    ) -> None:
        maria.post(desk.address(f"{ROOM}{NAME}/delete/"))

        assert maria.post(desk.address(f"{ROOM}{NAME}/delete/")).status_code == 404
        assert acts(of="Maria") == ["mapping.deleted"]
