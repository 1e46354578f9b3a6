"""The layers hold, without an exception."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.given import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


class TestTheContracts:
    def test_are_kept(self) -> None:
        ran = subprocess.run(
            [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

        assert ran.returncode == 0, ran.stdout

    def test_ignore_no_import(self) -> None:
        contracts = SETTINGS["tool"]["importlinter"]["contracts"]

        assert len(contracts) >= 5
        assert not [one["id"] for one in contracts if one.get("ignore_imports")]

    def test_give_every_package_its_place(self) -> None:
        (layers,) = (
            one for one in SETTINGS["tool"]["importlinter"]["contracts"] if one["id"] == "layers"
        )

        assert layers["exhaustive"]
        assert layers["exhaustive_ignores"] == ["__main__"]
