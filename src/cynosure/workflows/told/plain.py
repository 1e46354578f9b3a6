"""Answers and what is made of them as JSON, and back as they were."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson
from markupsafe import Markup

Thing = TypeVar("Thing")


def written(thing: object) -> bytes:
    """Return a frozen dataclass of plain things as JSON, such that `read` gives it back.

    Infinite and undefined numbers come back as none.

    >>> from cynosure.answers import Interval
    >>> written(Interval(0.1, 0.2, kind="audit", method="Wilson"))
    b'{"low":0.1,"high":0.2,"kind":"audit","method":"Wilson","level":0.95}'
    """
    return orjson.dumps(thing, default=_other, option=orjson.OPT_SERIALIZE_NUMPY)


def read(kind: type[Thing], content: bytes) -> Thing:
    """Return the thing of this kind that `written` wrote.

    Raises
    ------
    ValueError, KeyError, TypeError
        If it is not such a thing.

    Examples
    --------
    >>> from cynosure.answers import Interval
    >>> read(Interval, written(Interval(0.1, 0.2, kind="audit", method="Wilson"))).high
    0.2
    """
    return cast("Thing", _as(kind, orjson.loads(content)))


def _other(thing: object) -> object:
    if isinstance(thing, Mapping):
        return dict(thing)
    if isinstance(thing, frozenset | set):
        return sorted(thing)
    raise TypeError(f"{type(thing).__name__} is not plain.")


def _as(kind: Any, said: Any) -> Any:  # noqa: PLR0911 - one line a kind of type
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        if said is None:
            return None
        (only,) = [each for each in inside if each is not type(None)]
        return _as(only, said)
    if kind is Any or origin is Literal:
        return said
    if origin in {tuple, Sequence}:
        if origin is tuple and inside[-1] is not Ellipsis:
            return tuple(_as(each, one) for each, one in zip(inside, said, strict=True))
        return tuple(_as(inside[0], one) for one in said)
    if origin is list:
        return [_as(inside[0], one) for one in said]
    if origin is frozenset:
        return frozenset(_as(inside[0], one) for one in said)
    if origin in {dict, Mapping}:
        return {name: _as(inside[1], one) for name, one in said.items()}
    if kind is datetime:
        return datetime.fromisoformat(said)
    if kind is Markup:
        return Markup(said)  # noqa: S704 - it was one when it was written
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _as(each, said[name]) for name, each in _parts(kind)})
    return said


@lru_cache
def _parts(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name]) for each in fields(kind))
