"""`cynosure search`: by words, by meaning, and like one demand; masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import COLUMNS, tickets, write_csv
from tests.commands import cynosure, done

FAR = "x " * 250_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    told = (
        ("Refund never came", "Write to ana@example.org or call +44 20 7946 0958 about ERR-4012."),
        ("退款没有到", "我的退款没有到。"),
        ("החזר כספי", "לא קיבלתי החזר"),
        ("🙂", "🙂🙂"),
        ("A megabyte", f"{FAR}{FAR}"),
        ("Refund", f"{'So it goes on. ' * 60} kim@example.org asked for the voucher. {FAR}"),
        (None, None),
    )
    rows = tickets(20)
    for row, (title, body) in zip(rows, told, strict=False):
        row["Subject"], row["Description"] = title or "", body or ""
    done("take-in", write_csv(folder / "desk.csv", rows, COLUMNS), "-w", folder / "workspace")
    return folder / "workspace"


def ids(desk: Path, *words: str) -> list[str]:
    ran = done("search", *words, "-w", desk, "--format", "json")
    return [one["demand_id"] for one in ran.json]


class TestSearch:
    def test_shows_who_says_the_words_and_why(self, desk: Path) -> None:
        ran = done("search", "refund never came", "-w", desk)

        assert ran.out.startswith("desk:1000  Refund never came\n")
        assert "says Refund, never, came" in ran.out

    def test_finds_an_id_as_it_is_written(self, desk: Path) -> None:
        assert ids(desk, "err-4012", "--by", "words") == ["desk:1000"]

    @pytest.mark.parametrize(
        ("text", "found"), [("退款", "desk:1001"), ("החזר", "desk:1002"), ("🙂", "desk:1003")]
    )
    def test_finds_any_script(self, desk: Path, text: str, found: str) -> None:
        assert ids(desk, text, "--by", "words") == [found]

    @pytest.mark.parametrize(
        "text",
        ["", "the", "\u202e", "(.*)", "'; DROP TABLE demands;--", "*", "a\x00b", FAR, '"', "NEAR("],
    )
    @pytest.mark.parametrize("by", ["both", "words", "meaning"])
    def test_answers_whatever_is_asked(self, desk: Path, text: str, by: str) -> None:
        ran = cynosure("search", text, "--by", by, "-w", desk)

        assert ran.status == 0
        assert ran.out.strip()

    def test_of_nothing_that_anybody_says_says_so(self, desk: Path) -> None:
        ran = done("search", "zyzzyva", "--by", "words", "-w", desk)

        assert ran.out == "No demand says or means anything of that.\n"

    def test_masks_what_is_personal_wherever_the_excerpt_lies(self, desk: Path) -> None:
        first = done("search", "write call", "--by", "words", "-w", desk).out
        behind = done("search", "voucher", "--by", "words", "-w", desk).out

        assert "[e-mail]" in first
        assert "[phone]" in first
        assert "[e-mail] asked for the voucher" in behind
        assert "@" not in first + behind

    def test_stops_at_the_limit(self, desk: Path) -> None:
        assert len(ids(desk, "the", "-n", "3")) == 3

    def test_looks_only_among_what_was_chosen(self, desk: Path) -> None:
        everywhere = ids(desk, "address", "--by", "words")
        by_web = ids(desk, "address", "--by", "words", "--channel", "web")

        assert by_web == [one for one in everywhere if int(one[5:]) % 2]
        assert by_web
        assert not ids(desk, "address", "--source", "elsewhere")

    def test_looks_only_among_a_nature(self, desk: Path) -> None:
        labelled = done("export", "labels", "-w", desk, "--format", "json").out.splitlines()

        found = ids(desk, "the", "--nature", "value", "--by", "words")

        assert found
        assert all(
            any(f'"{one}"' in line and '"value"' in line for line in labelled) for one in found
        )


class TestLikeOne:
    def test_are_others_and_the_nearest_first(self, desk: Path) -> None:
        found = ids(desk, "--like", "desk:1010")

        assert found[0] == "desk:1015"
        assert "desk:1010" not in found

    def test_of_a_demand_without_words_is_nobody(self, desk: Path) -> None:
        assert ids(desk, "--like", "desk:1006") == []

    def test_of_an_unknown_id_names_the_nearest(self, desk: Path) -> None:
        ran = cynosure("search", "--like", "desk:10011", "-w", desk)

        assert ran.status == 64
        assert "Did you mean 'desk:1011'" in ran.err or "Did you mean 'desk:1001'" in ran.err


class TestWhatIsAskedWrongly:
    @pytest.mark.parametrize("said", [(), ("words", "--like", "desk:1000")])
    def test_is_said(self, desk: Path, said: tuple[str, ...]) -> None:
        ran = cynosure("search", *said, "-w", desk)

        assert ran.status == 64
        assert "--like DEMAND_ID" in ran.err
