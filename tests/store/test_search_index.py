"""The index for search is whole whatever happens to it, and holds nobody who was erased."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from cynosure.search import Index, Segment, read_by
from cynosure.store import DemandStore, open_store
from cynosure.store.search_index import DamagedIndex, SearchIndexFolder
from cynosure.wiring import open_place
from cynosure.wiring.search import open_search
from cynosure.workflows.found_texts import FoundText
from cynosure.workflows.searching import searcher_of
from tests.store.contents import everything
from tests.store.incoming import day, demand, incoming
from tests.store.killed import ended, started

KILLED = -9
FOLDER = Path("cache") / "search"
FILES = (
    "index.json", "ids.arrow", "texts.arrow", "stamps.npy", "lengths.npy", "meanings.npy",
    "norms.npy", "numbers.npy", "starts.npy", "postings.npy",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> DemandStore:
    store = open_store(tmp_path / "workspace", create=True)
    some = [demand(n, body=f"The refund number {n} never came", asker="Zelda") for n in range(40)]
    store.take_in(incoming("i1", *some, exported_at=day(3)))
    return store


def take_in_more(store: DemandStore) -> None:
    changed = [demand(n, body=f"The invoice {n} is wrong") for n in range(0, 60, 2)]
    store.take_in(incoming("i2", *changed, exported_at=day(5)))


def search(folder: Path, text: str) -> tuple[list[FoundText], tuple[str, ...]]:
    with open_place(folder) as place:
        searcher = open_search(place)
        return searcher.search(text, by="words", limit=1_000), searcher.notes


def found(folder: Path, text: str) -> list[str]:
    return [one.demand_id for one in search(folder, text)[0]]


def folder_of(store: DemandStore) -> SearchIndexFolder:
    return SearchIndexFolder(store.folder, wait_seconds=60)


def index_of(store: DemandStore) -> Index:
    index = folder_of(store).read()
    assert index is not None
    return index


class TestAKeptIndex:
    def test_is_read_again_as_it_was_kept(self, store: DemandStore) -> None:
        first = search(store.folder, "refund 7")
        names = {part.segment.name for part in index_of(store).parts}

        assert search(store.folder, "refund 7") == first
        assert {part.segment.name for part in index_of(store).parts} == names

    def test_follows_what_is_taken_in(self, store: DemandStore) -> None:
        assert len(found(store.folder, "refund")) == 40

        take_in_more(store)

        assert len(found(store.folder, "refund")) == 20
        assert len(found(store.folder, "invoice")) == 30
        assert index_of(store).rows == 50

    def test_answers_as_one_made_at_once(self, store: DemandStore, tmp_path: Path) -> None:
        search(store.folder, "refund")
        take_in_more(store)
        shutil.copytree(store.folder, tmp_path / "anew")
        shutil.rmtree(tmp_path / "anew" / "cache")

        for text in ("refund 7", "invoice", "never wrong"):
            assert search(store.folder, text) == search(tmp_path / "anew", text)

    def test_keeps_nothing_that_its_list_does_not_name(self, store: DemandStore) -> None:
        search(store.folder, "refund")
        take_in_more(store)
        search(store.folder, "refund")
        (store.folder / FOLDER / "left-over").mkdir()
        store.take_in(incoming("i3", demand(99, body="one more"), exported_at=day(7)))
        search(store.folder, "refund")

        named = {part.segment.name for part in index_of(store).parts}
        there = {path.name for path in (store.folder / FOLDER).iterdir() if path.is_dir()}
        assert there == named

    def test_of_another_reading_is_made_anew(self, store: DemandStore) -> None:
        search(store.folder, "refund")
        listed = store.folder / FOLDER / "index.json"
        listed.write_text(listed.read_text().replace(read_by(), "an earlier one"))

        assert len(found(store.folder, "refund")) == 40
        assert index_of(store).read_by == read_by()

    def test_that_holds_what_the_store_does_not_is_made_anew(self, store: DemandStore) -> None:
        search(store.folder, "refund")
        other = open_store(store.folder.parent / "other", create=True)
        other.take_in(incoming("i1", demand(1, body="refund"), exported_at=day(3)))
        shutil.copytree(store.folder / "cache", other.folder / "cache")

        assert found(other.folder, "refund") == ["desk:1"]


class TestADamagedIndex:
    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("harm", ["cut", "emptied", "gone"])
    def test_is_made_anew_and_says_so(self, store: DemandStore, name: str, harm: str) -> None:
        whole, _ = search(store.folder, "refund 7")
        (file,) = (store.folder / FOLDER).rglob(name)
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[: -20 if harm == "cut" else 0])

        again, notes = search(store.folder, "refund 7")

        assert again == whole
        # Without its list there is no index, which is nothing to be told.
        assert bool(notes) == ((name, harm) != ("index.json", "gone"))
        assert all("made anew" in note for note in notes)
        assert search(store.folder, "refund 7") == (whole, ())

    def test_of_a_later_format_is_made_anew(self, store: DemandStore) -> None:
        search(store.folder, "refund")
        listed = store.folder / FOLDER / "index.json"
        listed.write_text(listed.read_text().replace('"format": 1', '"format": 2'))

        with pytest.raises(DamagedIndex, match="format is 2"):
            folder_of(store).read()
        assert len(found(store.folder, "refund")) == 40


class LostWhileRead(SearchIndexFolder):
    """A folder whose segments another process joined between our look at the list and at them."""

    lost = True

    def read(self) -> Index | None:
        if self.lost:
            self.lost = False
            raise DamagedIndex(self._folder, "a segment is missing")
        return super().read()


class TestAnIndexThatAnotherProcessChanged:
    def test_is_read_again_without_a_word(self, store: DemandStore) -> None:
        whole, _ = search(store.folder, "refund 7")
        before = index_of(store)

        with open_place(store.folder) as place:
            lost = LostWhileRead(store.folder, wait_seconds=60)
            searcher = searcher_of(lost, place.store.snapshot, place.engine)
            found = searcher.search("refund 7", by="words", limit=1_000)

        assert (found, searcher.notes) == (whole, ())
        assert index_of(store).parts[0].segment.name == before.parts[0].segment.name


class TestAnIndexThatCannotBeKept:
    def test_is_made_in_memory_and_says_so(self, store: DemandStore) -> None:
        (store.folder / "cache").write_text("a file where the folder should be")

        answers, notes = search(store.folder, "refund")

        assert len(answers) == 40
        assert "in memory" in notes[0]


class KilledAt(SearchIndexFolder):
    """A folder whose process is killed at a step of a change."""

    def __init__(self, workspace: Path, step: str) -> None:
        super().__init__(workspace, wait_seconds=60)
        self._step = step

    def keep(self, segment: Segment) -> Segment:
        self._die("before a segment")
        kept = super().keep(segment)
        self._die("behind a segment")
        return kept

    def publish(self, index: Index) -> None:
        self._die("before the list")
        super().publish(index)
        self._die("behind the list")

    def _die(self, step: str) -> None:
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)


def update_until(folder: str, step: str) -> None:
    with open_place(Path(folder)) as place:
        searcher_of(KilledAt(Path(folder), step), place.store.snapshot, place.engine)


def update(folder: str) -> None:
    search(Path(folder), "refund")


class TestAKilledUpdate:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "step", ["before a segment", "behind a segment", "before the list", "behind the list"]
    )
    def test_leaves_the_index_before_or_after(self, store: DemandStore, step: str) -> None:
        search(store.folder, "refund")
        take_in_more(store)

        assert ended(started(update_until, str(store.folder), step)) == KILLED

        assert index_of(store).rows == (50 if step == "behind the list" else 40)
        assert len(found(store.folder, "invoice")) == 30
        named = {part.segment.name for part in index_of(store).parts}
        there = {path.name for path in (store.folder / FOLDER).iterdir() if path.is_dir()}
        assert step == "behind the list" or there == named


class TestSeveralProcesses:
    @pytest.mark.slow
    def test_make_one_index_between_them(self, store: DemandStore) -> None:
        others = [started(update, str(store.folder)) for _ in range(3)]

        assert [ended(one) for one in others] == [0, 0, 0]
        assert index_of(store).rows == 40
        assert len(found(store.folder, "refund")) == 40


class TestAnErasedPerson:
    @pytest.fixture
    def erased(self, store: DemandStore) -> DemandStore:
        store.take_in(
            incoming(
                "i2", demand(90, asker="quillon", title="I am quillon", body="refund"),
                exported_at=day(5),
            )
        )  # fmt: skip
        assert "desk:90" in found(store.folder, "quillon")
        store.erase("quillon", at=day(10))
        return store

    def test_is_in_no_index(self, erased: DemandStore) -> None:
        assert not (erased.folder / FOLDER).exists()
        assert not found(erased.folder, "quillon")
        assert len(found(erased.folder, "refund")) == 40
        assert not [file for file, held in everything(erased.folder) if b"quillon" in held]

    def test_is_in_no_index_that_an_erasure_did_not_come_to(self, store: DemandStore) -> None:
        search(store.folder, "refund")
        (store.folder / "erasure-unfinished").touch()

        take_in_more(store)

        assert not (store.folder / FOLDER).exists()
