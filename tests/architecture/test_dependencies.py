"""What is installed is used, and what is used is declared."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from types import MappingProxyType

from tests.architecture.code import imported, modules
from tests.given import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# By what name a distribution is imported, where that is not its own.
IMPORTED_AS = MappingProxyType(
    {
        "charset-normalizer": "charset_normalizer",
        "django-allauth": "allauth",
        "django-csp": "csp",
        "django-htmx": "django_htmx",
        "django-ninja": "ninja",
        "ibis-framework": "ibis",
        "phonenumberslite": "phonenumbers",
        "prometheus-client": "prometheus_client",
        "python-json-logger": "pythonjsonlogger",
        "python-stdnum": "stdnum",
        "tomli-w": "tomli_w",
        "vl-convert-python": "vl_convert",
    }
)
# Declared, and imported by nobody here.
FOR_OTHERS = MappingProxyType(
    {
        "pandas": "ibis imports it, and ibis 12 needs it below 3",
        "tzdata": "zoneinfo reads it where the system has no time zones",
    }
)
ADDRESS = re.compile(r"https?://|--(index-url|extra-index-url|find-links)", re.IGNORECASE)


def names(requirements: Iterable[str]) -> set[str]:
    """Return the names of the distributions that are asked for."""
    found = (re.match(r"[A-Za-z0-9._-]+", one) for one in requirements)
    return {match.group().lower() for match in found if match}


class TestDependencies:
    def test_are_imported_or_have_a_reason(self) -> None:
        brought = {name for path in modules() for name in imported(path)}
        core = names(PROJECT["dependencies"])

        unused = {name for name in core if IMPORTED_AS.get(name, name) not in brought}

        assert unused == set(FOR_OTHERS)

    def test_are_declared_where_they_are_imported(self) -> None:
        extras = names(one for extra in PROJECT["optional-dependencies"].values() for one in extra)
        declared = names(PROJECT["dependencies"]) | extras
        known = {IMPORTED_AS.get(name, name) for name in declared}
        brought = {name for path in modules() for name in imported(path)}

        assert not brought - known - sys.stdlib_module_names - {"cynosure"}

    def test_are_locked_each_with_hashes(self) -> None:
        locked = (ROOT / "requirements/core.txt").read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9._-]+)==", locked, re.MULTILINE))
        entries = re.split(r"^(?=[a-z0-9._-]+==)", locked, flags=re.MULTILINE)[1:]

        assert names(PROJECT["dependencies"]) <= pinned
        assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]

    def test_are_locked_without_an_address(self) -> None:
        naming = [
            path.name
            for path in (ROOT / "requirements").iterdir()
            if ADDRESS.search(path.read_text(encoding="utf-8"))
        ]

        assert not naming

    def test_each_say_why(self) -> None:
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        block = text[text.index("\ndependencies = [") : text.index("[project.scripts]")]
        block = block[: block.index("[dependency-groups]")]

        silent = [
            line.strip()
            for line in block.splitlines()
            if line.strip().startswith('"') and "#" not in line
        ]

        assert not silent
