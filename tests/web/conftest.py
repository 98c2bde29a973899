"""The site on the handmade release, asked without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from callbacks.site import Site, make_site
from dashboard.settings import Settings
from tests.support.release import publish_release


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("releases")
    publish_release(root)
    return root


@pytest.fixture(scope="session")
def site(releases: Path) -> Site:
    return make_site(Settings(releases=releases))


@pytest.fixture
def client(site: Site) -> Iterator[FlaskClient]:
    with site.server.test_client() as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[FlaskClient]:
    with make_site(Settings(releases=tmp_path / "none")).server.test_client() as client:
        yield client
