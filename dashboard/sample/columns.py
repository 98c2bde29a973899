"""Arrays as the text columns of an extract."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.sample.draws import Bools, Dates, Floats, Ints

Columns: TypeAlias = dict[str, Any]
"""Column name to pyarrow array, in the order of the extract's schema."""


def coded(index: npt.ArrayLike, codes: Sequence[str]) -> Any:
    """The codes at an index; blank where it is negative."""
    at = np.asarray(index)
    taken = pa.array(np.where(at < 0, 0, at), mask=at < 0)
    return pa.array(list(codes), pa.string()).take(taken)


def flags(yes: Bools, *, blank: Bools | None = None) -> Any:
    """Y where true, N elsewhere, nothing where `blank`."""
    index = np.where(yes, 1, 0)
    return coded(index if blank is None else np.where(blank, -1, index), ("N", "Y"))


def dates(values: Dates, *, blank: Bools | None = None) -> Any:
    """ISO dates; blank where `blank` or not a time."""
    empty = np.isnat(values) if blank is None else np.isnat(values) | blank
    return pa.array(values.astype("datetime64[D]"), pa.date32(), mask=empty)


def numbers(values: Ints | Floats, *, blank: Bools | None = None) -> Any:
    """Plain numbers; blank where `blank`."""
    return pa.array(values, mask=blank)


def digits(values: Ints, *, width: int, prefix: str = "") -> Any:
    """Whole numbers as text with leading zeros, for ids."""
    padded = pc.utf8_lpad(pa.array(values).cast(pa.string()), width=width, padding="0")
    return pc.binary_join_element_wise(prefix, padded, "") if prefix else padded


def same(value: Any, size: int) -> Any:
    """One value on every row."""
    return pa.repeat(pa.scalar(value), size)


def blanks(size: int) -> Any:
    """A column without values."""
    return pa.nulls(size, pa.string())
