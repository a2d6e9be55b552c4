"""Asks every address of the API for odd data, as its description allows them, and compares the answers with it.

schemathesis makes the requests. The archive has the documents of ``fixtures/`` and two invented resolutions.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.searching import freshness
from archive.views.api.openapi import description
from archive.wsgi import application
from tests import shelf

# The rows are committed. PostgreSQL's autovacuum counts no others, and the test takes long enough to meet it.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seed")]

_EXAMPLES = 4  # of each address, in each way
_CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
_RARELY = settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda each: str(each.value))
def test_odd_requests_get_documented_answers(mode: GenerationMode) -> None:
    shelf.fill()
    freshness.rebuild()
    schema: Any = schemathesis.openapi.from_dict({**description(), "servers": [{"url": "http://localhost"}]})
    schema.app = application
    asked: list[int] = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @_RARELY
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Any) -> None:
            response: Response = case.call(headers={"Accept": "application/json", "Accept-Encoding": "identity"})
            case.validate_response(response, checks=_CHECKS)
            asked.append(response.status_code)

        check()
    assert len(asked) >= len(description()["paths"])
    assert 404 in asked
