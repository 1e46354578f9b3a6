from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from cynosure.register.people import trail
from tests.register.people.conftest import AT, People

# What somebody with the database in their hands would try.
_BY_HAND = (
    "UPDATE people_trailentry SET by = 'Nobody'",
    "UPDATE people_trailentry SET of = 'desk:2'",
    "UPDATE people_trailentry SET at = '2020-01-01 00:00:00+00:00'",
    "UPDATE people_trailentry SET of = 'erased-1', by = 'Nobody'",
    "DELETE FROM people_trailentry",
)
_ON = {
    "sqlite": (
        "INSERT OR REPLACE INTO people_trailentry (id, at, by, did, of, details) "
        "SELECT id, at, 'Nobody', did, of, details FROM people_trailentry",
        "UPDATE OR REPLACE people_trailentry SET id = id + 1",
    ),
    "postgresql": (
        "TRUNCATE people_trailentry",
        "INSERT INTO people_trailentry (id, at, by, did, of, details) "
        "SELECT id, at, 'Nobody', did, of, details FROM people_trailentry "
        "ON CONFLICT (id) DO UPDATE SET by = EXCLUDED.by",
    ),
}


class TestAnEntry:
    def test_is_not_changed_or_deleted_by_our_own_code(self, people: People) -> None:
        from cynosure.register.people.models import TrailEntry

        entry = trail.note("demand.unmasked", at=AT, by="Maria", of="desk:1")
        entry.by = "Nobody"

        for attempt in (
            entry.save,
            entry.delete,
            lambda: TrailEntry.objects.filter(pk=entry.pk).update(did="nothing"),
            lambda: TrailEntry.objects.bulk_update([entry], ["by"]),
            lambda: TrailEntry.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="never"), transaction.atomic():
                attempt()
        assert TrailEntry.objects.get().by == "Maria"

    def test_is_not_changed_or_deleted_by_hand(self, people: People) -> None:
        from cynosure.register.people.models import TrailEntry

        trail.note("demand.unmasked", at=AT, by="Maria", of="desk:1")

        for statement in (*_BY_HAND, *_ON[connection.vendor]):
            with (
                pytest.raises(DatabaseError, match="never"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        assert TrailEntry.objects.values_list("by", "of", "at").get() == ("Maria", "desk:1", AT)


class TestAPageOfTheTrail:
    def test_goes_on_by_a_cursor_to_the_end(self, people: People) -> None:
        here = people.desk.pk
        made = [
            trail.note("weight.set", at=AT + timedelta(hours=n), by="Maria", workspace=here)
            for n in range(5)
        ]
        seen: list[int] = []
        found, before = trail.page(here, limit=2)

        while found:
            seen += [entry.pk for entry in found]
            found, before = (
                ([], None) if before is None else trail.page(here, before=before, limit=2)
            )

        assert seen == [entry.pk for entry in reversed(made)]

    def test_shows_what_was_done_here_and_who_of_here_signed_in(self, people: People) -> None:
        trail.note("weight.set", at=AT, by="Ines", user=people.ines, workspace=people.other.pk)
        for user in (people.paul, people.ines):
            trail.note("sign-in.done", at=AT, by=user.name, user=user)

        found, _ = trail.page(people.desk.pk)

        assert [(entry.did, entry.by) for entry in found] == [("sign-in.done", "Paul")]

    def test_is_narrowed_by_act_person_and_time(self, people: People) -> None:
        here = people.desk.pk
        for hours, did, user in (
            (0, "token.made", people.paul),
            (24, "token.ended", people.olga),
            (24, "tokens-other.made", people.olga),
        ):
            at = AT + timedelta(hours=hours)
            trail.note(did, at=at, by=user.name, user=user, workspace=here)
        hour = AT + timedelta(hours=1)

        pages = [
            trail.page(here, acts="token"),
            trail.page(here, acts="token.made"),
            trail.page(here, by=people.paul.pk),
            trail.page(here, until=hour),
            trail.page(here, since=hour),
        ]

        assert [[entry.did for entry in found] for found, _ in pages] == [
            ["token.ended", "token.made"],
            ["token.made"],
            ["token.made"],
            ["token.made"],
            ["tokens-other.made", "token.ended"],
        ]
        assert trail.kinds(here) == ["token", "tokens-other"]
