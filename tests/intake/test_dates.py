from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.dates import UnreadableTime, read_time, written_time
from cynosure.intake.shape import Context

BERLIN = ZoneInfo("Europe/Berlin")


def context(*, day_first: bool = True, zone: ZoneInfo | None = None) -> Context:
    return Context("desk", zone or UTC, day_first, datetime(2026, 8, 1, tzinfo=UTC))


class TestReadTime:
    @pytest.mark.parametrize(
        "written",
        [
            "2021-09-30T17:20:00Z",
            "2021-09-30T17:20:00.000+0000",
            "2021-09-30 17:20:00 UTC",
            "2021-09-30 17:20:00 +0000",
            "2021-09-30 19:20:00+02:00",
            "2021/09/30 17:20",
            "20210930T172000Z",
            "30/Sep/21 17:20",
            "30/Sep/21 5:20 PM",
            "30.09.2021 17:20",
            "30.9.21, 17:20 Uhr",
            "30/09/2021 17.20",
            "30-09-2021 17:20:00",
            "Sep 30, 2021 5:20 PM",
            "September 30, 2021 at 5:20 p.m.",
            "30 September 2021 17:20",
            "30. September 2021 um 17:20 Uhr",
            "30 septembre 2021 à 17:20",
            "30 de septiembre de 2021 17:20",
            "30 settembre 2021 17:20",
            "Thu, 30 Sep 2021 19:20:00 +0200",
            "Thu, 30 Sep 2021 17:20:00 GMT",
            "Thu Sep 30 17:20:00 +0000 2021",
            "Thu Sep 30 17:20:00 UTC 2021",
            "Thu Sep 30 17:20:00 2021",
            "1633022400",
            "1633022400000",
            1633022400,
            1633022400000,
            1633022400.0,
            Decimal(1633022400),
            44469.722222,
            "44469.722222",
            datetime(2021, 9, 30, 17, 20),
            datetime(2021, 9, 30, 19, 20, tzinfo=timezone(timedelta(hours=2))),
        ],
    )
    def test_reads_what_sources_write(self, written: object) -> None:
        read = read_time(written, context())

        assert read is not None
        assert abs(read - datetime(2021, 9, 30, 17, 20, tzinfo=UTC)) < timedelta(seconds=1)
        assert read.tzinfo is UTC

    @pytest.mark.parametrize(
        "written", ["2021-09-30", "20210930", 20210930, "30.09.2021", date(2021, 9, 30)]
    )
    def test_takes_a_date_alone_for_its_first_instant(self, written: object) -> None:
        assert read_time(written, context()) == datetime(2021, 9, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        "written", [None, "", " ", "?", "null", "N/A", "-", "0", 0, float("nan")]
    )
    def test_reads_nothing_where_none_is_written(self, written: object) -> None:
        assert read_time(written, context()) is None

    @pytest.mark.parametrize(
        ("day_first", "month"), [(True, 4), (False, 3)], ids=["day first", "month first"]
    )
    def test_follows_the_order_of_the_file(self, day_first: bool, month: int) -> None:
        read = read_time("03/04/2026", context(day_first=day_first))

        assert read is not None
        assert read.month == month

    def test_puts_the_day_first_before_dots_whatever_the_file_does(self) -> None:
        assert read_time("03.04.2026", context(day_first=False)) == datetime(2026, 4, 3, tzinfo=UTC)

    @pytest.mark.parametrize(
        "written",
        [
            "31/02/2026", "2026-13-01", "25:00", "soon", "0000-00-00 00:00:00", "0000-01-01",
            "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+00:00", "9999-12-31", "1899-12-31",
            "2026-02-28 14:75", "2026-02-28 25:00", "13:00 PM 2026-02-28", "1/2/3", "1/2/345",
            "2026-02-28 14:05 IST", "x" * 5_000, True, -5, 7, 1e30, float("inf"), ["2026"], {},
        ],
        ids=repr,
    )  # fmt: skip
    def test_refuses_what_is_no_time(self, written: object) -> None:
        with pytest.raises(UnreadableTime) as refused:
            read_time(written, context())

        assert "Write times as 2026-02-28T14:05:00Z" in str(refused.value)
        assert len(str(refused.value)) < 400

    def test_says_that_the_order_is_the_other_one(self) -> None:
        with pytest.raises(UnreadableTime, match="In the other dates of this file the day comes"):
            read_time("3/19/2015", context(day_first=True))

    def test_reads_a_time_that_summer_time_skipped_with_the_offset_before(self) -> None:
        read = read_time("2026-03-29 02:30", context(zone=BERLIN))

        assert read == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    def test_reads_a_time_that_happened_twice_as_the_first(self) -> None:
        read = read_time("2026-10-25 02:30", context(zone=BERLIN))

        assert read == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    @given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)))
    def test_gives_back_any_instant_in_its_iso_form(self, moment: datetime) -> None:
        assert read_time(moment.isoformat(), context()) == moment

    @given(st.datetimes(datetime(1971, 1, 1), datetime(2068, 1, 1)))
    def test_reads_local_forms_as_the_iso_form(self, moment: datetime) -> None:
        moment = moment.replace(second=0, microsecond=0)
        here = context(zone=BERLIN)
        said = read_time(moment.isoformat(), here)

        assert read_time(f"{moment:%d/%b/%y %H:%M}", here) == said
        assert read_time(f"{moment:%d.%m.%Y %H:%M}", here) == said
        assert read_time(f"{moment:%B %d, %Y %I:%M %p}", here) == said

    @given(st.one_of(st.text(), st.floats(), st.integers(), st.from_regex(r"[\d/.: -]{1,20}")))
    def test_either_reads_or_refuses(self, written: object) -> None:
        try:
            read = read_time(written, context(zone=BERLIN))
        except UnreadableTime:
            return

        assert read is None or 1900 <= read.year <= 2200


class TestWrittenTime:
    @given(
        st.from_regex(r"\A[0-3]?[0-9][./-][01]?[0-9][./-](20)?[0-9]{2}\Z"),
        st.from_regex(r"\A[0-2]?[0-9]:[0-6][0-9](:[0-6][0-9])?( ?[ap]m| UTC| \+0[0-9]00)?\Z"),
        st.booleans(),
    )
    def test_says_the_same_however_day_and_hour_are_set_apart(
        self, day: str, hour: str, day_first: bool
    ) -> None:
        said = [_said(f"{day}{between}{hour}", day_first) for between in (" ", ", ")]

        assert said[0] == said[1]

    def test_has_a_zone_only_if_the_value_says_one(self) -> None:
        here = written_time("2026-02-28 14:05", day_first=True)
        there = written_time("2026-02-28 14:05 +01:00", day_first=True)

        assert here is not None
        assert here.tzinfo is None
        assert there is not None
        assert there.utcoffset() == timedelta(hours=1)


def _said(text: str, day_first: bool) -> datetime | str | None:
    try:
        return written_time(text, day_first=day_first)
    except UnreadableTime:
        return "unreadable"
