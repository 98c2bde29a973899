"""Callbacks that give plain JSON, answered without Dash's dispatcher: same function, same answer.

For every call Dash works out anew what is the same for all (groupings, contexts, the outputs'
specifications), and escapes the answer for a script element in which it never stands. Together
that takes longer than to look the answer up. What it makes of the values that a callback returns is
no more than their names; tests/web/test_plain.py holds its answers and these beside each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import orjson
from dash import Dash
from dash.exceptions import PreventUpdate

from dashboard.web.guard import outputs_of

Plain = Callable[..., tuple[Any, ...]]
"""A callback of several outputs, of which each is text, number, None, or lists and dicts of them.

It asks Dash for nothing: neither what triggered it nor for a change beside its outputs.
"""


def plain_answer(app: Dash, body: Mapping[str, Any], *, plain: Collection[Plain]) -> bytes | None:
    """The answer to a body that the guard let pass; None where Dash has to give it."""
    output = body["output"]
    ask = getattr(app.callback_map[output]["callback"], "__wrapped__", None)
    if ask is None or ask not in plain:
        return None
    given = [*body["inputs"], *body["state"]]
    try:
        values = ask(*(part.get("value") for part in given))
    except PreventUpdate:
        return None  # there is nothing to say, and Dash says so
    parts: dict[str, dict[str, Any]] = {}
    for (name, prop), value in zip(outputs_of(output), values, strict=True):
        parts.setdefault(name, {})[prop.partition("@")[0]] = value
    return orjson.dumps({"multi": True, "response": parts})
