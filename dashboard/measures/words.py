"""What the values of a measure are called: columns by their name, others in words."""

from dashboard.extracts.schema import EXTRACTS

_COLUMNS = frozenset(column.name for extract in EXTRACTS.values() for column in extract.columns)


def in_words(name: str) -> str:
    """A column of an extract as it is called there; what a measure made of some in plain words."""
    return name if name in _COLUMNS else name.replace("_", " ")
