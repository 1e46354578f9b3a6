from datetime import UTC, datetime, timedelta

import pytest

from cynosure.intake.zones import UnknownZone, read_zone


class TestReadZone:
    @pytest.mark.parametrize("name", ["UTC", "utc", "Z", "GMT", "Etc/UTC"])
    def test_knows_the_names_of_utc(self, name: str) -> None:
        assert read_zone(name) is UTC

    @pytest.mark.parametrize(
        ("name", "hours"), [("+02:00", 2), ("-0530", -5.5), ("UTC+1", 1), ("Europe/Berlin", 1)]
    )
    def test_reads_names_and_offsets(self, name: str, hours: float) -> None:
        winter = datetime(2026, 1, 1, tzinfo=read_zone(name))

        assert winter.utcoffset() == timedelta(hours=hours)

    def test_proposes_the_zone_of_a_city(self) -> None:
        with pytest.raises(UnknownZone, match="Did you mean 'Europe/Berlin'"):
            read_zone("Berlin")

    @pytest.mark.parametrize("name", ["", "Nowhere/Town", "+99:00", "../etc/passwd", "\0"])
    def test_refuses_what_is_no_zone(self, name: str) -> None:
        with pytest.raises(UnknownZone, match="Europe/Berlin, \\+02:00 or UTC"):
            read_zone(name)
