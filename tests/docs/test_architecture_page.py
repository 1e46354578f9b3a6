"""The tour of the code names files that are there."""

from __future__ import annotations

import re

import pytest

from cynosure.measures import DIMENSIONS, MEASURES
from tests.given import ROOT

_PATH = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py)`")


def paths(page: str) -> list[str]:
    return sorted(set(_PATH.findall((ROOT / page).read_text(encoding="utf-8"))))


class TestTheTour:
    @pytest.mark.parametrize("path", paths("ARCHITECTURE.md"))
    def test_leads_to_what_is_there(self, path: str) -> None:
        assert (ROOT / "src/cynosure" / path).exists()

    def test_passes_every_package(self) -> None:
        tour = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
        packages = [one.parent.name for one in (ROOT / "src/cynosure").glob("*/__init__.py")]

        assert len(packages) > 15
        assert not [name for name in packages if f"`{name}" not in tour]


class TestContributing:
    @pytest.mark.parametrize("path", paths("CONTRIBUTING.md"))
    def test_names_what_is_there(self, path: str) -> None:
        assert (ROOT / "src/cynosure" / path).exists() or (ROOT / path).exists()


class TestTheChangelog:
    def test_counts_measures_and_dimensions_right(self) -> None:
        said = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

        assert (len(MEASURES), len(DIMENSIONS)) == (17, 12)
        assert "Seventeen measures" in said
        assert "by twelve dimensions" in said
