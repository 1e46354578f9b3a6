"""A person who was erased is nowhere in a served workspace: neither in what waits nor in what failed."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cynosure.register import open_register
from cynosure.wiring import open_place, working
from cynosure.wiring.forgetting import forget
from cynosure.wiring.uploads import NotKept, Receiving, Upload, upload_called
from tests.intake.deliveries import payloads as of
from tests.store.contents import everything
from tests.wiring.inboxes import AT, accept, inbox_of, issue, rows

# The erasure is asked for the login; the address stands beside it in one delivery that waits.
LOGIN, ADDRESS = "zquux", "Zelda.Quux@example.com"
THEY = {"login": LOGIN, "id": 33, "type": "User", "email": ADDRESS}
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "desk"
    with open_place(folder, create=True):
        pass
    with open_register(folder):
        yield folder


def wait(folder: Path, number: int = 1, **fields: Any) -> None:
    accept(folder, "github", "issues", of.github("opened", issue(number, **fields)), first=number)


def give_up(folder: Path, body: dict[str, Any], *, number: int) -> int:
    """Accept a delivery and give it up; return its number. Call it while nothing else waits."""
    accept(folder, "github", "issues", body, first=number)
    with inbox_of(folder) as inbox:
        for _ in range(inbox.MOST_ATTEMPTS):
            inbox.begin(1, named=lambda waiting: "import-x")
            inbox.failed("import-x", why=f"It cannot be read: {ADDRESS}", at=AT)
        return int(inbox.recent(1)[0].pk)


def send(folder: Path, content: bytes, name: str = "tickets.csv") -> Upload:
    sent = Receiving(folder, limit=10**9)
    sent.begin(name)
    sent.write(content)
    return sent.keep(by="Maria", at=AT)


def erased(folder: Path, asker: str = LOGIN) -> dict[str, Any]:
    """Have somebody erased by a worker that then does whatever is left to do; return the receipt."""
    from cynosure.register import jobs
    from cynosure.wiring.kinds import ERASE

    job = jobs.enqueue(ERASE, {"asker": asker, "by": "Olga"}, by="Olga", at=LATER)
    working.work(folder, now=lambda: LATER, stop=threading.Event(), drain=True)
    job.refresh_from_db()
    assert job.state == "done", job.why
    return dict(job.result)


def traces(folder: Path, *words: str) -> list[str]:
    """Return where any of these words stands: in files, and in rows as they are read."""
    from cynosure.register.dumping import dumped
    from cynosure.register.models import Delivery

    wanted = [word.lower().encode() for word in words]
    held = [(file.name, said) for file, said in everything(folder)]
    held += [("a row", line) for line in dumped()]
    for row in Delivery.objects.exclude(body=None):
        with pa.CompressedInputStream(pa.BufferReader(bytes(row.body or b"")), "zstd") as stream:
            held.append((str(row), bytes(stream.read())))
    return [name for name, said in held if any(word in said.lower() for word in wanted)]


class TestAnErasure:
    def test_leaves_no_trace_in_what_waits_was_given_up_or_was_sent(self, folder: Path) -> None:
        from cynosure.register import jobs
        from cynosure.wiring.kinds import FOUND, OFFER, REGROUP, TAKE_IN

        give_up(folder, of.github("opened", issue(8, body=f"Write to {ADDRESS}")), number=8)
        send(folder, f"id,who,what\n1,{ADDRESS},Late\n".encode(), name=f"of {LOGIN}.csv")
        for kind in (OFFER, REGROUP, FOUND, TAKE_IN):
            asked = jobs.enqueue(kind, {"files": [f"of {LOGIN}.csv"]}, by="Maria", at=AT)
            held = jobs.claim("w", at=AT, kinds=[kind])
            assert held is not None
            said = {"demands": [f"desk:{LOGIN}"], "proposals": [{"examples": [f"desk:{LOGIN}"]}]}
            jobs.done(held, at=AT, result=said)
            assert asked.pk == held.number
        wait(folder, user=THEY, body=f"I am {ADDRESS}")
        assert len(traces(folder, LOGIN, ADDRESS)) > 5

        receipt = erased(folder)

        assert traces(folder, LOGIN, ADDRESS, "zelda") == []
        assert (receipt["demands"], receipt["deliveries"], receipt["uploads"]) == (1, 1, 1)
        with open_place(folder) as place:
            (demand,) = rows(place, "demands")
        assert demand["asker"] == receipt["token"]

    def test_drops_choices_and_proposals_whoever_they_name(self, folder: Path) -> None:
        from cynosure.register import jobs
        from cynosure.wiring.kinds import OFFER, REGROUP

        for kind in (OFFER, REGROUP):
            jobs.enqueue(kind, by="Maria", at=AT)
            held = jobs.claim("w", at=AT, kinds=[kind])
            assert held is not None
            jobs.done(held, at=AT, result={"demands": ["desk:1"], "proposals": []})

        erased(folder)

        assert jobs.recent(OFFER, REGROUP) == []

    def test_keeps_them_out_of_a_delivery_that_comes_after(self, folder: Path) -> None:
        erased(folder)
        wait(folder, user=THEY, title=f"{LOGIN} again")

        working.work(folder, now=lambda: LATER, stop=threading.Event(), drain=True)

        assert traces(folder, LOGIN) == []

    def test_begun_again_after_its_end_gives_the_same_receipt(self, folder: Path) -> None:
        from cynosure.register import jobs

        wait(folder, user=THEY)
        receipt = erased(folder)
        (job,) = jobs.recent("erase")
        with open_place(folder) as place:
            from cynosure.wiring.forgetting import erase

            assert erase(place, job.arguments, LATER, lambda *_: None) == receipt

    def test_is_begun_again_whole_when_it_was_killed_before_its_end(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.register import audit, jobs
        from cynosure.wiring.kinds import ERASE

        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        wait(folder, user=THEY)
        job = jobs.enqueue(ERASE, {"asker": LOGIN}, by="Olga", at=LATER)
        with monkeypatch.context() as patch, open_place(folder) as place:
            patch.setattr(audit, "forget", killed)
            with pytest.raises(KeyboardInterrupt):
                forget(place, LOGIN, at=LATER)
        job.refresh_from_db()
        assert "receipt" not in job.arguments, "what was not reached would never be"

        working.work(folder, now=lambda: LATER, stop=threading.Event(), drain=True)

        assert traces(folder, LOGIN, ADDRESS) == []


class TestADeliveryThatWasGivenUp:
    def test_of_nobody_erased_keeps_its_words(self, folder: Path) -> None:
        kept = give_up(folder, of.github("opened", issue(7)), number=7)
        give_up(folder, of.github("opened", issue(8, user=THEY)), number=8)

        receipt = erased(folder)

        assert receipt["deliveries"] == 1
        from cynosure.register.models import Delivery

        assert [row.pk for row in Delivery.objects.exclude(body=None)] == [kept]


class TestAnUpload:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", f"id,who\n1,{LOGIN.upper()}\n".encode()),
            ("a.json", b'[{"who": "\\u007aquux"}]'),
            ("wide.csv", f"id,who\n1,{LOGIN}\n".encode("utf-16")),
            ("a.csv.gz", gzip.compress(f"id,who\n1,{LOGIN}\n".encode())),
            ("long.csv", b"id,who\n" + b"1,somebody else\n" * 131_072 + f"2,{LOGIN}\n".encode()),
            (f"{LOGIN} 2026.csv", b"id,who\n1,bob\n"),
        ],
        ids=lambda given: given if isinstance(given, str) else "",
    )
    def test_that_names_them_is_let_go_of(self, folder: Path, name: str, content: bytes) -> None:
        upload = send(folder, content, name=name)

        receipt = erased(folder)

        assert (receipt["uploads"], receipt["unread_uploads"]) == (1, 0)
        assert not upload.folder.exists()

    def test_that_does_not_stays(self, folder: Path) -> None:
        upload = send(folder, f"id,who\n1,bob\n2,{LOGIN}son\n".encode())

        assert erased(folder)["uploads"] == 0
        assert upload_called(folder, upload.token) is not None

    def test_that_cannot_be_looked_through_goes_and_is_counted(self, folder: Path) -> None:
        send(folder, b"PAR1 and nothing else", name="a.parquet")
        send(folder, gzip.compress(b"id,who\n1,bob\n")[:-9], name="cut.csv.gz")

        receipt = erased(folder)

        assert (receipt["uploads"], receipt["unread_uploads"]) == (2, 2)
        assert not receipt["found"], "of them nothing was found"

    def test_asked_to_be_taken_in_and_let_go_of_says_why(self, folder: Path) -> None:
        from cynosure.wiring.taking_in import take_in_asked

        upload = send(folder, f"id,who\n1,{LOGIN}\n".encode())
        erased(folder)

        arguments = {"token": upload.token, "asked_at": AT.isoformat()}
        with open_place(folder) as place, pytest.raises(NotKept, match="erased"):
            take_in_asked(place, arguments, LATER, lambda *_: None)


class TestAReceipt:
    def test_names_what_it_cannot_know(self, folder: Path) -> None:
        (folder / "notes.txt").write_text("Ours.", encoding="utf-8")

        beyond = " ".join(erased(folder)["out_of_reach"])

        for what in ("before still holds them", "being sent", "another name", "notes.txt"):
            assert what in beyond
        assert "register.sqlite3" not in beyond
        assert "uploads" not in beyond
