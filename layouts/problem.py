"""What stands in the page's place when the router cannot answer an address."""

from __future__ import annotations

from dash import html


def problem_page(text: str) -> html.Article:
    """A page that says what is wrong and leads back."""
    return html.Article(
        [
            html.H1("This address cannot be answered", id="heading", tabIndex=-1),
            html.P(text, className="lead"),
            html.P(html.A("All indicators", href="/")),
        ]
    )
