"""What was made lately, kept up to a size: whatever nobody asked for the longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Store(Generic[K, V]):
    """Values by key, for all threads of a process.

    most: of what all may weigh together; weight: of one, in bytes. one: of what a single one may.
    """

    def __init__(self, *, most: int, weight: Callable[[V], int], one: int | None = None) -> None:
        self._most, self._weight = most, weight
        self._one = most if one is None else one
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """The value, if it is still there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep a value, unless it weighs too much by itself."""
        with self._lock:
            self._forget(key)
            if self._weight(value) > self._one:
                return
            self._kept[key] = value
            self._size += self._weight(value)
            while self._size > self._most:
                self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _forget(self, key: K) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._size -= self._weight(gone)
