"""An SVG picture that stands on its own: its colors for a light and for a dark page."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from types import MappingProxyType
from urllib.parse import quote

Style = Mapping[str, str]
"""CSS selectors to declarations in which $names are colors of the palette."""

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",
        "ink": "#1b1f24",
        "muted": "#59636e",
        "faint": "#a3adb8",
        "land": "#f0f2f4",
        "first": "#0072b2",
        "second": "#d55e00",
        "third": "#8a4a78",
        "fourth": "#6b5900",
        "target": "#00735c",
        "good": "#0b6b53",
        "some": "#fdd0a2",
        "more": "#f28e2b",
        "most": "#a63c00",
        "step0": "#eaf3fa",
        "step1": "#b9d9ee",
        "step2": "#7ab4dc",
        "step3": "#3584bb",
        "step4": "#0b4f80",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#14181d",
        "ink": "#e8ebee",
        "muted": "#a3adb8",
        "faint": "#6b7580",
        "land": "#232a31",
        "first": "#56b4e9",
        "second": "#f08a4b",
        "third": "#d79fc4",
        "fourth": "#d9c34a",
        "target": "#4fc3a4",
        "good": "#3fae8d",
        "some": "#5a3a1e",
        "more": "#b5651d",
        "most": "#ff9f6b",
        "step0": "#1d2f3d",
        "step1": "#20506f",
        "step2": "#2a74a3",
        "step3": "#56a5d6",
        "step4": "#a9d8f5",
    }
)


def picture(body: str, *, width: int, height: int, style: Style) -> str:
    """The picture. It is used as an image, so that it takes the colors of the reader's scheme."""
    css = _css(style, LIGHT)
    dark = _css({key: text for key, text in style.items() if "$" in text}, DARK)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
        f"<style>{css}@media(prefers-color-scheme:dark){{{dark}}}</style>{body}</svg>"
    )


def data_address(svg: str) -> str:
    """The picture as the address of an image, in text that compresses well."""
    return "data:image/svg+xml," + quote(svg.replace('"', "'"), safe=" !$&'()*+,-./:;=?@_~{}")


def _css(style: Style, palette: Mapping[str, str]) -> str:
    return "".join(f"{key}{{{Template(text).substitute(palette)}}}" for key, text in style.items())
