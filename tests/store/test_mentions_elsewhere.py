"""A name is found in what somebody sent, however JSON or an address spells it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

from hypothesis import given
from hypothesis import strategies as st

from cynosure.store.mentions import Mentions
from cynosure.store.refusals import Refusals

AT = datetime(2026, 3, 9, tzinfo=UTC)
# A name begins and ends as words do; what stands between is anything that a name may hold.
NAMES = st.from_regex(r"[a-z][a-z0-9äéßø@. ']{2,20}[a-z]", fullmatch=True)


def known(*names: str) -> Mentions:
    refusals, _, _ = Refusals(b"k" * 32, {}).with_person(askers=names, names=names, at=AT)
    return refusals.mentions()


@given(name=NAMES, before=st.sampled_from(["", "of ", "+", '"']), after=st.sampled_from(["", " ."]))
def test_is_found_as_it_is_and_as_it_is_spelt(name: str, before: str, after: str) -> None:
    text = before + name + after
    spelt = [text, json.dumps(text), quote(text), quote_plus(text), quote_plus(json.dumps(text))]

    assert known(name).said_in(spelt) == set(range(len(spelt)))


def test_is_not_found_within_another_word() -> None:
    assert known("ana").said_in(["banana", "anabel", "%41nabel", "\\u0061nabel", "ana"]) == {4}


def test_nobody_erased_is_found_nowhere() -> None:
    assert known().said_in(["anything", ""]) == set()


def test_half_a_letter_does_no_harm() -> None:
    assert known("ana").said_in(["\\ud83d ana", "\udce9 ana", "\\ud83d\\ude00"]) == {0, 1}
