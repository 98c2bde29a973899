"""What no page of ours sends is refused, never a server error (S2, B2).

`python -m bench.malformed` sends 10,000 of them to each database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.malformed import POSTED, Malformed
from tests.support.scoped_site import Planted, planted

# werkzeug leaves a part of an upload open that it could not read to its end.
pytestmark = pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile")
SENT = {"sqlite": 900, "postgresql": 500}
SEED = 1


@pytest.fixture
def site(releases: Path, store_url: str) -> Iterator[Planted]:
    with planted(releases, store_url) as site:
        site.browsers["nobody"].client.get("/")  # Dash completes its callbacks in its first request
        yield site


def test_no_malformed_body_is_a_server_error(site: Planted, database: str) -> None:
    assert list(Malformed(site, SEED).faults(range(SENT[database]))) == []


@pytest.mark.parametrize("database", ["sqlite"])
def test_every_form_is_among_them_and_some_are_still_taken(site: Planted) -> None:
    """Else nothing but the first check would be tried."""
    tried, answered = Counter[str](), Counter[int]()
    malformed = Malformed(site, SEED)
    for number in range(SENT["sqlite"]):
        tried[malformed.made(number).name] += 1
        if number % 6 == 0:
            site.restore()
            answered[malformed.sent(malformed.made(number)).status_code] += 1
    assert set(tried) == {line.name for line in POSTED} | {"callback"}
    assert {200, 303, 400, 403, 404} <= set(answered)
