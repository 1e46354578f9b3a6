"""What a page says can be done from Python can be done."""

from __future__ import annotations

import pytest

from tests.cli.desk import write_csv
from tests.commands import inside
from tests.docs.pages import blocks
from tests.given import ROOT


class TestUsingItFromPython:
    @pytest.mark.slow
    def test_does_what_the_page_shows(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        place = tmp_path_factory.mktemp("python")
        write_csv(place / "tickets.csv")
        (example,) = blocks(ROOT / "docs/how-to/use-it-from-python.md", "python")

        with inside(place):
            exec(compile(example, "use-it-from-python.md", "exec"), {})

        said = capsys.readouterr().out
        assert "60 new, 0 quarantined" in said
        assert "web 30" in said
        assert "Our desk" in (place / "report.html").read_text(encoding="utf-8")
