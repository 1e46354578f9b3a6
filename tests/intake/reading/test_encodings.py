import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.reading.encodings import told_from

SAID = "id;Betreff\n1;Größe läßt sich nicht ändern, café, naïve\n"


class TestToldFrom:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
    )
    def test_decodes_what_was_written(self, encoding: str) -> None:
        head = SAID.encode(encoding)

        assert head.decode(told_from(head).name) == SAID

    def test_tells_cyrillic(self) -> None:
        said = "номер;тема\n" + "1;Не могу войти в личный кабинет, помогите пожалуйста\n" * 20

        assert said.encode("cp1251").decode(told_from(said.encode("cp1251")).name) == said

    def test_keeps_utf8_where_a_few_bytes_are_wrong(self) -> None:
        head = ("ä ö ü ß é\n" * 5).encode() + "ä\n".encode("latin-1")

        assert told_from(head).name == "utf-8"

    def test_leaves_open_what_ascii_does_not_tell(self) -> None:
        told = told_from(b"id,title\n1,plain\n")

        assert (told.name, told.fallback) == ("utf-8", "cp1252")

    @given(st.text(min_size=1))
    def test_takes_any_utf8_text_for_what_it_is(self, said: str) -> None:
        head = said.encode()
        if b"\0" in head:
            return

        assert head.decode(told_from(head).name).lstrip("\ufeff") == said.lstrip("\ufeff")

    @given(st.binary(max_size=200))
    def test_names_an_encoding_that_exists(self, head: bytes) -> None:
        head.decode(told_from(head).name, "replace")
