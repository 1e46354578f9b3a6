"""Everything that the description allows, and much that it does not: no mistake of ours, no break of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from tests.web.api.conftest import token_of

CHOSEN = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
)
OPERATIONS = {
    "POST /demands", "GET /demands", "POST /demands/batch", "GET /demands/{demand_id}",
    "GET /deliveries", "GET /deliveries/{number}", "GET /themes", "GET /themes/{theme_id}",
    "GET /imports", "GET /imports/{import_id}", "POST /decisions", "GET /decisions",
    "GET /decisions/{demand_id}", "DELETE /decisions/{demand_id}", "GET /measures",
    "GET /measures/{name}", "GET /measures/{name}/series", "GET /measures/{name}/by/{dimension}",
    "GET /exports/{table}",
}  # fmt: skip


@schemathesis.serializer("application/x-ndjson")
def as_lines(_: Any, value: Any) -> bytes:
    """Send what was made up for a batch as it is."""
    return value.encode() if isinstance(value, str) else orjson.dumps(value)


def described() -> Any:
    from django.core.wsgi import get_wsgi_application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def token(full_desk: object) -> Iterator[str]:
    from django.test import override_settings

    with override_settings(API_REQUESTS_A_MINUTE=10**9):
        yield token_of("paul")


def test_the_description_names_every_operation(token: str) -> None:
    found = {
        operation.ok().label.replace("/api/v1", "")
        for operation in described().get_all_operations()
    }

    assert found == OPERATIONS


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_an_operation_keeps_to_the_description(
    token: str, label: str, mode: GenerationMode
) -> None:
    method, address = label.split(" ")
    operation = described()[f"/api/v1{address}"][method]
    checks = CHECKS.get_by_names(CHOSEN)

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token}", "Host": "localhost"}
        case.call_and_validate(headers=headers, checks=checks)

    ask()
