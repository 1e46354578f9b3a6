from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from cynosure.nature.auditing.listening import Heard
from cynosure.register import Register, audit, open_register
from cynosure.register.listening import Notes, kept_contacts
from cynosure.register.models import ListenedContact

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def notes(by: str = "Maria") -> Notes:
    return Notes(by=by, now=lambda: MONDAY)


class TestContacts:
    def test_are_kept_at_once_with_who_heard_them_and_when(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            notes().hear(Heard("failure", "slow"))

        with open_register(tmp_path):
            (kept,) = kept_contacts()

        assert (kept.heard, kept.heard_by, kept.heard_at) == (
            Heard("failure", "slow"),
            "Maria",
            MONDAY,
        )

    def test_of_all_sessions_count_together(self, register: Register) -> None:
        notes().hear(Heard("value"))
        later = notes("Jonas")
        later.hear(Heard(None))

        assert list(later.contacts()) == [Heard("value"), Heard(None)]

    def test_that_were_taken_back_count_no_more_but_stay_beneath(self, register: Register) -> None:
        session = notes()
        session.hear(Heard("value"))

        assert session.take_back() == Heard("value")
        assert session.take_back() is None
        assert list(session.contacts()) == []
        assert ListenedContact.objects.count() == 1

    def test_bear_the_newest_note(self, register: Register) -> None:
        session = notes()
        assert not session.note("too early")
        session.hear(Heard("failure"))
        session.note("waited")
        session.note("waited long")

        assert [kept.note for kept in kept_contacts()] == ["waited long"]

    def test_lose_a_note_that_names_somebody_who_is_forgotten(self, register: Register) -> None:
        session = notes()
        session.hear(Heard("failure"))
        session.note("Anna@Example.com called again")

        audit.forget({}, words="anna@example.com")

        assert [kept.note for kept in kept_contacts()] == ["(erased)"]

    @pytest.mark.parametrize(("nature", "code"), [("bad", None), ("value", "slow"), (None, "slow")])
    def test_are_refused_by_the_database_where_the_codebook_has_no_such_thing(
        self, register: Register, nature: str | None, code: str | None
    ) -> None:
        with pytest.raises(IntegrityError, match="listened_contact"), transaction.atomic():
            ListenedContact.record(nature=nature, code=code, heard_by="Maria", heard_at=MONDAY)

    def test_tell_what_they_are(self, register: Register) -> None:
        notes().hear(Heard(None))

        assert str(ListenedContact.objects.get()).endswith("is unknown")
