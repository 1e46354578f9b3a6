"""A measure is a module, a line in the catalogue and a test."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from cynosure.measures.catalogue import MEASURES
from cynosure.measures.measure import Measure
from tests.architecture.code import SOURCE, tree
from tests.given import ROOT


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
class TestAMeasure:
    def test_shows_an_example_that_runs(self, measure: Measure) -> None:
        assert ">>>" in (type(measure).__doc__ or "")

    def test_says_what_it_means(self, measure: Measure) -> None:
        assert measure.title[0].isupper()
        assert measure.definition.endswith(".")
        assert len(measure.definition.split()) > 10

    def test_stands_in_the_reference(self, measure: Measure) -> None:
        page = (ROOT / "docs/reference/measures.md").read_text(encoding="utf-8")

        assert f"`{measure.name}`" in page
        assert measure.definition in page

    def test_is_named_nowhere_but_in_its_module_and_the_catalogue(self, measure: Measure) -> None:
        name, home = type(measure).__name__, inspect.getfile(type(measure))
        others = [
            path
            for path in SOURCE.rglob("*.py")
            if path != Path(home) and path.name != "catalogue.py"
        ]

        naming = [
            str(path.relative_to(SOURCE))
            for path in others
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Name) and node.id == name
        ]

        # Another measure of the same theme may build on it; nothing else may know it.
        assert not [where for where in naming if not where.startswith("measures/")]


class TestTheCatalogue:
    def test_holds_every_measure_that_is_written(self) -> None:
        written = {
            node.name
            for path in (SOURCE / "measures").glob("*.py")
            for node in tree(path).body
            if isinstance(node, ast.ClassDef)
            and any(ast.unparse(base) == "Measure" for base in node.bases)
            and any(
                isinstance(part, ast.AnnAssign) and ast.unparse(part.target) == "name"
                for part in node.body
            )
        }

        assert written == {type(measure).__name__ for measure in MEASURES.values()}
