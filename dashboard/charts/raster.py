"""An SVG document as a PNG, the same on every machine: only the project's own fonts are used."""

from __future__ import annotations

from pathlib import Path

import resvg_py

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
SCALES = (1, 2)


def png(svg: str, *, scale: int = 1) -> bytes:
    """The picture in the SVG's own size, or `scale` times as large."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            skip_system_fonts=True,
            font_files=[str(file) for file in sorted(FONTS.glob("*.ttf"))],
            font_family="Open Sans",
            sans_serif_family="Open Sans",
        )
    )
