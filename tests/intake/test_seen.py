from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.seen import Seen, Sight

pairs = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xyz"))


class TestSeen:
    @given(st.lists(st.lists(pairs, max_size=12), max_size=12))
    def test_agrees_with_a_dictionary(self, batches: list[list[tuple[str, str]]]) -> None:
        seen, known = Seen(), dict[str, str]()
        for batch in batches:
            expected = []
            for name, content in batch:
                if name not in known:
                    expected.append(Sight.NEW)
                else:
                    expected.append(Sight.SAME if known[name] == content else Sight.OTHER)
                known.setdefault(name, content)

            sights = seen.look([name for name, _ in batch], [content for _, content in batch])

            assert sights == expected

    def test_keeps_few_runs_of_many_ids(self) -> None:
        seen = Seen()
        for start in range(0, 20_000, 100):
            names = [str(number) for number in range(start, start + 100)]
            assert set(seen.look(names, names)) == {Sight.NEW}

        assert set(seen.look(["0", "19999"], ["0", "19999"])) == {Sight.SAME}
        assert len(seen._runs) < 12
