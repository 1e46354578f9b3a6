"""`labellers.toml`: everything wrong with it is said, and no key is ever in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.labellers import read_configuration

WHOLE = """\
chain = ["by-hand", "rules", "gpt", "model"]
[by-hand]
kind = "table"
file = "labels.csv"
[rules]
file = "rules.toml"
[gpt]
kind = "language-model"
address = "https://models.example.com/v1/"
model = "m-1"
key_from = "OUR_KEY"
max_calls = 10
max_cost = 1.5
price_in = 0.1
price_out = 0.4
options = { temperature = 0, max_tokens = 900 }
"""


class TestAConfiguration:
    def test_is_read_in_its_order(self) -> None:
        told, wrong = read_configuration(WHOLE)

        assert wrong == []
        assert [(part.name, part.kind) for part in told.chain] == [
            ("by-hand", "table"),
            ("rules", "rules"),
            ("gpt", "language-model"),
            ("model", "model"),
        ]
        model = told.chain[2].language_model
        assert model is not None
        assert (model.address, model.max_cost) == ("https://models.example.com/v1", 1.5)

    def test_says_everything_that_is_wrong_at_once(self) -> None:
        _, wrong = read_configuration(
            'chain = ["rules", "rules", "ghost"]\n[rules]\n[other]\nkind = "magic"\n'
            '[gpt]\nkind = "language-model"\nadress = "x"\nmax_calls = 0\nmax_cost = 1\n'
        )

        whole = "\n".join(wrong)
        for words in (
            "chain names 'rules' 2 times",
            "no section [ghost]",
            "[other] is not in the chain",
            "[other] kind is 'magic'",
            "[rules] file is None",
            "[gpt] 'adress' is no setting. Did you mean 'address'?",
            "[gpt] address is None",
            "[gpt] model is None",
            "[gpt] max_calls is 0",
            "[gpt] max_cost needs price_in and price_out",
        ):
            assert words in whole

    @pytest.mark.parametrize(
        "address",
        ["models.example.com/v1", "ftp://x/v1", "http://models.example.com/v1", "https://",
         "http://127.0.0.1.example.com/v1", "http://0x7f000001.example.com", "https://[::1",
         "https://host:port/v1", "https://host/v1?key=1", "https://user:secret@host/v1"],
    )  # fmt: skip
    def test_refuses_an_address_that_is_not_safe(self, address: str) -> None:
        text = f'chain=["l"]\n[l]\nkind="language-model"\nmodel="m"\naddress="{address}"'

        _, (wrong,) = read_configuration(text)

        assert "address" in wrong
        assert "secret" not in wrong

    @pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "127.9.9.9:80", "[::1]:8080"])
    def test_lets_this_machine_be_asked_without_encryption(self, host: str) -> None:
        text = f'chain=["l"]\n[l]\nkind="language-model"\nmodel="m"\naddress="http://{host}/v1"'

        assert read_configuration(text)[1] == []

    def test_never_shows_a_key_that_was_written_into_it(self) -> None:
        text = WHOLE.replace("OUR_KEY", "sk-very-secret")

        _, (wrong,) = read_configuration(text)

        assert "never the key itself" in wrong
        assert "very-secret" not in wrong

    @given(st.text())
    def test_is_never_a_surprise(self, text: str) -> None:
        told, wrong = read_configuration(text)

        assert bool(told.chain) != bool(wrong)
