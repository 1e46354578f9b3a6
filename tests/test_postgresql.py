from __future__ import annotations

import psycopg

from tests.postgresql import fresh_database


class TestAFreshDatabase:
    def test_is_empty_and_unlike_the_last(self, postgresql_server: str) -> None:
        with fresh_database(postgresql_server) as one, psycopg.connect(one) as connection:
            connection.execute("CREATE TABLE things (thing text)")
        with fresh_database(postgresql_server) as two, psycopg.connect(two) as connection:
            found = connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'things'")

            assert found.fetchone() == (0,)
            assert one != two
