"""The dialog that hands out the chart at hand for other sites (assets/embed-dialog.js).

It is plain HTML in a template: nothing of it is on the page until somebody opens it. Which view is
handed out, its button says (layouts/actions.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.catalog import Indicator
from dashboard.locale import DEFAULT, LANGUAGES, current
from dashboard.locale import gettext as _
from dashboard.views import Edition
from dashboard.views.embedding import HEIGHT
from layouts import tags
from layouts.tags import Tag

_HEIGHTS = (480, HEIGHT, 800)

# (value, text, whether it is chosen)
_Options = Sequence[tuple[str, str, bool]]


def embed_dialog(indicator: Indicator, *, edition: Edition) -> Tag:
    """The dialog; what its fields hold, named as in the address, makes the frame's address."""
    dialog = tags.tag(
        "Dialog",
        [
            tags.tag(
                "Form",
                [
                    tags.h2(_("Embed this chart")),
                    tags.button(_("Close"), type="submit", className="button"),
                ],
                method="dialog",
                className="top",
            ),
            tags.tag("Form", _fields(edition), className="fields"),
            _handed(),
            tags.tag("Iframe", title=_("Preview"), className="preview", height=str(HEIGHT)),
        ],
        className="embed-dialog",
        closedby="any",
        **{
            "aria-label": _("Embed this chart"),
            "data-path": f"/embed/{indicator.id}",
            "data-height": str(HEIGHT),
        },
    )
    return tags.tag("Template", dialog, className="embedding")


def _fields(edition: Edition) -> list[Tag]:
    """What is usual has no value: it is no part of the address."""
    languages = [
        ("" if code == DEFAULT else code, name, code == current())
        for code, name in LANGUAGES.items()
    ]
    heights = [
        (
            "" if height == HEIGHT else str(height),
            _("{count} pixels high").format(count=height),
            height == HEIGHT,
        )
        for height in _HEIGHTS
    ]
    themes = [
        ("", _("As the reader's device"), True),
        ("light", _("Light"), False),
        ("dark", _("Dark"), False),
    ]
    frozen = _("This release, frozen ({release})").format(release=edition.id)
    return [
        tags.tag(
            "Fieldset",
            [
                tags.tag("Legend", _("Which numbers")),
                _tick("radio", "release", "", _("Always the newest"), checked=True),
                _tick("radio", "release", edition.id, frozen),
            ],
        ),
        _choice("theme", _("Colors"), themes),
        _choice("lang", _("Language"), languages),
        _choice("height", _("Size"), heights),
        _tick("checkbox", "controls", "1", _("Readers may choose districts and years")),
    ]


def _handed() -> Tag:
    return tags.div(
        [
            tags.label(
                [_("HTML for your page"), tags.tag("Textarea", rows="5", readOnly=True)],
                className="snippet",
            ),
            tags.p(
                [
                    tags.button(
                        _("Copy"),
                        type="button",
                        className="button",
                        **{"data-copies": "", "data-done": _("Copied")},
                    ),
                    tags.span(className="told", role="status"),
                ],
                className="actions",
            ),
            tags.p(
                _(
                    "Paste it where the chart is to stand. The script gives the frame the height "
                    "it needs; where none may run, the frame scrolls."
                ),
                className="hint",
            ),
        ],
        className="handed",
    )


def _choice(name: str, label: str, options: _Options) -> Tag:
    made = [
        tags.option(text, value=value, **({"selected": True} if chosen else {}))
        for value, text, chosen in options
    ]
    return tags.label([label, tags.select(made, name=name)])


def _tick(kind: str, name: str, value: str, label: str, *, checked: bool = False) -> Tag:
    box = tags.tag("Input", type=kind, name=name, value=value, checked=checked or None)
    return tags.label([box, " ", label], className="tick")
