"""The errors of the house: each says what is wrong with what, and what to do.

The command line prints their text and exits 1; a page shows it. Nothing else reaches people.
"""


class ProgressError(Exception):
    """Something the person at the keyboard can put right; its text tells how."""
