"""`python -m bench.utility RELEASES/ID`: what share of a release is hidden, and for whose sake.

Rows hidden or coded for their own sake (too few, near none, near all) are primary; those hidden for
another's are complementary. The exact table of the release tells them apart, so this is for whoever
may read it.
"""

import json
from pathlib import Path

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.catalog import Catalog, catalog_from_public
from dashboard.errors import ProgressError
from dashboard.protection.earlier import KEY
from dashboard.protection.marks import primary
from dashboard.protection.sheet import PROFILES, Bools, read, sheets
from dashboard.releases.release import open_release

HEAD = ("indicator", "rows", "coded", "primary", "compl.", "students", "primary", "compl.")


def own_sake(exact: pa.Table, catalog: Catalog) -> Bools:
    """The rows of an exact table that are hidden or coded for their own sake."""
    found = np.zeros(exact.num_rows, np.bool_)
    for linked in sheets(read(exact), catalog):
        for sheet in linked:
            there = sheet.row >= 0
            found[sheet.row[there]] = primary(sheet, catalog).untold[there]
    return found


def utility(
    exact: pa.Table, values: pa.Table, catalog: Catalog
) -> dict[tuple[str, str], tuple[float, ...]]:
    """Shares, in percent, by indicator and breakdown: see `HEAD`.

    Counted are the rows with members, but for the state's own totals. A student counts once in
    each breakdown and year.
    """
    frame = exact.append_column("own", pa.array(own_sake(exact, catalog))).to_pandas()
    names = {"status": "public", "flags": "word"}
    public = values.select([*KEY, *names]).rename_columns([*KEY, *names.values()]).to_pandas()
    frame = frame.merge(public, on=list(KEY), how="left", validate="1:1")
    wanted = [one.id for one in catalog.indicators if one.protection in PROFILES]
    whole = (frame["level"] == "STATE") & (frame["group_type"] == "ALL")
    fresh = frame["data_year"] == frame["school_year"]
    frame = frame[frame["indicator"].isin(wanted) & ~whole & fresh & (frame["den"] > 0)]
    hidden = frame["public"].eq("SUPPRESSED")
    word = frame["word"].isin(["TOP_CODED", "BOTTOM_CODED"]) & hidden
    frame = frame.assign(
        all=1, coded=word, primary=hidden & frame["own"] & ~word, added=hidden & ~frame["own"]
    )
    columns = ["coded", "primary", "added"]
    shares = {}
    for key, rows in frame.groupby(["indicator", "group_type"]):
        cells = [100 * rows[name].mean() for name in columns]
        weight = rows["den"]
        students = [100 * weight[rows[name]].sum() / weight.sum() for name in columns]
        shares[key] = (len(rows), *cells, int(weight.sum()), *students[1:])
    order = {id: n for n, id in enumerate(wanted)}
    return dict(sorted(shares.items(), key=lambda item: (order[item[0][0]], item[0][1])))


def as_text(shares: dict[tuple[str, str], tuple[float, ...]]) -> list[str]:
    """The table for a person."""
    lines = ["{:16} {:>8} {:>7} {:>7} {:>7} {:>10} {:>7} {:>7}".format(*HEAD)]
    for (indicator, kind), (rows, coded, own, added, students, *of) in shares.items():
        cells = f"{rows:8.0f} {coded:6.1f}% {own:6.1f}% {added:6.1f}%"
        lines.append(
            f"{indicator + ' ' + kind:16} {cells} {students:10.0f} {of[0]:6.1f}% {of[1]:6.1f}%"
        )
    return lines


@click.command()
@click.argument("release", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(release: Path) -> None:
    """Print the table for RELEASE, the folder of a release with its restricted part."""
    folder = release.resolve()
    try:
        opened = open_release(folder.parent, release_id=folder.name)
        catalog = catalog_from_public(json.loads(opened.document("catalog.json")))
        exact = pq.read_table(folder / "restricted" / "indicator_value.parquet")
    except (ProgressError, OSError) as error:
        raise click.ClickException(str(error)) from None
    shares = utility(exact, opened.read_public("indicator_value"), catalog)
    click.echo("\n".join(as_text(shares)))


if __name__ == "__main__":
    main(prog_name="python -m bench.utility")
