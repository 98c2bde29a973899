"""An application's answer as a whole, for those who stand before it and pass it on changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

Environ = Mapping[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Any, Any], Iterable[bytes]]


class Whole(NamedTuple):
    """more: the exception, if the application tells of one, as `start_response` takes it."""

    status: str
    headers: list[tuple[str, str]]
    more: tuple[Any, ...]
    body: bytes


def whole(app: Wsgi, environ: Environ) -> Whole:
    """What the application answers, read to its end and uncompressed."""
    said: list[Any] = []

    def hear(status: str, headers: list[tuple[str, str]], *more: Any) -> None:
        said[:] = [status, headers, more]

    answer = app({**environ, "HTTP_ACCEPT_ENCODING": "identity"}, hear)
    try:
        body = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    status, headers, more = said
    return Whole(status, headers, more, body)
