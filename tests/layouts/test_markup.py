"""A layout as HTML: the same tree, before any script runs."""

from dash import dcc, html

from layouts import tags
from layouts.markup import WRITTEN, markup, standing_in, written


def test_a_tree_with_its_attributes() -> None:
    tree = html.Div(
        [html.Label("A & B", htmlFor="one"), None, html.Td(7, colSpan=2, className="x y")],
        id="box",
        tabIndex=0,
        style={"minHeight": "3px"},
        **{"aria-label": 'the "box"', "aria-hidden": True, "data-x": ""},
    )
    assert markup(tree) == (
        '<div aria-hidden="true" aria-label="the &quot;box&quot;" data-x="" id="first-box" '
        'style="min-height:3px" tabindex="0">'
        '<label for="first-one">A &amp; B</label><td class="x y" colspan="2">7</td></div>'
    )


def test_text_is_never_markup() -> None:
    assert markup(html.P("<script>")) == "<p>&lt;script&gt;</p>"


def test_links_fields_and_what_cannot_be_seen() -> None:
    tree = [dcc.Link("x", href="/y"), dcc.Input(id="i", type="text"), dcc.Store(id="s"), html.Br()]
    assert markup(tree) == '<a href="/y">x</a><input id="first-i" type="text"><br>'


def test_what_a_script_draws_brings_its_own() -> None:
    graph = standing_in(dcc.Graph(id="g"), lambda: "<svg/>")
    assert markup(html.Div(graph)) == "<div><svg/></div>"
    assert "first_markup" not in graph.to_plotly_json()["props"]


def test_what_is_written_keeps_its_ids_and_escapes_its_text() -> None:
    html = written([tags.label("<b>", htmlFor="x"), tags.td("A & B", id="x")])
    assert html == '<label for="x">&lt;b&gt;</label><td id="x">A &amp; B</td>'
    box = tags.div(id="box", **{WRITTEN: html})
    assert markup(box) == f'<div id="first-box">{html}</div>'
