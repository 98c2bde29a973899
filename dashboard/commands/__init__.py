"""Commands that stand on a room of their own: one module for each room.

`cli.py` adds every command of `COMMANDS`. A module imports its room inside its functions, so that
no other command waits for it.
"""

from collections.abc import Sequence

import click

from dashboard.commands import accounts, collection, store

COMMANDS: Sequence[click.Command] = (
    *store.COMMANDS,
    *accounts.COMMANDS,
    *collection.COMMANDS,
)
