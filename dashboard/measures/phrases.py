"""Conditions of measures in words: what a row must be, as a person would read it.

The words are the extract's own columns and codes, so that whoever keeps the records can look them
up. A condition that has no such reading is given its words where it is written (`terms.said`).
"""

from collections.abc import Callable, Mapping

import ibis.expr.operations as ops

from dashboard.measures.words import in_words

BLANK = "blank"
CANNOT = "this condition has no words: compare columns that have names, or use `said`"

_COMPARED: Mapping[type[ops.Value], tuple[str, str]] = {
    ops.Equals: ("is", "is"),
    ops.NotEquals: ("is not", "is not"),
    ops.Less: ("is less than", "is before"),
    ops.LessEqual: ("is at most", "is on or before"),
    ops.Greater: ("is more than", "is after"),
    ops.GreaterEqual: ("is at least", "is on or after"),
}
"""How a comparison reads: of numbers and codes, and of days."""


class NoWords(Exception):
    """A condition that cannot be read out."""


def conjuncts(condition: ops.Value) -> tuple[ops.Value, ...]:
    """The conditions that must all hold for this one to hold, in the order they are written."""
    condition = _plain(condition)
    if isinstance(condition, ops.And):
        return conjuncts(condition.left) + conjuncts(condition.right)
    return (condition,)


def phrase(condition: ops.Value) -> str:
    """The condition in words; NoWords when it compares what has no name."""
    condition = _plain(condition)
    if type(condition) in _COMPARED:
        return _comparison(condition)
    for kind, read in _READ.items():
        if isinstance(condition, kind):
            return read(condition)
    return _operand(condition)


def _plain(value: ops.Value) -> ops.Value:
    """The value without what only the machine needs: a type, a default for the unknown."""
    while isinstance(value, ops.Cast | ops.Alias | ops.Coalesce):
        value = value.arg[0] if isinstance(value, ops.Coalesce) else value.arg
    return value


def _comparison(condition: ops.Value) -> str:
    number, day = _COMPARED[type(condition)]
    is_day = condition.left.dtype.is_date() or condition.right.dtype.is_date()
    return f"{_operand(condition.left)} {day if is_day else number} {_operand(condition.right)}"


def _operand(value: ops.Value) -> str:
    value = _plain(value)
    if isinstance(value, ops.Field):
        return in_words(value.name)
    if isinstance(value, ops.Literal):
        return str(value.value) if value.value != "" else BLANK
    raise NoWords(f"{CANNOT} ({type(value).__name__})")


def _options(condition: ops.InValues) -> str:
    return ", ".join(_operand(option) for option in condition.options)


def _in(condition: ops.InValues) -> str:
    verb = "is" if len(condition.options) == 1 else "is one of"
    return f"{_operand(condition.value)} {verb} {_options(condition)}"


def _not(condition: ops.Not) -> str:
    inner = _plain(condition.arg)
    if isinstance(inner, ops.InValues):
        verb = "is not" if len(inner.options) == 1 else "is none of"
        return f"{_operand(inner.value)} {verb} {_options(inner)}"
    if isinstance(inner, ops.Field):
        return f"not {in_words(inner.name)}"
    return f"not ({phrase(inner)})"


def _between(condition: ops.Between) -> str:
    lowest, highest = _operand(condition.lower_bound), _operand(condition.upper_bound)
    return f"{_operand(condition.arg)} is from {lowest} to {highest}"


_READ: Mapping[type[ops.Value], Callable[..., str]] = {
    ops.InValues: _in,
    ops.Not: _not,
    ops.Between: _between,
    ops.And: lambda one: f"{phrase(one.left)} and {phrase(one.right)}",
    ops.Or: lambda one: f"{phrase(one.left)} or {phrase(one.right)}",
    ops.NotNull: lambda one: f"{_operand(one.arg)} is known",
    ops.IsNull: lambda one: f"{_operand(one.arg)} is {BLANK}",
}
