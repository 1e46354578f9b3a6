"""The wheel is what users get: it is built, installed into nothing, and does the main job."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.given import ROOT

LIMIT_MB = 1_150  # DESIGN §2.10, bytecode and the scorer's compiler included


def _run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return] # options are subprocess's own
        [str(part) for part in command], check=True, text=True, capture_output=True, **options
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it, as `pip install cynosure` would leave it."""
    place = tmp_path_factory.mktemp("wheel")
    place.chmod(0o755)
    for parent in place.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, ROOT)
    (wheel,) = place.glob("cynosure-*.whl")
    _run(sys.executable, "-m", "venv", place / "env")
    pip = f"{place}/env/bin/python -m pip install -q --disable-pip-version-check".split()
    _run(*pip, "--require-hashes", "-r", ROOT / "requirements/core.txt")
    _run(*pip, "--no-deps", "--no-index", wheel)
    return place / "env"


def _nobody_may_run(installed: Path) -> bool:
    if os.getuid() != 0:
        return False
    try:
        subprocess.run([installed / "bin/python", "-c", ""], check=True, user=65534, group=65534)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _listing(folder: Path) -> list[tuple[str, int, int]]:
    return sorted(
        (str(path), path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    )


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
class TestTheWheel:
    def test_does_the_main_job_for_a_user_who_may_not_write_into_it(
        self, installed: Path, tmp_path: Path
    ) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(mode=0o777)
        elsewhere.chmod(0o777)  # whatever the umask
        for parent in tmp_path.parents:
            if parent.stat().st_uid == os.getuid() and parent != Path("/tmp"):
                parent.chmod(parent.stat().st_mode | 0o055)
        tmp_path.chmod(0o755)
        export = elsewhere / "export.csv"
        with export.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "title", "description", "created", "closed"])
            for day in range(1, 29):
                rows.writerow(
                    [day, "Export fails", "The export fails with an error.",
                     f"2026-02-{day:02d} 09:00", f"2026-02-{day:02d} 17:00"]
                )  # fmt: skip
        # Root may write everywhere, so as root the job is done by nobody, where nobody may
        # run this Python at all; and whoever does it must leave the packages as they were.
        nobody = {"user": 65534, "group": 65534} if _nobody_may_run(installed) else {}
        if os.getuid() != 0:
            for path in [installed, *installed.rglob("*")]:
                if path.is_dir():
                    path.chmod(0o555)
        before = _listing(installed)
        environment = {"PATH": os.environ["PATH"], "HOME": str(elsewhere), "TMPDIR": str(elsewhere)}

        _run(
            installed / "bin/cynosure", "report", "export.csv", "--out", "report.html",
            cwd=elsewhere, env=environment, **nobody,
        )  # fmt: skip

        page = (elsewhere / "report.html").read_text(encoding="utf-8")
        assert _listing(installed) == before
        assert page.startswith("<!doctype html>")
        assert "28" in page

    def test_stays_light(self, installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (packages,) = installed.glob("lib/python*/site-packages")
        # pip itself came with the environment; what is weighed is what Cynosure brings.
        weighed = [
            path
            for path in packages.rglob("*")
            if path.is_file() and path.relative_to(packages).parts[0].split("-")[0] != "pip"
        ]
        megabytes = sum(path.stat().st_size for path in weighed) / 1e6

        with capsys.disabled():
            print(f"\nThe wheel and all that it needs take {megabytes:.0f} MB on disk.")

        assert megabytes <= LIMIT_MB
