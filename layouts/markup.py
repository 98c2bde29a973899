"""A layout written as HTML: the first answer of every page, before any script runs.

It is the same tree that React builds later, so nothing moves when that takes over. What has no
HTML of its own, as a chart, brings some along: see `standing_in`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from dash.development.base_component import Component

PREFIX = "first-"
"""Of every id in the first answer: for a moment both it and React's page are in the document."""

_VOID = frozenset({"br", "hr", "img", "input", "wbr", "col"})
_CORE = {
    "Link": ("A", frozenset({"children", "href", "id", "className", "title"})),
    "Input": (
        "Input",
        frozenset(
            {"id", "type", "name", "value", "placeholder", "className", "maxLength", "autoComplete"}
        ),
    ),
}
"""What is HTML of Dash's other components, and which of their properties are."""
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
    """The HTML of a component, or of its plain form (layouts/tags.py), and all that is in it."""
    if part is None or isinstance(part, bool):
        return ""
    if isinstance(part, list | tuple):
        return "".join(markup(each) for each in part)
    if isinstance(part, Component):
        first = part.__dict__.get("first_markup")
        return str(first()) if first is not None else _element(part.to_plotly_json())
    return _element(part) if isinstance(part, dict) else escape(str(part), quote=False)


def _element(part: dict[str, Any]) -> str:
    name, props, namespace = part["type"], part["props"], part["namespace"]
    if namespace == "dash_core_components":
        if name not in _CORE:
            return ""  # a store, a location: nothing to see
        name, kept = _CORE[name]
        props = {prop: value for prop, value in props.items() if prop in kept}
    tag = name.lower()
    start = f"<{tag}{_attributes(props)}>"
    return start if tag in _VOID else f"{start}{markup(props.get('children'))}</{tag}>"


def _attributes(props: dict[str, Any]) -> str:
    said = []
    if isinstance(props.get("id"), str):
        said.append(f' id="{PREFIX}{escape(props["id"])}"')
    # Dash keeps properties in a set: sorted, the same page is the same bytes.
    for prop, value in sorted(props.items()):
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
