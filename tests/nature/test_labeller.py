"""What the shipped labeller says of demands."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.demand import CODES, LABELS, NATURES, nature_of
from cynosure.nature import shipped_labeller
from tests.nature.made_up import batch, demand, label_of, labelled

PHRASES = (
    "The app crashes when I open a file.",
    "Please add a dark mode.",
    "Love it, five stars!",
    "How do I change my password?",
    "Order a second monitor for our new colleague",
    "Die Anmeldung ist kaputt und das nervt sehr",
    "Traceback (most recent call last): KeyError 'id'",
    "???",
    "",
    "ログインできません",
    "a\x00b",
)
texts = st.one_of(st.none(), st.sampled_from(PHRASES), st.text(max_size=60))
demands = st.builds(
    demand,
    texts,
    title=texts,
    reported_type=st.sampled_from([None, "", "Bug", "Feature Request", "Sub-task"]),
    labels=st.lists(st.sampled_from(["bug", "help wanted", "wontfix"]), max_size=2),
)


class TestWhatIsClear:
    @pytest.mark.parametrize(
        ("title", "body", "nature", "code"),
        [
            ("Crash on save", "The editor crashes with an error when I save.", "failure", "broken"),
            ("Export fails", "Exporting to CSV gives an exception.", "failure", "broken"),
            ("Add dark mode", "Please add support for a dark theme.", "value", "new_capability"),
            (None, "I can't log in to my account, it says locked out.", "failure", "unavailable"),
            (None, "The page takes ages to load, it is so slow.", "failure", "slow"),
            ("How to configure the proxy?", "It is not documented.", "failure", "unclear"),
            (None, "Great app, I love it!", "none", None),
        ],
    )
    def test_gets_its_nature_and_code(
        self, title: str | None, body: str, nature: str, code: str | None
    ) -> None:
        label = label_of(body, title=title)

        assert (label["nature"], label["code"]) == (nature, code)

    def test_names_the_labeller_and_its_version(self) -> None:
        assert label_of("It crashes.")["labeller"] == shipped_labeller().name


class TestTheReportedType:
    def test_is_weighed_against_the_text_and_never_believed(self) -> None:
        plain = label_of("The editor crashes with an error when I save.")
        called_a_wish = label_of(
            "The editor crashes with an error when I save.", reported_type="Feature request"
        )

        assert called_a_wish["nature"] == "failure"
        assert called_a_wish["failure_probability"] < plain["failure_probability"]

    def test_decides_with_low_confidence_where_there_is_no_text(self) -> None:
        label = label_of(reported_type="Bug")

        assert label["nature"] == "failure"
        assert label["probability"] < 0.9

    def test_may_stand_among_the_labels(self) -> None:
        assert label_of(labels=["bug"])["nature"] == "failure"

    def test_without_a_general_meaning_is_no_hint(self) -> None:
        assert label_of(reported_type="Sub-task 7")["nature"] is None

    def test_of_a_desk_may_be_an_incident(self) -> None:
        assert label_of(reported_type="Incident")["nature"] == "failure"


class TestUnknown:
    @pytest.mark.parametrize("body", [None, "", "  \n", "..."])
    def test_is_what_has_neither_text_nor_type(self, body: str | None) -> None:
        label = label_of(body)

        said = {name: value for name, value in label.items() if value is not None}
        assert set(said) == {"demand_id", "labeller"}


class TestAnotherLanguage:
    def test_makes_the_labeller_less_sure(self) -> None:
        english = label_of("The app crashes and I cannot save my work")
        named = label_of("The app crashes and I cannot save my work", language="de")

        assert named["probability"] < english["probability"]

    def test_still_gets_a_nature_from_its_type(self) -> None:
        label = label_of("Das ist nicht so und die Seite ist weg", reported_type="Bug")

        assert label["nature"] == "failure"


class TestLabels:
    @given(st.lists(demands, max_size=12))
    @settings(max_examples=60)
    def test_keep_to_the_codebook(self, some: list[dict[str, Any]]) -> None:
        found = shipped_labeller().label(batch(*some))

        assert found.schema == LABELS
        assert found["demand_id"].to_pylist() == [each["demand_id"] for each in some]
        for label in found.to_pylist():
            assert_sound(label)

    @given(st.lists(demands, min_size=1, max_size=8), st.integers(0, 7), st.randoms())
    @settings(max_examples=40)
    def test_do_not_depend_on_the_batch_or_its_order(
        self, some: list[dict[str, Any]], cut: int, chance: Any
    ) -> None:
        some = [{**each, "demand_id": f"desk:{i}"} for i, each in enumerate(some)]
        together = {label["demand_id"]: label for label in labelled(*some)}
        shuffled = chance.sample(some, len(some))

        apart = labelled(*shuffled[:cut]) + labelled(*shuffled[cut:])

        assert {label["demand_id"]: label for label in apart} == together

    def test_are_the_same_in_a_batch_larger_than_is_scored_at_once(self) -> None:
        many = [demand(PHRASES[i % 7], demand_id=f"desk:{i}") for i in range(4500)]

        found = labelled(*many)

        once = {i: found[i]["probability"] for i in range(7)}
        assert len(found) == 4500
        assert all(found[i]["probability"] == once[i % 7] for i in range(4500))

    def test_of_a_slice_are_the_slice_of_the_labels(self) -> None:
        many = batch(*(demand(phrase, title=phrase[:5]) for phrase in PHRASES))

        assert (
            shipped_labeller()
            .label(many.slice(3, 5))
            .equals(shipped_labeller().label(many).slice(3, 5))
        )

    def test_of_no_demands_are_none(self) -> None:
        assert shipped_labeller().label(batch()).num_rows == 0


class TestHugeTexts:
    def test_are_read_as_far_as_the_training_texts_were(self) -> None:
        start = ("The app crashes when I save. " * 30)[:480]

        huge = label_of(start + "love " * 2_000_000)

        assert huge == label_of(start)

    def test_of_one_endless_word_have_a_label(self) -> None:
        assert_sound(label_of("x" * 10_000_000, title="é" * 1_000_000))


class TestTheWeights:
    def test_are_small(self) -> None:
        from cynosure.nature.labeller import WEIGHTS

        assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < 16_000_000


def assert_sound(label: dict[str, Any]) -> None:
    nature, code = label["nature"], label["code"]
    if nature is None:
        assert code is None
        assert label["probability"] is None
        return
    assert nature in NATURES
    failure, value = label["failure_probability"], label["value_probability"]
    none = 1 - failure - value
    assert -2e-5 < none < 1 + 2e-5
    chances = {"failure": failure, "value": value, "none": none}
    assert label["probability"] == pytest.approx(max(chances.values()), abs=2e-5)
    assert chances[nature] == pytest.approx(label["probability"], abs=2e-5)
    assert label["second_code"] in CODES
    assert label["second_code"] != code
    if nature == "none":
        assert code is None
        assert label["code_probability"] is None
    else:
        assert nature_of(code) == nature
        assert 0 < label["code_probability"] <= label["probability"] + 2e-5


def test_the_schema_of_made_up_demands_is_what_a_store_hands_out() -> None:
    from cynosure.demand import DEMANDS

    for field in batch().schema:
        assert DEMANDS.field(field.name).type == field.type, field.name
    assert pa.types.is_list(batch().schema.field("labels").type)
