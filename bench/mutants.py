"""`python -m bench.mutants --tables 300`: which slips of a publication the attacker notices.

Each table is a small made-up state, protected; then one hidden cell, one percent and one hidden
total is published again, each by itself. Slips that tell nothing, by a programme that shares no
code with the attacker, are counted apart.
"""

import argparse
import sys

import pyarrow as pa

from dashboard.audit import audit
from dashboard.catalog import load_catalog
from dashboard.releases.protecting import TellsTooMuch, attacked
from tests.support.mutants import scores

WANTED = 0.99


def main() -> int:
    """Print the score of each kind; 1 when it is under what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    asked = parser.parse_args()
    catalog = load_catalog()

    refused = 0

    def protected(exact: pa.Table) -> tuple[pa.Table, pa.Table] | None:
        nonlocal refused
        try:
            public = attacked(exact, catalog).public
        except TellsTooMuch:  # then nothing is published that could have a slip in it
            refused += 1
            return None
        return public.values, public.coded

    def caught(values: pa.Table, coded: pa.Table) -> bool:
        return not audit(values, coded, catalog=catalog, workers=1).safe

    seeds = range(asked.first, asked.first + asked.tables)
    found = scores(seeds, catalog=catalog, protected=protected, caught=caught)
    print(f"{asked.tables - refused} states published, {refused} refused")
    good = True
    for kind, one in found.items():
        share = one.caught / one.telling if one.telling else 1.0
        good &= share >= WANTED
        print(
            f"{kind}: {one.caught} of {one.telling} caught ({share:.1%}); {one.equivalent} tell "
            f"nothing (of which {one.reported} are reported all the same)"
        )
        for missed in one.missed:
            print(f"  missed: {missed}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
