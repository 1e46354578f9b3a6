"""`labellers.toml`: which labellers an organisation uses, in which order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from cynosure.nature.labellers.language_model.settings import LanguageModelSettings, read_settings
from cynosure.nature.labellers.problems import near, toml_of

Kind = Literal["rules", "table", "language-model", "model"]
_KINDS: tuple[Kind, ...] = ("rules", "table", "language-model", "model")
_OF_A_FILE = ("rules", "table")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the chain: its name, its kind, and where it comes from."""

    name: str
    kind: Kind
    file: str | None = None  # of rules or labels, seen from the folder of labellers.toml
    language_model: LanguageModelSettings | None = None


@dataclass(frozen=True, slots=True)
class Configuration:
    """The parts of the chain, in their order."""

    chain: tuple[Section, ...]


def read_configuration(text: str) -> tuple[Configuration, list[str]]:
    r"""Return the configuration of a TOML text, and everything that is wrong with it.

    `chain` lists sections. A section is of the kind that it is called, or that
    its `kind` says: `rules` and `table` have a `file`, `language-model` has the
    settings of LanguageModelSettings, and `model`, the one that Cynosure
    brings, needs no section.

    >>> told, wrong = read_configuration(
    ...     'chain = ["desk-rules", "model"]\n[desk-rules]\nkind = "rules"\nfile = "rules.toml"')
    >>> [(part.name, part.kind, part.file) for part in told.chain], wrong
    ([('desk-rules', 'rules', 'rules.toml'), ('model', 'model', None)], [])
    >>> read_configuration('chain = ["ruels"]')[1]
    ["chain names 'ruels', and there is no section [ruels]. Did you mean 'rules'?"]
    """
    try:
        written = toml_of(text)
    except tomllib.TOMLDecodeError as problem:
        return Configuration(()), [f"It is no TOML: {problem}."]
    chain = written.pop("chain", None)
    if not isinstance(chain, list) or not chain or not all(isinstance(one, str) for one in chain):
        return Configuration(()), [
            f"chain is {chain!r}. List who is asked, the first first, "
            'as chain = ["rules", "model"].'
        ]
    problems = list(_problems_of_chain(chain, written))
    sections = []
    for name, said in written.items():
        section, wrong = _section(name, said)
        problems += [f"[{name}] {problem}" for problem in wrong]
        sections.append(section)
    if problems:
        return Configuration(()), problems
    by_name = {section.name: section for section in sections if section}
    return Configuration(tuple(by_name.get(name, Section(name, "model")) for name in chain)), []


def _problems_of_chain(chain: list[str], written: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys(chain):
        if chain.count(name) > 1:
            yield f"chain names {name!r} {chain.count(name)} times. Name it once."
        if name not in written and name != "model":
            hint = near(name, [*written, *_KINDS])
            yield f"chain names {name!r}, and there is no section [{name}].{hint}"
    for name in written:
        if name not in chain:
            yield f"[{name}] is not in the chain. Name it there, or leave it out."


def _section(name: str, written: object) -> tuple[Section | None, list[str]]:
    if not isinstance(written, dict):
        return None, [f"is {written!r}. Write lines of settings under it."]
    settings = {key: value for key, value in written.items() if key != "kind"}
    kind = written.get("kind", name)
    if kind not in _KINDS:
        hint = near(kind, _KINDS) or f" Write one of {', '.join(_KINDS)}."
        return None, [f"kind is {kind!r}.{hint}"]
    kind = cast("Kind", kind)
    if kind == "language-model":
        model, problems = read_settings(settings)
        return Section(name, kind, language_model=model), problems
    wanted = ("file",) if kind in _OF_A_FILE else ()
    problems = [
        f"{key!r} is no setting of {kind}.{near(key, wanted)}"
        for key in settings
        if key not in wanted
    ]
    file = settings.get("file")
    if wanted and (not isinstance(file, str) or not file.strip()):
        problems.append(f"file is {file!r}. Write the name of the file in quotes.")
    return Section(name, kind, file=file if isinstance(file, str) else None), problems
