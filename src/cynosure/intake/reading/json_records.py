"""JSON and its lines: an array, an object that holds one, or one record a line."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import ijson
import orjson

from cynosure.intake.reading.encodings import told_from
from cynosure.intake.reading.rows import BrokenFile, Row, Unread, looked_ahead, shown
from cynosure.intake.shape import Place, Record

# Under which names answers of APIs hold their records, the likeliest first.
_HOLDERS = ("issues", "tickets", "result", "results", "records", "items", "data", "value",
            "values", "nodes", "conversations", "reviews", "rows", "entries", "incidents")  # fmt: skip
_NAMES_OF_ONE = frozenset({"id", "key", "number"})  # an object that has one is a record itself
_DEEPEST = 4
_LARGEST_LOOKED_THROUGH = 64 * 2**20  # bytes of a broken file that is read again to find the line


class InvalidJSON(BrokenFile):
    """A text that stops being JSON somewhere."""

    def __init__(self, name: str, where: str, why: str) -> None:
        super().__init__(
            name,
            where,
            f"invalid JSON ({why}). Nothing after it can be trusted: export the file once more.",
        )


def read_json(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each object of a JSON file, whichever way it lists them.

    Raises
    ------
    InvalidJSON
        Where the text is no JSON, with the line.
    """
    head, whole = looked_ahead(stream)
    encoding = told_from(head).name
    if encoding not in ("utf-8", "utf-8-sig"):
        yield from _recoded(whole, encoding, name)
        return
    if encoding == "utf-8-sig":
        whole.read(3)
        head = head[3:]
    beginning = head.lstrip()
    if beginning[:1] == b"{" and _is_lines(beginning):
        yield from read_json_lines(whole, name)
    else:
        yield from _streamed(whole, name, beginning)


def _recoded(whole: BinaryIO, encoding: str, name: str) -> Iterator[Row]:
    try:
        data = whole.read().decode(encoding).lstrip("\ufeff").encode()
    except UnicodeDecodeError as problem:
        raise InvalidJSON(name, f"byte {problem.start}", f"it is not {encoding} text") from None
    yield from read_json(io.BytesIO(data), name)


def _is_lines(head: bytes) -> bool:
    """Return whether the first line is an object by itself."""
    first, newline, rest = head.partition(b"\n")
    try:
        record = orjson.loads(first)
    except orjson.JSONDecodeError:
        # Perhaps cut, perhaps not quite JSON; another object on the next line tells enough.
        return bool(newline) and first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"
    return bool(rest.strip()) or not isinstance(record, dict) or not _holds_records(record)


def _holds_records(held: Mapping[str, Any]) -> bool:
    """Return whether an object is an answer with records in it rather than a record itself."""
    if any(_is_list_of_objects(held.get(name)) for name in _HOLDERS):
        return True
    inner = [value for name, value in held.items() if name in _HOLDERS and isinstance(value, dict)]
    if any(map(_holds_records, inner)):
        return True
    return not _NAMES_OF_ONE & held.keys() and any(map(_is_list_of_objects, held.values()))


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def read_json_lines(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield a record for each line.

    Raises
    ------
    InvalidJSON
        At the first line that is no JSON.
    """
    for number, line in enumerate(stream, start=1):
        if line.isspace():
            continue
        place = Place(name, f"line {number}")
        try:
            fields = orjson.loads(line)
        except orjson.JSONDecodeError:
            fields = _patiently(line, name, number)
        yield _row(fields, place)


def _patiently(line: bytes, name: str, number: int) -> Any:
    """Return a line that only Python's own reader takes (NaN, numbers beyond 64 bits)."""
    try:
        return json.loads(line)
    except RecursionError:
        raise InvalidJSON(name, f"line {number}", "it is nested too deeply") from None
    except ValueError as problem:
        raise InvalidJSON(name, f"line {number}", _why(problem)) from None


def _why(problem: Exception) -> str:
    return re.sub(r": line \d+ column (\d+).*", r" at column \1", str(problem))


def _row(fields: object, place: Place) -> Row:
    if isinstance(fields, dict):
        return Record(place, fields)
    reason = "It is no object of names and values. Export each record as {…}."
    return Unread(place, reason, shown(json.dumps(fields, default=str)))


def _streamed(whole: BinaryIO, name: str, head: bytes) -> Iterator[Row]:
    prefix = _prefix(head)
    kept = _Kept(whole)
    number = 0
    try:
        for fields in ijson.items(kept, prefix, multiple_values=True, use_float=True):
            number += 1
            yield _row(fields, Place(name, f"record {number}"))
    except (ijson.JSONError, UnicodeDecodeError) as problem:
        for rest in _patiently_listed(name, kept, problem, prefix)[number:]:
            number += 1
            yield _row(rest, Place(name, f"record {number}"))


def _patiently_listed(name: str, kept: _Kept, problem: Exception, prefix: str) -> list[Any]:
    """Return the records of a text that only Python's own reader takes (NaN, half characters)."""
    data = kept.all()
    near = f"near line {kept.lines + 1}"
    if data is None:
        why = str(problem).strip().splitlines()
        raise InvalidJSON(name, near, why[0] if why else "it ends early")
    try:
        held = json.loads(data)
    except json.JSONDecodeError as exact:
        raise InvalidJSON(name, f"line {exact.lineno}", exact.msg) from None
    except (ValueError, RecursionError) as exact:
        raise InvalidJSON(name, near, str(exact)) from None
    if not prefix:
        return [held]
    for step in prefix.split("."):
        if step == "item":
            held = held if isinstance(held, list) else []
        elif isinstance(held, dict):
            held = held.get(step, [])
    return held if isinstance(held, list) else []


def _prefix(head: bytes) -> str:
    """Return ijson's path of the records of a JSON text that begins with `head`.

    It is empty where the text is a record itself, or several one after the other.
    """
    if head[:1] != b"{":
        return _prefix_in_array(head)
    found, names = _lists_of_objects(head)
    for holder in _HOLDERS:
        for path in found:
            if path.split(".")[-2:] == [holder, "item"]:
                return path
    return "" if _NAMES_OF_ONE & names or not found else found[0]


def _prefix_in_array(head: bytes) -> str:
    found, _ = _lists_of_objects(head)
    return next((path for path in found if set(path.split(".")) == {"item"}), "item")


def _lists_of_objects(head: bytes) -> tuple[list[str], set[str]]:
    """Return where lists of objects begin that lie in no other one, and the outermost names."""
    found: list[str] = []
    names: set[str] = set()
    try:
        for path, event, value in ijson.parse(io.BytesIO(head), multiple_values=True):
            if event == "map_key" and not path:
                names.add(value)
            elif event == "start_map" and path.endswith("item") and path.count(".") < _DEEPEST:
                if not any(path == other or path.startswith(f"{other}.") for other in found):
                    found.append(path)
                if set(path.split(".")) == {"item"}:
                    break
    except (ijson.JSONError, UnicodeDecodeError):
        pass  # the head is cut somewhere, or broken; the latter tells itself when it is read
    return found, names


class _Kept:
    """A stream that keeps what it gave while it is small, to find the line of a mistake."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._kept, self.lines, self._whole = stream, io.BytesIO(), 0, True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.lines += data.count(b"\n")
        if self._whole:
            self._kept.write(data)
            if self._kept.tell() > _LARGEST_LOOKED_THROUGH:
                self._whole, self._kept = False, io.BytesIO()
        return data

    def all(self) -> bytes | None:
        """Return all that was read and the rest, or None when that is too much."""
        if not self._whole:
            return None
        self._kept.write(self._stream.read(_LARGEST_LOOKED_THROUGH))
        return self._kept.getvalue()
