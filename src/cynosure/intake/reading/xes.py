"""XES, the XML of event logs: a record for each event, its case's attributes with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cynosure.intake.reading.rows import BrokenFile, Row, Unread
from cynosure.intake.shape import Place, Record


class UnreadableXES(BrokenFile):
    """XML that is damaged, dangerous, or no event log."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            name, "", f"the event log cannot be read ({why}). Export it once more as XES."
        )


def read_xes(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each event, in the order of the file.

    The attributes of its trace are there too, as `case:…`, so that a record
    looks as it does in the CSV of the same log. A trace without events is
    `Unread`: it says of no moment that something was asked.

    Raises
    ------
    UnreadableXES
        If the XML is damaged, defines entities, or is no log.
    """
    try:
        yield from _traces(stream, name)
    except DefusedXmlException as problem:
        raise UnreadableXES(name, f"it defines entities, as XML bombs do: {problem}") from None
    except ParseError as problem:
        line = f"line {problem.position[0]}: " if problem.position else ""
        raise UnreadableXES(name, f"{line}{problem}") from None


def _traces(stream: BinaryIO, name: str) -> Iterator[Row]:
    depth, traces = 0, 0
    above: list[Element] = []
    for event, element in iterparse(stream, events=("start", "end")):
        if event == "start":
            if depth == 0 and _plain(element.tag) != "log":
                raise UnreadableXES(name, f"it is XML, but begins with <{_plain(element.tag)}>")
            above.append(element)
            depth += 1
            continue
        above.pop()
        depth -= 1
        if depth == 1:
            if _plain(element.tag) == "trace":
                traces += 1
                yield from _events(element, name, traces)
            above[0].clear()  # what has been read is let go of


def _events(trace: Element, name: str, number: int) -> Iterator[Row]:
    case = {f"case:{key}": value for key, value in _attributes(trace)}
    events = [child for child in trace if _plain(child.tag) == "event"]
    if not events:
        place = Place(name, f"trace {number}")
        yield Unread(place, "The case has no events, so nobody knows when it was asked.", str(case))
    for index, event in enumerate(events, start=1):
        fields: dict[str, Any] = dict(case)
        fields.update(_attributes(event))
        yield Record(Place(name, f"trace {number}, event {index}"), fields)


def _attributes(element: Element) -> Iterator[tuple[str, Any]]:
    for child in element:
        key, value = child.get("key"), child.get("value")
        if key is not None and value is not None:
            yield key, value


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
