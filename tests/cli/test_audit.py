"""Judging a sample at the command: designs, a second person, settling, and what goes wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cynosure.reports.content import ReportContent
from cynosure.reports.wording import figure, interval
from cynosure.wiring import open_place
from cynosure.wiring.reporting import RENDERERS, Wish, compile_report
from tests.cli.desk import tickets, write_csv
from tests.commands import arguments, cynosure, done, inside

pytestmark = pytest.mark.slow
USAGE = 64
MARIA, JONAS, INES = ("--by", "Maria"), ("--by", "Jonas"), ("--by", "Ines")


@pytest.fixture(scope="module")
def judged_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which Maria judged thirty demands."""
    folder: Path = shutil.copytree(
        made_once / "workspace", tmp_path_factory.mktemp("judged") / "workspace"
    )
    done("audit", "-w", folder, "-n", "30", *MARIA, typed="f1v2f4" * 10)
    return folder


@pytest.fixture(scope="module")
def content(judged_once: Path) -> ReportContent:
    """The report on it."""
    with open_place(judged_once) as place:
        return compile_report(place, Wish())


@pytest.fixture
def judged(judged_once: Path, tmp_path: Path) -> Path:
    """Such a workspace of one's own."""
    copy: Path = shutil.copytree(judged_once, tmp_path / "judged")
    return copy


class TestShow:
    def test_tells_the_share_the_causes_and_how_right_the_classifier_is(
        self, judged_once: Path
    ) -> None:
        told = done("audit", "-w", judged_once, "--show").out

        assert re.search(r"^Failure share: \d+ % \(\d+–\d+ %, 95 %\), audited: 30 labels", told)
        assert "The classifier's precision for failure demand:" in told
        assert re.search(r"Broken: \d+ % \(\d+–\d+ %\)", told)
        assert "more labels would give ± 3 points" in told

    def test_aims_at_what_is_asked(self, judged_once: Path) -> None:
        wide = done("audit", "-w", judged_once, "--show", "--aim", "40").out

        assert "That is ± 40 points or better." in wide

    def test_asks_for_nothing(self, judged_once: Path) -> None:
        assert "Had everything" not in done("audit", "-w", judged_once, "--show", typed="f1").out

    def test_agrees_with_the_measure_and_the_report(
        self, judged_once: Path, content: ReportContent
    ) -> None:
        told = done("audit", "-w", judged_once, "--show").out
        shown = done("measures", "show", "failure-share", "-w", judged_once).out

        extent = re.search(r"Failure share: (\d+ %) \((\d+–\d+ %)", told)
        assert extent is not None
        assert shown.startswith(f"Failure share: {extent[1]} ({extent[2]}), of")
        assert figure(content.headline.failure_share) == extent[1]
        assert interval(content.headline.failure_share) == extent[2]


class TestTheReport:
    def test_shows_the_audit_in_every_form(self, content: ReportContent) -> None:
        forms = {form: render(content) for form, render in RENDERERS.items()}

        assert "What people found who judged a sample" in forms["html"]
        assert "## What people found who judged a sample" in forms["markdown"]
        assert "\naudit,The classifier's precision for failure demand," in forms["csv"]
        assert '"more_for_three_points"' in forms["json"]

    def test_marks_the_groups_of_which_too_little_was_judged(self, judged_once: Path) -> None:
        lines = done("measures", "show", "failure-share", "-w", judged_once, "--by", "channel").out

        kinds = ["unaudited" in line for line in lines.splitlines()[:2]]
        assert kinds == [False, False]
        by_type = done(
            "measures", "show", "failure-share", "-w", judged_once, "--by", "reported_type"
        ).out
        assert "unaudited" in by_type


class TestStrata:
    def test_are_drawn_kept_and_told(self, workspace: Path) -> None:
        told = done(
            "audit", "-w", workspace, "--design", "stratified", "-n", "30", typed="f1v2f4" * 10
        ).out

        assert "in strata, the least sure first (" in told
        sizes = [int(n) for n in re.findall(r"of (\d+)", told.split("first (")[1].split(")")[0])]
        assert sum(sizes) == 60

    def test_go_on_without_being_named_again_and_a_larger_sample_adds(
        self, workspace: Path
    ) -> None:
        done("audit", "-w", workspace, "--design", "stratified", "-n", "20", typed="f1v2" * 10)

        told = done("audit", "-w", workspace, "-n", "26", typed="f1" * 40).out

        assert "6 of 6" in told
        assert "26 labels of a sample in strata" in told

    def test_take_over_what_was_judged_of_a_simple_sample(self, judged: Path) -> None:
        told = done(
            "audit", "-w", judged, "--design", "stratified", "-n", "30", typed="f1" * 30
        ).out

        shown = re.search(r"1 of (\d+)\n", told)
        assert shown is None or int(shown[1]) < 15

    def test_stay_as_they_were_drawn_when_the_classifier_changes(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.nature.labeller import ModelLabeller

        before = done(
            "audit", "-w", workspace, "--design", "stratified", "-n", "30", typed="f1v2f4" * 10
        ).out
        monkeypatch.setattr(ModelLabeller, "name", property(lambda _: "shipped:another"))

        after = done("audit", "-w", workspace, "--show").out

        strata = re.compile(r"the least sure first \(.*?\)")
        assert strata.findall(after) == strata.findall(before)
        assert "30 labels" in after


class TestASecondPerson:
    def test_sees_neither_the_firsts_word_nor_the_classifiers(self, judged: Path) -> None:
        told = done("audit", "-w", judged, "--second", *JONAS, typed="f1" * 30).out

        session = told.split("Done.")[0]
        assert "30 of 30" in session
        assert "classifier" not in session
        assert "said" not in session

    def test_and_the_first_are_compared_by_kappa(self, judged: Path) -> None:
        told = done("audit", "-w", judged, "--second", *JONAS, typed="f1v2f4" * 10).out

        assert re.search(r"Nature: the same on \d+ of 30", told)
        assert re.search(r"Cause or want, where both gave one: the same on \d+ of \d+", told)

    def test_may_judge_a_random_part_and_go_on(self, judged: Path) -> None:
        done("audit", "-w", judged, "--second", *JONAS, "-n", "8", typed="f1f1q")

        told = done("audit", "-w", judged, "--second", *JONAS, "-n", "8", typed="f1" * 8).out

        assert "6 of 6" in told
        assert "of 8, kappa" in told or "of 8; no kappa" in told

    @pytest.mark.parametrize("name", ["Maria", " maria "])
    def test_cannot_be_the_first(self, judged: Path, name: str) -> None:
        ran = cynosure("audit", "-w", judged, "--second", "--by", name, typed="f1")

        assert ran.status == USAGE
        assert "nobody can be their own second person" in ran.err

    def test_has_to_say_who_they_are(self, judged: Path) -> None:
        ran = cynosure("audit", "-w", judged, "--second", typed="f1")

        assert ran.status == USAGE
        assert "--by NAME" in ran.err

    def test_has_nothing_to_do_before_a_first(self, workspace: Path) -> None:
        ran = cynosure("audit", "-w", workspace, "--second", *JONAS, typed="f1")

        assert ran.status == USAGE
        assert "cynosure audit --workspace DIR -n 40" in ran.err

    def test_changes_no_share(self, judged: Path) -> None:
        before = done("audit", "-w", judged, "--show").out.splitlines()[0]

        done("audit", "-w", judged, "--second", *JONAS, typed="v2" * 30)

        assert done("audit", "-w", judged, "--show").out.splitlines()[0] == before


class TestSettling:
    def test_shows_both_words_and_what_is_settled_counts(self, judged: Path) -> None:
        done("audit", "-w", judged, "--second", *JONAS, typed="v1" * 30)
        before = done("audit", "-w", judged, "--show").out.splitlines()[0]

        told = done("audit", "-w", judged, "--settle", *INES, typed="v1" * 40).out

        assert "One said: failure broken\nThe other said: value new_capability" in told
        after = done("audit", "-w", judged, "--show").out.splitlines()[0]
        assert after != before
        assert "Failure share: 0 %" in after or "Failure share: <1 %" in after

    def test_has_nothing_to_do_where_two_agree(self, judged: Path) -> None:
        done("audit", "-w", judged, "--second", *JONAS, typed="f1q")
        done("audit", "-w", judged, "--settle", *INES, typed="f1" * 30)

        assert "it is settled" in done("audit", "-w", judged, "--settle", *INES).out

    def test_needs_a_second_person_first(self, judged: Path) -> None:
        assert cynosure("audit", "-w", judged, "--settle", *INES).status == USAGE


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["--design", "clever"], "simple, stratified"),
            (["--second", "--settle", *JONAS], "Choose one"),
            (["--show", "--design", "simple"], "Leave it out"),
            (["--show", "--aim", "0"], "from 0.1 to 50"),
            (["--show"], "Nobody has judged"),
        ],
        ids=str,
    )
    def test_is_said_and_changes_nothing(
        self, shared_workspace: Path, words: list[str], says: str
    ) -> None:
        ran = cynosure("audit", "-w", shared_workspace, *words)

        assert ran.status == USAGE
        assert says in ran.err
        assert "Traceback" not in ran.err

    def test_of_a_few_labels_is_no_interval(self, workspace: Path) -> None:
        told = done("audit", "-w", workspace, "-n", "2", typed="f1v2").out

        assert "2 demands judged" in told
        assert "8 more of those would give an interval" in told
        assert "95 %" not in told


class TestWhatWasJudged:
    def test_survives_being_killed_in_mid_session(self, workspace: Path) -> None:
        session = subprocess.Popen(
            arguments("audit", "-w", workspace, "-n", "10"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ,
        )
        assert session.stdin is not None
        assert session.stdout is not None
        session.stdin.write(b"f1f1v2f")
        session.stdin.flush()
        shown = b""
        while b"4 of 10" not in shown:
            shown += os.read(session.stdout.fileno(), 65_536)
        session.kill()
        session.communicate()

        told = done("audit", "-w", workspace, "-n", "10", typed="f1" * 7).out

        assert "7 of 7" in told
        assert "10 labels" in told

    def test_stays_when_the_same_export_is_taken_in_again(self, judged: Path, export: Path) -> None:
        before = done("audit", "-w", judged, "--show").out

        done("take-in", export, "-w", judged)

        assert done("audit", "-w", judged, "--show").out == before

    def test_of_a_simple_sample_goes_on_when_demands_arrive(
        self, judged: Path, tmp_path: Path
    ) -> None:
        done("take-in", write_csv(tmp_path / "tickets.csv", tickets(90)), "-w", judged)

        told = done("audit", "-w", judged, "-n", "30", *MARIA, typed="f1" * 30).out

        asked = re.search(r"1 of (\d+)\n", told)
        assert asked is not None
        assert int(asked[1]) < 20
        labels = re.search(r"audited: (\d+) labels", told)
        assert labels is not None
        assert int(labels[1]) >= 30

    def test_of_strata_counts_when_demands_arrive(self, workspace: Path, tmp_path: Path) -> None:
        done("audit", "-w", workspace, "--design", "stratified", "-n", "30", typed="f1v2f4" * 10)
        done("take-in", write_csv(tmp_path / "tickets.csv", tickets(90)), "-w", workspace)

        told = done("audit", "-w", workspace, "--show").out

        assert "30 labels of a sample in strata" in told
        assert "more than when" in told

    def test_stays_when_an_asker_is_erased(self, judged: Path) -> None:
        done("erase", "--asker", "person3@example.org", "-w", judged)

        assert "30 labels" in done("audit", "-w", judged, "--show").out


class TestListen:
    def test_needs_no_export_and_makes_its_own_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "calls"

        told = done("listen", "-w", folder, *MARIA, typed="f1v2f3q").out

        assert "3 contacts so far. Failure: 2 of 3, 67 % (21–94 %)." in told
        assert "3 contacts so far" in done("listen", "-w", folder, "--show").out

    def test_goes_on_and_goes_along_with_an_export_later(
        self, tmp_path: Path, export: Path
    ) -> None:
        folder = tmp_path / "calls"
        done("listen", "-w", folder, *MARIA, typed="f1q")
        done("take-in", export, "-w", folder)

        told = done("listen", "-w", folder, *JONAS, typed="v2q").out

        assert "2 contacts so far" in told

    def test_writes_a_table_in_which_notes_are_masked_and_run_no_formula(
        self, tmp_path: Path
    ) -> None:
        folder, out = tmp_path / "calls", tmp_path / "calls.csv"
        done("listen", "-w", folder, *MARIA, typed="f1w=1+1 mail anna@example.com\nvq")

        done("listen", "-w", folder, "--out", out)

        head, first, *_ = out.read_text(encoding="utf-8").splitlines()
        assert head == "heard_at,nature,code,note,heard_by"
        assert "failure,broken,'=1+1 mail" in first.replace('"', "")
        assert "anna@example.com" not in first

    @pytest.mark.parametrize("words", [["--show"], ["--out", "calls.csv"]])
    def test_names_a_folder_that_is_no_workspace(self, tmp_path: Path, words: list[str]) -> None:
        with inside(tmp_path):
            ran = cynosure("listen", "-w", tmp_path / "nowhere", *words)

        assert ran.status == 74
        assert "holds no store" in ran.err

    def test_says_where_its_table_cannot_be_written(self, tmp_path: Path) -> None:
        folder = tmp_path / "calls"
        done("listen", "-w", folder, typed="q")

        ran = cynosure("listen", "-w", folder, "--out", tmp_path / "nowhere" / "calls.csv")

        assert ran.status == 73
        assert "The contacts cannot be written" in ran.err

    def test_of_nothing_says_so(self, tmp_path: Path) -> None:
        assert "No contact has been heard" in done("listen", "-w", tmp_path, typed="").out


class TestAWorkspaceOfStaffAlone:
    def test_has_nothing_to_judge_and_says_so(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.wiring import samples

        monkeypatch.setattr(samples, "customers", lambda _: iter(()))

        ran = cynosure("audit", "-w", workspace)

        assert ran.status == USAGE
        assert "all are of staff or bots" in ran.err
