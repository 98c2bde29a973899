"""What is made once and kept beside what it is made of: never more than a release makes it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
_LOCK = threading.Lock()
_NOTHING: Any = object()


class Keep:
    """Values by key, for all threads; of more than `most` the one made first goes.

    A value must be a function of its key and of whatever the keep belongs to (a release, a
    district's values), and nobody may change it: everybody gets the same one.
    """

    __slots__ = ("_made", "_most")

    def __init__(self, most: int = 64) -> None:
        self._made: dict[Hashable, Any] = {}
        self._most = most

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; `make` is asked for it once, or twice where two threads meet."""
        known: T = self._made.get(key, _NOTHING)
        if known is not _NOTHING:
            return known
        made = make()
        with _LOCK:
            self._made[key] = made
            if len(self._made) > self._most:
                del self._made[next(iter(self._made))]
        return made
