"""Rules as TOML that a person writes, and everything that is wrong with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.nature.labellers.problems import near, toml_of
from cynosure.nature.labellers.rules import Rule, Rules
from cynosure.nature.labellers.saying import ANSWERS

_WORDS = ("reported_type", "labels", "product", "channel")
_CONDITIONS = (*_WORDS, "pattern")
_KEYS = ("name", *_CONDITIONS, "code")
_HEAD = re.compile(r"^\s*\[\[\s*[\"']?rule[\"']?\s*\]\]", re.MULTILINE)
_MOST = 10_000  # rules; more would be a table of labels


def read_rules(text: str) -> tuple[Rules, list[str]]:
    r"""Return the rules of a TOML text, and everything that is wrong with it.

    Each `[[rule]]` has a `code` (or "none") and at least one of the conditions
    `reported_type`, `labels`, `product`, `channel` (a word, or a list of which
    one must be said) and `pattern` (a regular expression); `name` is what it
    is called in figures. Where anything is wrong there are no rules.

    >>> rules, wrong = read_rules('[[rule]]\nlabels = ["perf"]\ncode = "slow"')
    >>> rules.rules[0].name, rules.rules[0].labels, wrong
    ('rule 1', ('perf',), [])
    >>> read_rules('[[rule]]\nlabels = "perf"\ncode = "slwo"')[1]
    ["line 1, rule 1: code is 'slwo'. Did you mean 'slow'?"]
    """
    try:
        written = toml_of(text)
    except tomllib.TOMLDecodeError as problem:
        return Rules(()), [f"It is no TOML: {problem}."]
    problems = [
        f"{key!r} is no part of a file of rules. Each rule begins with the line [[rule]]."
        for key in written
        if key != "rule"
    ]
    rules = written.get("rule")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return Rules(()), [*problems, "There is no rule. Each one begins with the line [[rule]]."]
    if len(rules) > _MOST:
        return Rules(()), [f"It has {len(rules):,} rules; at most {_MOST:,} are used."]
    lines = [1 + text.count("\n", 0, head.end()) for head in _HEAD.finditer(text)]
    seen: dict[str, str] = {}
    for number, rule in enumerate(rules, 1):
        # Where a text of several lines holds such a head, the lines are not told.
        line = f"line {lines[number - 1]}, " if len(lines) == len(rules) else ""
        where = f"{line}{_called(rule, number)}"
        problems += [f"{where}: {problem}" for problem in _problems(rule)]
        name = _called(rule, number)
        if name in seen:
            problems.append(f"{where}: its name is also that of {seen[name]}. Name each once.")
        seen.setdefault(name, f"{line}rule {number}".replace("line", "the rule at line", 1))
    if problems:
        return Rules(()), problems
    return Rules(tuple(_rule(rule, number) for number, rule in enumerate(rules, 1))), []


def _called(rule: Mapping[str, Any], number: int) -> str:
    name = rule.get("name")
    return name.strip() if isinstance(name, str) and name.strip() else f"rule {number}"


def _rule(rule: Mapping[str, Any], number: int) -> Rule:
    words = {
        name: (rule[name],) if isinstance(rule[name], str) else tuple(rule[name])
        for name in _WORDS
        if name in rule
    }
    return Rule(name=_called(rule, number), code=rule["code"], pattern=rule.get("pattern"), **words)


def _problems(rule: Mapping[str, Any]) -> Iterator[str]:
    for key in rule:
        if key not in _KEYS:
            yield f"{key!r} is no condition.{near(key, _KEYS)} Known are {', '.join(_KEYS)}."
    name = rule.get("name", "rule")
    if not isinstance(name, str) or not name.strip():
        yield f"name is {name!r}. Write it in quotes."
    if "code" not in rule:
        yield f"it has no code. Write one of {', '.join(ANSWERS)}."
    elif rule["code"] not in ANSWERS:
        hint = near(rule["code"], ANSWERS) or f" Write one of {', '.join(ANSWERS)}."
        yield f"code is {rule['code']!r}.{hint}"
    if not any(name in rule for name in _CONDITIONS):
        yield "it has no condition, so it would label everything. Leave that to what follows in the chain."
    for key in _WORDS:
        if key in rule and not _is_words(rule[key]):
            yield f"{key} is {rule[key]!r}. Write a word in quotes, or a list of them."
    if "pattern" in rule:
        yield from _problems_of_pattern(rule["pattern"])


def _is_words(value: object) -> bool:
    several = value if isinstance(value, list) else [value]
    return bool(several) and all(isinstance(one, str) and one.strip() for one in several)


def _problems_of_pattern(pattern: object) -> Iterator[str]:
    if not isinstance(pattern, str) or not pattern:
        yield f"pattern is {pattern!r}. Write a regular expression in 'single quotes'."
        return
    try:
        empty = pc.match_substring_regex(pa.array([""]), pattern, ignore_case=True)[0].as_py()
    except (pa.ArrowException, UnicodeEncodeError) as problem:
        why = str(problem).splitlines()[0].removeprefix("Invalid regular expression: ")
        yield (
            f"pattern {pattern!r} cannot be used: {why}. "
            "Patterns are those of RE2, which has no look-around and no back references."
        )
        return
    if empty:
        yield f"pattern {pattern!r} also matches no words at all, so it holds always. Ask for something."
