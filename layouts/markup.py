"""A layout written as HTML: the first answer of every page, before any script runs.

It is the same tree that React builds later, so nothing moves when that takes over. What has no
HTML of its own, as a chart, brings some along: see `standing_in`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from dash.development.base_component import Component

PREFIX = "first-"
"""Of every id in the first answer: for a moment both it and React's page are in the document."""

WRITTEN = "data-html"
"""The property by which a component takes HTML that this module wrote (`written`)."""

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
_NAMES = {"htmlFor": "for"}
_OURS = frozenset(
    {"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", WRITTEN}
)
_IDS = frozenset({"for", "aria-labelledby", "aria-describedby", "aria-controls", "list"})


class Ready(str):
    """HTML that `written` wrote, as a part of a larger whole: it goes into it as it is."""

    __slots__ = ()


def standing_in(component: Component, first: Callable[[], str]) -> Component:
    """The component, with the HTML that stands for it until its script has drawn it.

    first: called only when a first answer is written, not for a callback.
    """
    component.first_markup = first
    return component


def written(part: Any) -> str:
    """HTML for the property `data-html`, which assets/written.js puts into the component.

    A page has hundreds of elements that no callback ever asks for; as components each would cost
    the browser its own state. Text in it is escaped like everywhere; ids keep their own names.
    """
    if type(part) is list:
        return "".join([each if type(each) is Ready else written(each) for each in part])
    return markup(part).replace(f' id="{PREFIX}', ' id="').replace(f' for="{PREFIX}', ' for="')


def markup(part: Any) -> str:
    """The HTML of a component, or of its plain form (layouts/tags.py), and all that is in it."""
    # The commonest kinds come first, and by their very type: a page has thousands of parts.
    kind = type(part)
    if kind is str:
        return text_html(part)
    if kind is Ready:
        return part
    if kind is dict:
        return _element(part["type"], part["namespace"], part["props"], part["props"].items())
    if kind is list or kind is tuple:
        return "".join([markup(each) for each in part])
    if part is None or kind is bool:
        return ""
    if not isinstance(part, Component):
        return text_html(str(part))
    first = part.__dict__.get("first_markup")
    if first is not None:
        return str(first())
    plain = part.to_plotly_json()
    # Dash keeps properties in a set: sorted, the same page is the same bytes.
    pairs = sorted(plain["props"].items())
    return _element(plain["type"], plain["namespace"], plain["props"], pairs)


def text_html(text: str) -> str:
    """A text as HTML, as `markup` writes it."""
    return escape(text, quote=False) if "<" in text or "&" in text or ">" in text else text


def _element(
    name: str, namespace: str, props: dict[str, Any], pairs: Iterable[tuple[str, Any]]
) -> str:
    if namespace == "dash_core_components":
        if name not in _CORE:
            return ""  # a store, a location: nothing to see
        name, kept = _CORE[name]
        pairs = [(prop, value) for prop, value in pairs if prop in kept]
    tag = name.lower()
    start = f"<{tag}{_attributes(pairs)}>"
    if tag in _VOID:
        return start
    inside = props[WRITTEN] if WRITTEN in props else markup(props.get("children"))
    return f"{start}{inside}</{tag}>"


def _attributes(pairs: Iterable[tuple[str, Any]]) -> str:
    said = ""
    for prop, value in pairs:
        if prop == "className":
            said += f' class="{value}"' if value else ""
        elif prop in _OURS or value is None or value is False:
            continue
        elif prop == "id":
            said += f' id="{PREFIX}{escape(value)}"'
        else:
            attribute = _NAMES.get(prop) or prop.lower()
            if value is True:
                said += f' {attribute}="true"' if "-" in prop else f" {attribute}"
            else:
                said += f' {attribute}="{escape(_value(attribute, value))}"'
    return said


def _value(attribute: str, value: Any) -> str:
    if attribute == "style":
        return ";".join(f"{_hyphened(name)}:{each}" for name, each in value.items())
    if attribute in _IDS:
        return " ".join(f"{PREFIX}{name}" for name in str(value).split())
    return str(value)


def _hyphened(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
