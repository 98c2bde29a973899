"""A layout written as HTML: the first answer of every page, before any script runs.

It is the same tree that React builds later, so nothing moves when that takes over. What has no
HTML of its own, as a chart, brings some along: see `standing_in`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

PREFIX = "first-"
"""Of every id in the first answer: for a moment both it and React's page are in the document."""

_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_NAMES = {"className": "class", "htmlFor": "for"}
_OURS = frozenset({"children", "id", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key"})
_IDS = frozenset({"for", "aria-labelledby", "aria-describedby", "aria-controls", "list"})


def standing_in(component: Component, first: Callable[[], str]) -> Component:
    """The component, with the HTML that stands for it until its script has drawn it.

    first: called only when a first answer is written, not for a callback.
    """
    component.first_markup = first
    return component


def markup(part: Any) -> str:
    """The HTML of a component and all that is in it."""
    if part is None or isinstance(part, bool):
        return ""
    if isinstance(part, list | tuple):
        return "".join(markup(each) for each in part)
    if not isinstance(part, Component):
        return escape(str(part), quote=False)
    first = part.__dict__.get("first_markup")
    if first is not None:
        return str(first())
    if isinstance(part, dcc.Link):
        return markup(html.A(part.children, href=part.href, className=_of(part, "className")))
    if isinstance(part, dcc.Input):
        return f"<input{_attributes(part)}>"
    if not type(part).__module__.startswith("dash.html"):
        return ""  # a store, a location: nothing to see
    tag = type(part).__name__.lower()
    start = f"<{tag}{_attributes(part)}>"
    return start if tag in _VOID else f"{start}{markup(_of(part, 'children'))}</{tag}>"


def _of(part: Component, name: str) -> Any:
    return getattr(part, name, None)


def _attributes(part: Component) -> str:
    said = []
    name = _of(part, "id")
    if isinstance(name, str):
        said.append(f' id="{PREFIX}{escape(name)}"')
    # Dash keeps properties in a set: sorted, the same page is the same bytes.
    for prop, value in sorted(part.to_plotly_json()["props"].items()):
        if prop in _OURS or value is None or value is False:
            continue
        attribute = _NAMES.get(prop, prop.lower())
        if value is True:
            said.append(f' {attribute}="true"' if "-" in prop else f" {attribute}")
        else:
            said.append(f' {attribute}="{escape(_value(attribute, value))}"')
    return "".join(said)


def _value(attribute: str, value: Any) -> str:
    if attribute == "style":
        return ";".join(f"{_hyphened(name)}:{each}" for name, each in value.items())
    if attribute in _IDS:
        return " ".join(f"{PREFIX}{name}" for name in str(value).split())
    return str(value)


def _hyphened(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
