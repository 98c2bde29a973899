"""The data addresses keep what their OpenAPI document promises, whatever is asked of them."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from callbacks.site import make_site
from dashboard.settings import Settings
from dashboard.web.forms import FORMS
from tests.support.release import publish_release

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    root: Path = tmp_path_factory.mktemp("releases")
    publish_release(root)
    server = make_site(Settings(releases=root)).server
    return schemathesis.openapi.from_wsgi("/openapi.json", server)


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("place", ["/indicators/{indicator}", "/districts/{lea_id}", "/indicators"])
def test_whatever_the_document_allows(
    api: schemathesis.BaseSchema, place: str, ending: str
) -> None:
    operation = api[f"{place}.{ending}"]["get"]

    @given(case=operation.as_strategy())
    @settings(max_examples=5, deadline=None, suppress_health_check=[*HealthCheck])
    def asked(case: schemathesis.Case) -> None:
        # Its client does not unpack what comes compressed.
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    asked()


def test_the_document_names_every_form(api: schemathesis.BaseSchema) -> None:
    paths = [*api.raw_schema["paths"]]
    assert {path.rpartition(".")[2] for path in paths} == {*FORMS}
    assert api.raw_schema["openapi"] == "3.1.0"
