from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cynosure.nature.deciding.comparing import Comparison
from cynosure.nature.deciding.own_file import (
    CARD,
    OwnModel,
    UnusableOwnModel,
    drop_own_model,
    has_own_model,
    keep_own_model,
    read_own_model,
    write_weights,
)
from tests.nature.made_up import small_model

COMPARED = Comparison(
    decisions=40, own_right=38, shipped_right=30, causes=39, own_causes_right=30,
    shipped_causes_right=20, own_surprise=0.3, shipped_surprise=0.5, gain=3.0, nature_gain=2.0,
    right_gain=1.5,
)  # fmt: skip


def kept(folder: Path, seed: int | None = 1) -> OwnModel:
    model = None if seed is None else write_weights(folder, small_model(seed))
    own = OwnModel(
        stands_on="09c3", lessons=40, taught_by="77", audits="", comparison=COMPARED, model=model
    )
    keep_own_model(folder, own)
    return own


class TestOwnModel:
    def test_comes_back_as_it_was_kept(self, tmp_path: Path) -> None:
        own = kept(tmp_path)

        found = read_own_model(tmp_path)

        assert found is not None
        assert found.comparison == COMPARED
        assert found.model is not None
        assert own.model is not None
        assert found.model.fingerprint == own.model.fingerprint

    def test_takes_the_place_of_the_one_before(self, tmp_path: Path) -> None:
        kept(tmp_path, seed=1)

        kept(tmp_path, seed=2)

        assert len(list(tmp_path.iterdir())) == 2

    def test_counts_only_from_its_card_on(self, tmp_path: Path) -> None:
        before = kept(tmp_path, seed=1)

        write_weights(tmp_path, small_model(2))  # and killed here

        found = read_own_model(tmp_path)
        assert found is not None
        assert found.model is not None
        assert before.model is not None
        assert found.model.fingerprint == before.model.fingerprint

    def test_may_be_one_that_is_not_used(self, tmp_path: Path) -> None:
        kept(tmp_path, seed=None)

        found = read_own_model(tmp_path)

        assert found is not None
        assert found.model is None

    def test_goes_whole(self, tmp_path: Path) -> None:
        kept(tmp_path)
        assert has_own_model(tmp_path)

        drop_own_model(tmp_path)

        assert not has_own_model(tmp_path)
        assert read_own_model(tmp_path) is None

    @pytest.mark.parametrize("which", ["card", "weights"])
    def test_cut_short_anywhere_is_said_with_the_next_step(
        self, tmp_path: Path, which: str
    ) -> None:
        kept(tmp_path)
        (weights,) = tmp_path.glob("own_model-*.npz")
        path = tmp_path / CARD if which == "card" else weights
        whole = path.read_bytes()

        for length in [*range(0, len(whole) - 2, max(1, len(whole) // 40))]:
            path.write_bytes(whole[:length])
            with pytest.raises(UnusableOwnModel, match="cynosure learn --workspace"):
                read_own_model(tmp_path)

    def test_damaged_anywhere_is_never_read_as_another(self, tmp_path: Path) -> None:
        own = kept(tmp_path)
        assert own.model is not None
        (path,) = tmp_path.glob("own_model-*.npz")
        whole = path.read_bytes()

        for place in np.random.default_rng(3).integers(0, len(whole), 60):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
            try:
                found = read_own_model(tmp_path)
            except UnusableOwnModel:
                continue
            assert found is not None
            assert found.model is not None
            assert found.model.fingerprint == own.model.fingerprint

    @pytest.mark.parametrize(
        "change",
        [{"format": 99}, {"stands_on": ...}, {"comparison": {"decisions": 1}}, {"weights": "no"},
         {"comparison": 5}, {"audits": ...}],
    )  # fmt: skip
    def test_of_another_version_is_refused_in_words(
        self, tmp_path: Path, change: dict[str, object]
    ) -> None:
        kept(tmp_path)
        card = json.loads((tmp_path / CARD).read_text(encoding="utf-8")) | change
        card = {name: value for name, value in card.items() if value is not ...}
        (tmp_path / CARD).write_text(json.dumps(card), encoding="utf-8")

        with pytest.raises(UnusableOwnModel, match="The shipped model reads"):
            read_own_model(tmp_path)

    def test_that_cannot_be_written_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableOwnModel, match="No such file"):
            write_weights(tmp_path / "nowhere", small_model(1))

        assert list(tmp_path.iterdir()) == []
