"""What stands in the page's place when the router cannot answer an address."""

from __future__ import annotations

from dash import html

from dashboard.locale import gettext as _
from dashboard.locale import link_search


def problem_page(text: str) -> html.Article:
    """A page that says what is wrong and leads back."""
    return html.Article(
        [
            html.H1(_("This address cannot be answered"), id="heading", tabIndex=-1),
            html.P(text, className="lead"),
            html.P(html.A(_("All indicators"), href=f"/{link_search()}")),
        ]
    )
