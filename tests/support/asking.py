"""The handmade release as the pages see it."""

from pathlib import Path

import pytest

from dashboard.views import Edition, IndicatorView, Shelf, indicator_view, parse_question
from tests.support.release import publish_release


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    root: Path = tmp_path_factory.mktemp("releases")
    publish_release(root)
    return Shelf(root).edition()


class Ask:
    """`ask("1", "?district=001001")`: the view at an address."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __call__(self, indicator: str, search: str = "") -> IndicatorView:
        question = parse_question(indicator, search, edition=self.edition)
        return indicator_view(question, edition=self.edition)


@pytest.fixture
def ask(edition: Edition) -> Ask:
    return Ask(edition)
