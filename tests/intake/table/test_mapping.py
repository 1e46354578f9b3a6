from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.table.mapping import (
    MEANINGS,
    Mapping,
    WrongMapping,
    read_mapping,
    write_mapping,
)
from cynosure.intake.table.names import FIELD_NAMES
from tests.intake.taking import write

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)
mappings = st.builds(
    Mapping,
    source=st.none() | words,
    day_first=st.none() | st.booleans(),
    timezone=st.none() | st.sampled_from(["Europe/Berlin", "+02:00"]),
    columns=st.dictionaries(
        st.sampled_from(sorted(FIELD_NAMES)),
        st.lists(words, min_size=1, max_size=3).map(tuple),
        max_size=4,
    ),
    statuses=st.dictionaries(words.map(str.strip).filter(bool), st.sampled_from(MEANINGS)),
    satisfaction=st.none() | st.just((1.0, 5.0)),
)


class TestMapping:
    @given(mappings)
    def test_comes_back_as_it_was_written(
        self, tmp_path_factory: pytest.TempPathFactory, mapping: Mapping
    ) -> None:
        path = tmp_path_factory.mktemp("mapping") / "mapping.toml"
        write_mapping(mapping, path)

        assert read_mapping(path) == mapping

    def test_explains_itself(self, tmp_path: Path) -> None:
        write_mapping(Mapping(columns={"title": ("Betreff",)}), tmp_path / "a.toml")

        text = (tmp_path / "a.toml").read_text()

        assert 'title = "Betreff"' in text
        assert "give it with --mapping" in text


class TestReadMapping:
    def test_tells_all_that_is_wrong_at_once(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "a.toml",
            'timezone = "Berlin"\nday_first = "yes"\nsatisfaction = [5, 1]\ncolour = "red"\n'
            '[columns]\ntitel = "Betreff"\nbody = 7\n[statuses]\n"erledigt" = "done"\n',
        )

        with pytest.raises(WrongMapping) as refused:
            read_mapping(path)

        said = "\n".join(refused.value.problems)
        assert len(refused.value.problems) == 7
        for hint in ("Europe/Berlin", "day_first is 'yes'", "[1, 5]", "'colour'", "Did you mean 'title'",
                     "body is 7", "'erledigt' is 'done'"):  # fmt: skip
            assert hint in said

    @pytest.mark.parametrize("text", ["columns = ", "\xff\xfe", "[columns\n"])
    def test_says_that_it_is_no_toml(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(WrongMapping, match="It is no TOML"):
            read_mapping(write(tmp_path / "a.toml", text.encode("latin-1")))

    def test_says_how_to_make_one(self, tmp_path: Path) -> None:
        with pytest.raises(WrongMapping, match="--save-mapping"):
            read_mapping(tmp_path / "none.toml")
