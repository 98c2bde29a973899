"""Chance, by name: every column of every extract and year has a random stream of its own.

A stream depends only on the seed and its name, and rows are drawn in the order of the districts.
So one more year, one more column or one more district at the end leaves all other rows as they
were.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Dates = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Draws:
    """The random streams of one seed."""

    seed: int

    def of(self, *name: str | int) -> np.random.Generator:
        """The stream of that name, from its beginning."""
        words = (zlib.crc32(str(part).encode()) for part in name)
        return np.random.default_rng(np.random.SeedSequence([self.seed, *words]))


def pick(rng: np.random.Generator, chances: npt.ArrayLike, size: int) -> Ints:
    """An index into the last axis of `chances` for each row; -1 where their rest falls.

    `chances` is one row for all, or one row for each; a row may sum to less than 1.
    """
    limits = np.cumsum(np.asarray(chances, dtype=float), axis=-1)
    drawn = rng.random(size)[:, None]
    index = (drawn >= limits).sum(axis=1)
    return np.where(index == limits.shape[-1], -1, index)


def tilted(chance: npt.ArrayLike, effect: npt.ArrayLike) -> Floats:
    """A chance moved by an effect on the logit scale: +0.7 about doubles the odds."""
    odds = np.asarray(chance, dtype=float) / (1 - np.asarray(chance, dtype=float))
    odds = odds * np.exp(np.asarray(effect, dtype=float))
    result: Floats = odds / (1 + odds)
    return result


def probits(shares: Sequence[float]) -> list[float]:
    """The cuts of a standard normal that leave these shares, from the lowest up."""
    total = sum(shares)
    below = np.cumsum(shares)[:-1] / total
    return [NormalDist().inv_cdf(min(max(float(share), 1e-9), 1 - 1e-9)) for share in below]


def days(count: npt.ArrayLike) -> npt.NDArray[np.timedelta64]:
    """Whole days, to be added to dates."""
    result: npt.NDArray[np.timedelta64] = np.asarray(count).astype("timedelta64[D]")
    return result


def day(year: int, month: int, number: int) -> np.datetime64:
    """A calendar day."""
    return np.datetime64(f"{year:04}-{month:02}-{number:02}", "D")


def taken(array: npt.NDArray[Any], index: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """`array[index]`, as a copy that nothing else holds."""
    return np.ascontiguousarray(array[index])
