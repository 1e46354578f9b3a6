"""The inbox keeps what machines sent for good, once, until the store has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from cynosure.register import Register, accepting, inbox
from cynosure.register.inbox import KeyReused, Waiting
from cynosure.register.scope import within
from cynosure.register.workspaces import number_of

AT = datetime(2026, 3, 9, 9, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("register")


def accept(identity: str, body: bytes = b"{}", *, sender: str = "github") -> inbox.Accepted:
    return inbox.accept(sender, identity, body, at=AT)


def named(waiting: list[Waiting] | tuple[Waiting, ...] | object) -> str:
    assert isinstance(waiting, list)
    return "import " + " ".join(str(each.number) for each in waiting)


def begin(limit: int = 100) -> inbox.Begun | None:
    return inbox.begin(limit, named=named)


def begun(limit: int = 100) -> inbox.Begun:
    found = begin(limit)
    assert found is not None
    return found


class TestAccepting:
    def test_keeps_the_bytes_as_they_came(self) -> None:
        body = bytes(range(256)) * 100

        accept("a", body)

        (waiting,) = begun().deliveries
        assert (waiting.body, waiting.sender, waiting.accepted_at) == (body, "github", AT)

    def test_keeps_the_same_delivery_once(self) -> None:
        first, second = accept("a"), accept("a")

        assert (first.seen_before, second.seen_before) == (False, True)
        assert first.number == second.number
        assert len(begun().deliveries) == 1

    def test_tells_senders_apart(self) -> None:
        assert not accept("a").seen_before
        assert not accept("a", sender="jira").seen_before

    def test_tells_workspaces_apart(self, register: Register, tmp_path: Path) -> None:
        accept("a")
        other = tmp_path / "other"
        other.mkdir()

        with within(number_of(other, register.root, create=True)):
            assert not accept("a").seen_before
            assert [row.identity for row in inbox.recent()] == ["a"]

    def test_recognises_an_identity_of_any_length(self) -> None:
        assert not accept("x" * 5_000).seen_before
        assert accept("x" * 5_000).seen_before
        assert not accept("x" * 5_001).seen_before

    def test_of_another_body_under_a_used_key_is_refused(self) -> None:
        inbox.accept("api", "key-1", b"one", at=AT, one_body=True)

        assert inbox.accept("api", "key-1", b"one", at=AT, one_body=True).seen_before
        with pytest.raises(KeyReused, match="key-1"):
            inbox.accept("api", "key-1", b"two", at=AT, one_body=True)

    def test_is_on_the_disk_when_it_is_told(self) -> None:
        accept("a")

        # FULL: the log is synced at each commit, which PostgreSQL does unless told otherwise
        asked, told = {
            "sqlite": ("PRAGMA synchronous", 2),
            "postgresql": ("SHOW synchronous_commit", "on"),
        }[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(asked)
            assert cursor.fetchone() == (told,)

    def test_of_many_at_once_keeps_each_once(self, register: Register) -> None:
        assert register.workspace is not None
        workspace = register.workspace

        def send(number: int) -> bool:
            with within(workspace):
                try:
                    return accept(str(number % 20)).seen_before
                finally:
                    connection.close()

        with ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(send, range(60)))

        assert seen.count(False) == 20
        assert len(begun().deliveries) == 20


class TestManyAtTheDoorAtOnce:
    """The first writes for all who wait, in one commit."""

    def together(self, register: Register, root: Path, numbers: range) -> list[inbox.Accepted]:
        """Accept deliveries of two workspaces at once, all waiting for one writer."""
        other = root / "other"
        other.mkdir()
        workspaces = [register.workspace, number_of(other, register.root, create=True)]

        def send(number: int) -> inbox.Accepted:
            workspace = workspaces[number % 2]
            assert workspace is not None
            with within(workspace):
                try:
                    return accept(str(number // 2 % 5), b"%d" % number)
                finally:
                    connection.close()

        with ThreadPoolExecutor(len(numbers)) as pool:
            with accepting._in_turn:  # nobody writes before all have come
                sent = [pool.submit(send, number) for number in numbers]
                while len(accepting._waiting) < len(numbers):
                    pass
            return [each.result() for each in sent]

    def test_are_each_kept_once_in_the_workspace_that_they_are_of(
        self, register: Register, tmp_path: Path
    ) -> None:
        kept = self.together(register, tmp_path, range(20))

        # One of two with the same identity was the first, and both have its number.
        assert len({each.number for each in kept}) == 10
        assert {row.identity for row in inbox.recent()} == {"0", "1", "2", "3", "4"}
        assert len(inbox.recent()) == 5

    def test_are_written_in_one_commit(
        self, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        groups: list[int] = []
        write = accepting._write

        def counted(group: list[object]) -> None:
            groups.append(len(group))
            write(group)  # type: ignore[arg-type]

        monkeypatch.setattr(accepting, "_write", counted)

        self.together(register, tmp_path, range(8))

        assert groups == [8]

    def test_are_all_told_where_nothing_can_be_written(
        self, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: object) -> None:
            raise OperationalError("database or disk is full")

        monkeypatch.setattr(accepting, "_write", full)

        with pytest.raises(OperationalError, match="full"):
            self.together(register, tmp_path, range(4))
        monkeypatch.undo()
        assert inbox.recent() == []
        assert not accept("a").seen_before  # the door is open again


class TestMoving:
    def test_begins_with_the_oldest_of_one_sender(self) -> None:
        for identity, sender in (("a", "jira"), ("b", "github"), ("c", "jira")):
            accept(identity, sender=sender)

        first = begun()

        assert [each.sender for each in first.deliveries] == ["jira", "jira"]
        assert not first.again

    def test_takes_no_more_than_it_may(self) -> None:
        for number in range(5):
            accept(str(number))

        assert len(begun(3).deliveries) == 3

    def test_goes_on_with_what_was_begun_under_the_same_name(self) -> None:
        accept("a")
        first = begun()
        accept("b")  # came since

        second = begun()

        assert second.again
        assert second.import_id == first.import_id
        assert second.deliveries == first.deliveries

    def test_lets_go_of_the_words_when_the_store_has_them(self) -> None:
        accept("a", b"words of a customer")
        first = begun()

        assert inbox.moved(first.import_id, at=AT) == 1

        assert begin() is None
        (row,) = inbox.recent()
        assert (row.state, row.import_id) == ("moved", first.import_id)
        row.refresh_from_db()
        assert row.body is None

    def test_marks_twice_as_once(self) -> None:
        accept("a")
        first = begun()
        inbox.moved(first.import_id, at=AT)

        assert inbox.moved(first.import_id, at=AT + timedelta(hours=1)) == 0
        assert inbox.recent()[0].moved_at == AT

    def test_tries_those_that_failed_one_by_one_and_gives_up(self) -> None:
        for identity in ("a", "b"):
            accept(identity)
        inbox.failed(begun().import_id, why="no room", at=AT)
        accept("c")

        assert len(begun().deliveries) == 1
        for _ in range(2):
            inbox.failed(begun().import_id, why="broken", at=AT)
        assert len(begun().deliveries) == 1  # the next: the first was given up

        states = {row.identity: (row.state, row.why) for row in inbox.recent()}
        assert states["a"] == ("failed", "broken")
        assert inbox.counts() == {"waiting": 2, "failed": 1}

    def test_of_what_was_given_up_can_be_tried_again(self) -> None:
        accept("a")
        for _ in range(inbox.MOST_ATTEMPTS):
            inbox.failed(begun().import_id, why="broken", at=AT)
        (row,) = inbox.recent()
        assert begin() is None

        assert inbox.try_again(row.pk)

        assert len(begun().deliveries) == 1
        assert not inbox.try_again(row.pk)

    def test_of_what_was_let_go_of_keeps_no_other(self) -> None:
        accept("a")
        for _ in range(inbox.MOST_ATTEMPTS):
            inbox.failed(begun().import_id, why="broken", at=AT)
        (row,) = inbox.recent()
        assert inbox.given_up() == {row.pk}

        assert inbox.let_go(row.pk)

        assert not inbox.try_again(row.pk), "nothing is left that could be moved"
        assert not inbox.let_go(row.pk)
        assert inbox.given_up() == set()
        assert inbox.counts() == {"waiting": 0, "failed": 0}
        accept("b")
        assert [each.number for each in begun().deliveries] == [row.pk + 1]
        inbox.moved(begun().import_id, at=AT)
        assert inbox.tidy(at=AT + timedelta(days=91)) == 2

    def test_forgets_after_a_while(self) -> None:
        accept("a")
        inbox.moved(begun().import_id, at=AT)

        assert inbox.tidy(at=AT + timedelta(days=89)) == 0
        assert inbox.tidy(at=AT + timedelta(days=91)) == 1
