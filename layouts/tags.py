"""Components as the plain dictionaries that Dash sends to the browser.

A Dash component checks every property it is given; a page has hundreds and is built anew for each
question. These are the same thing at a twentieth of the cost. `layouts/markup.py` writes them as
HTML, as it does components.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

Tag = dict[str, Any]


def tag(name: str, children: Any = None, /, **props: Any) -> Tag:
    """`tag("Td", "72.8", className="number", **{"aria-label": "…"})`; None is left out."""
    if children is not None:
        props["children"] = children
    return {
        "type": name,
        "namespace": "dash_html_components",
        "props": {name: value for name, value in props.items() if value is not None},
    }


def link(children: Any, href: str, **props: Any) -> Tag:
    """A link within the site: the page changes without being loaded."""
    made = tag("Link", children, href=href, **props)
    return made | {"namespace": "dash_core_components"}


def _made(name: str) -> Callable[..., Tag]:
    return partial(tag, name)


a, article, aside, button = _made("A"), _made("Article"), _made("Aside"), _made("Button")
caption, dd, details, div, dl = map(_made, ("Caption", "Dd", "Details", "Div", "Dl"))
dt, figcaption, figure, h1, h2 = map(_made, ("Dt", "Figcaption", "Figure", "H1", "H2"))
h3, label, li, nav, ol, option = map(_made, ("H3", "Label", "Li", "Nav", "Ol", "Option"))
p, section, select, span, strong = map(_made, ("P", "Section", "Select", "Span", "Strong"))
summary, table, tbody, td, th = map(_made, ("Summary", "Table", "Tbody", "Td", "Th"))
thead, tr, ul = map(_made, ("Thead", "Tr", "Ul"))
