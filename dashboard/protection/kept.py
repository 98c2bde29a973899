"""What an earlier build decided of the same sheet, so that it need not be decided again."""

import io
from collections.abc import MutableMapping, Sequence
from hashlib import sha256

import numpy as np

from dashboard.catalog import Catalog
from dashboard.protection.marks import Marks
from dashboard.protection.sheet import Bools, Sheet

Kept = MutableMapping[str, bytes]
"""Decisions by a digest of all they were made from; whoever keeps them adds the code's."""


def digest(sheet: Sheet, before: Bools, catalog: Catalog, withheld: Sequence[str]) -> str:
    """A digest of the sheet's counts, the rule, what was hidden the year `before`, and
    which breakdowns are `withheld`.

    Earlier releases are left out: counts that did not change are published as they were, so that
    there is no difference to learn from (P4).
    """
    total = sha256()
    rule = (
        catalog.profile.protection.model_dump_json(),
        [link.model_dump_json() for link in catalog.links],
        [(one.id, one.protection) for one in sheet.indicators],
        sheet.units,
        sheet.columns,
        withheld,
    )
    total.update(repr(rule).encode())
    for array in (sheet.num, sheet.den, sheet.there, sheet.zero >= 0, before):
        total.update(array.tobytes())
    return total.hexdigest()[:32]


def packed(marks: Marks) -> bytes:
    """The decisions as bytes."""
    out = io.BytesIO()
    arrays = {f"filled_{kind}": units for kind, units in marks.filled.items()}
    arrays |= {
        name: getattr(marks, name) for name in ("there", "hidden", "coded", "nobody", "zeros")
    }
    np.savez(out, **arrays)  # type: ignore[arg-type]  # some MB in all; to compress takes longer
    return out.getvalue()


def unpacked(content: bytes, start: Marks) -> Marks:
    """The marks of `start`'s sheet as they were decided."""
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return Marks(
            sheet=start.sheet,
            there=found["there"],
            hidden=found["hidden"],
            coded=found["coded"],
            by_parts=start.by_parts,
            nobody=found["nobody"],
            zeros=found["zeros"],
            words=start.words,
            filled={kind: found[f"filled_{kind}"] for kind in start.filled},
        )
