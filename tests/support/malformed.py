"""Bodies that no page of ours sends, one for each number, over every form there is.

`Malformed(site, seed=1).made(17)` is the same request each time. It begins as a form that would be
taken (tests/support/scope_table.py has them all), or as what a page asks Dash; then one to four
things are done to it.
"""

from __future__ import annotations

import json
import random
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import got_request_exception
from werkzeug.test import TestResponse

from tests.support.nasty import FORM, HEADERS, TEXTS, TYPES, VALUES, WAS
from tests.support.scope_table import TABLE, Line
from tests.support.scoped_places import Target
from tests.support.scoped_site import Planted

UPDATE = "/_dash-update-component"
POSTED = [line for line in TABLE if line.method == "POST" and line.only != "portal"]
FIELDS = ("login", "password", "next", "link", "new", "again", "old", "code", "secret", "district")
UNDO_EVERY = 20

Pairs = list[tuple[bytes, bytes]]


@dataclass
class Request:
    """A POST. name: of the line it began as."""

    name: str
    who: str
    path: str
    body: bytes
    content_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = self.body if len(self.body) < 300 else self.body[:300] + b"..."
        return f"{self.name} by {self.who}: {self.path} {self.content_type!r} {told!r}"


@dataclass
class Malformed:
    """Malformed requests to a site, and what they are answered with."""

    site: Planted
    seed: int = 1

    def made(self, number: int) -> Request:
        """The request of a number."""
        draw = random.Random(f"{self.seed}/{number}")
        return _asked(draw, self.site) if draw.random() < 0.15 else _form(draw, self.site)

    def faults(self, numbers: range, answered: Counter[int] | None = None) -> Iterator[str]:
        """Send each; what was answered with a server error, and how it came to that.

        answered: counts the answers by status.
        """
        answered = Counter() if answered is None else answered
        with raised() as errors:
            for count, number in enumerate(numbers):
                if count % UNDO_EVERY == 0:
                    self.site.restore()  # else everybody is soon signed out
                request = self.made(number)
                errors.clear()
                answer = self.sent(request)
                answered[answer.status_code] += 1
                if answer.status_code >= 500:
                    why = "; ".join(map(_told, errors))
                    yield f"seed {self.seed}, number {number}: {answer.status}: {request}: {why}"

    def sent(self, request: Request) -> TestResponse:
        # A browser would lose its session by what it is answered.
        client = self.site.gate.client(use_cookies=False)
        own = {"Cookie": f"session={self.site.browsers[request.who].session}"}
        with client.post(
            request.path, data=request.body, content_type=request.content_type,
            headers=own | request.headers,
        ) as answer:  # fmt: skip
            answer.get_data()
            return answer


@contextmanager
def raised() -> Iterator[list[BaseException]]:
    """What views raise meanwhile and nobody expects."""
    found: list[BaseException] = []

    def note(_sender: object, exception: BaseException, **_more: object) -> None:
        found.append(exception)

    with got_request_exception.connected_to(note):
        yield found


def _told(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    ours = [
        one
        for one in traceback.extract_tb(error.__traceback__)
        if "site-packages" not in one.filename
    ]
    where = ours[-1] if ours else last
    return f"{error!r:.200} in {Path(where.filename).name}:{where.lineno}"


# ---- forms


def _form(draw: random.Random, site: Planted) -> Request:
    line = draw.choice(POSTED)
    target = draw.choice(site.targets if draw.random() < 0.3 else site.targets[:1])
    able = list(site.browsers) if draw.random() < 0.15 else _able(site, line, target)
    who = draw.choice(able or list(site.browsers))
    path, form = target.filled(line)
    pairs: Pairs = [(name.encode(), text.encode()) for name, text in form.items()]
    pairs.append((b"form_token", site.browsers[who].token.encode()))
    if not form:
        pairs += [(name.encode(), b"x") for name in draw.sample(FIELDS, 4)]
    steps: list[Callable[[random.Random, Pairs], None]] = [_text, _text, _text, _double, _drop]
    steps += [_added, _many, _name]
    if draw.random() < 0.05:
        _token(draw, pairs)
    if any(name.endswith(b".was") for name, _ in pairs) and draw.random() < 0.5:
        _shown(draw, pairs)
    for _ in range(draw.randint(0, 3)):
        draw.choice(steps)(draw, pairs)
    many = draw.random() < 0.25
    body = _multipart(draw, pairs) if many else _encoded(draw, pairs)
    kind = "multipart/form-data; boundary=x" if many else FORM
    request = Request(line.name, who, _path(draw, path), body, kind)
    if draw.random() < 0.7:  # so that a body without its token, or of no form at all, is still read
        request.headers["X-Form-Token"] = site.browsers[who].token
    _broken(draw, request)
    return request


def _able(site: Planted, line: Line, target: Target) -> list[str]:
    """Who could do it: others are refused before anything is read."""
    return [
        who
        for who, browser in site.browsers.items()
        if line.action is None or target.is_allowed(browser.person, line)
    ]


def _shown(draw: random.Random, pairs: Pairs) -> None:
    """A row that cannot be saved, so that what was typed is shown again."""
    rows = [name.partition(b".")[0] for name, _ in pairs if name.endswith(b".was")]
    for row in rows[:1]:
        pairs += [(row + b".exit_reason", draw.choice(TEXTS)), (row + b".version", b"7")]
        pairs[:] = [(n, draw.choice(WAS) if n == row + b".was" else text) for n, text in pairs]


def _text(draw: random.Random, pairs: Pairs) -> None:
    at = draw.randrange(len(pairs))
    pairs[at] = (pairs[at][0], draw.choice(TEXTS))


def _double(draw: random.Random, pairs: Pairs) -> None:
    name, text = draw.choice(pairs)
    pairs.insert(draw.randrange(len(pairs)), (name, draw.choice((text, draw.choice(TEXTS)))))


def _drop(draw: random.Random, pairs: Pairs) -> None:
    if len(pairs) > 1:
        pairs.pop(draw.randrange(len(pairs)))


def _added(draw: random.Random, pairs: Pairs) -> None:
    names = (*(name.encode() for name in FIELDS), b"reason", b"new.entry_date", b"new.student_id")
    pairs.append((draw.choice(names), draw.choice(TEXTS)))


def _many(draw: random.Random, pairs: Pairs) -> None:
    pairs += [(b"%d.entry_a" % number, b"3") for number in range(draw.choice((20, 1500)))]


def _name(draw: random.Random, pairs: Pairs) -> None:
    at = draw.randrange(len(pairs))
    pairs[at] = (draw.choice((*TEXTS[:30], b"7100001.was", b"99999999999.version")), pairs[at][1])


def _token(draw: random.Random, pairs: Pairs) -> None:
    text = draw.choice((b"", b"\xff\xfe", b"\xc3\xa9", b"of another", b"\x00"))
    pairs[:] = [(name, text if name == b"form_token" else was) for name, was in pairs]


def _encoded(draw: random.Random, pairs: Pairs) -> bytes:
    if draw.random() < 0.1:  # as bytes, with nothing escaped
        return b"&".join(name + b"=" + text for name, text in pairs)
    return b"&".join(
        quote_from_bytes(name).encode() + b"=" + quote_from_bytes(text).encode()
        for name, text in pairs
    )


def _multipart(draw: random.Random, pairs: Pairs) -> bytes:
    parts = []
    for name, text in pairs:
        more = draw.choice((b"", b"", b"", b'; filename="a.csv"', b'; filename="\x00"', b"; ="))
        kind = draw.choice((b"", b"", b"\r\nContent-Type: text/plain; charset=utf-16", b"\r\n:"))
        head = b'Content-Disposition: form-data; name="' + name[:2000] + b'"' + more + kind
        parts.append(b"--x\r\n" + head + b"\r\n\r\n" + text + b"\r\n")
    return b"".join(parts) + draw.choice((b"--x--\r\n", b"--x--\r\n", b"--x", b""))


def _path(draw: random.Random, path: str) -> str:
    if draw.random() < 0.9:
        return path
    parts = path.split("/")
    at = draw.randrange(1, len(parts))
    short = [text for text in TEXTS if len(text) < 500]
    parts[at] = quote(draw.choice(short), safe="")
    query = draw.choice(("", "?said=%00", "?sort=%ff&district=%00", "?next=//x", "?" + "a&" * 900))
    return "/".join(parts) + query


def _broken(draw: random.Random, request: Request) -> None:
    """What is done to the body as it travels."""
    if draw.random() < 0.15 and request.body:
        request.body = request.body[: draw.randrange(len(request.body))]
    if draw.random() < 0.1:
        at = draw.randrange(len(request.body) + 1)
        request.body = request.body[:at] + draw.randbytes(9) + request.body[at:]
    if draw.random() < 0.12:
        request.content_type = draw.choice(TYPES)
    if draw.random() < 0.12:
        name, text = draw.choice(HEADERS)
        request.headers[name] = text


# ---- callbacks


def _asked(draw: random.Random, site: Planted) -> Request:
    output, spec = draw.choice(list(site.gate.site.callback_map.items()))
    outputs = [part.rpartition(".") for part in output.strip(".").split("...")]
    made: dict[str, Any] = {
        "output": output,
        "outputs": [{"id": name, "property": prop} for name, _, prop in outputs],
        "inputs": [{**one, "value": draw.choice(VALUES)} for one in spec["inputs"]],
        "state": [{**one, "value": draw.choice(VALUES)} for one in spec["state"]],
        "changedPropIds": [],
    }
    for _ in range(draw.choice((0, 0, 0, 1, 2))):
        part = draw.choice(list(made))
        held = made[part]
        if isinstance(held, list) and held and draw.random() < 0.6:
            held[0] = draw.choice((*VALUES, {"id": draw.choice(VALUES), "property": "value"}))
        else:
            made[part] = draw.choice(VALUES)
    body = json.dumps(made).encode()
    if draw.random() < 0.1:
        body = draw.choice(
            (b"[" * 100_000, b'{"a":' * 50_000, b"9" * 9000, b"\xff", b"{}" * 2, b"")
        )
    who = draw.choice(list(site.browsers))
    request = Request("callback", who, UPDATE, body, "application/json")
    _broken(draw, request)
    return request
