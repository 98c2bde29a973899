"""Which addresses are of signed-in people: never kept by a cache, the only ones with cookies."""

from __future__ import annotations

PRIVATE = ("/signin", "/signout", "/session", "/account", "/people", "/collect", "/exact")
"""Each with all that lies below it."""


def is_private(path: str) -> bool:
    """Whether the answer of an address may depend on who asks."""
    return any(path == one or path.startswith(f"{one}/") for one in PRIVATE)
