from pathlib import Path

import pytest

from cynosure.intake.reading.xes import UnreadableXES
from tests.intake.reading.reads import fields_of, rows_of, unread_of
from tests.intake.taking import write

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="A-1"/>
    <event><string key="concept:name" value="Opened"/>
      <date key="time:timestamp" value="2026-02-28T14:05:00Z"/></event>
    <event><string key="concept:name" value="Closed"/></event>
  </trace>
  <trace><string key="concept:name" value="A-2"/></trace>
</log>
"""


class TestReadXES:
    def test_gives_events_with_the_attributes_of_their_case(self, tmp_path: Path) -> None:
        first, second = fields_of(write(tmp_path / "a.xes", LOG))

        assert first == {
            "case:concept:name": "A-1",
            "concept:name": "Opened",
            "time:timestamp": "2026-02-28T14:05:00Z",
        }
        assert second == {"case:concept:name": "A-1", "concept:name": "Closed"}

    def test_puts_a_case_aside_in_which_nothing_happened(self, tmp_path: Path) -> None:
        assert unread_of(write(tmp_path / "a.xes", LOG)) == [
            ("trace 2", "The case has no events, so nobody knows when it was asked.")
        ]

    def test_names_the_line_where_the_xml_breaks(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableXES, match=r"line \d+"):
            rows_of(write(tmp_path / "a.xes", LOG[:-40]))

    def test_refuses_entities(self, tmp_path: Path) -> None:
        bomb = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>'

        with pytest.raises(UnreadableXES, match="as XML bombs do"):
            rows_of(write(tmp_path / "a.xes", bomb))

    def test_refuses_other_xml(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableXES, match="begins with <feed>"):
            rows_of(write(tmp_path / "a.xes", "<feed><trace/></feed>"))
