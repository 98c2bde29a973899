"""Headers of every answer, errors included (trust.md S8)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response
from werkzeug.datastructures import Headers

Header = tuple[str, str]

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Browsers heed it over HTTPS only, so plain local use is not touched.
    "Strict-Transport-Security": "max-age=31536000",
}


def content_policy(script_hashes: Sequence[str], *, ancestors: str = "'none'") -> str:
    """The Content-Security-Policy that lets Dash run and nothing from elsewhere.

    script_hashes: of the inline scripts of the page, quoted, as `Dash.csp_hashes()` gives them.
    ancestors: who may show the page in a frame.
    Styles need 'unsafe-inline': the components set style attributes (trust.md 1).
    """
    scripts = " ".join(["'self'", *script_hashes])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        )
    )


def framed_policy(ancestors: str) -> str:
    """The policy of a page that these sites may show in a frame, ours always among them.

    ancestors: as `Settings.frame_ancestors`.
    """
    others = {"*": "*", "none": "'self'"}.get(ancestors, f"'self' {ancestors}")
    return content_policy((), ancestors=others)


def fixed_headers(script_hashes: Sequence[str]) -> list[Header]:
    """The headers of every answer that says nothing else."""
    return [("Content-Security-Policy", content_policy(script_hashes)), *_FIXED.items()]


def install_headers(server: Flask, *, fixed: Sequence[Header]) -> None:
    """Set the headers on every answer of the server; one that a view has set stays."""

    def add(response: Response) -> Response:
        response.headers = Headers(completed([*response.headers], fixed=fixed))
        return response

    server.after_request(add)


def completed(own: Sequence[Header], *, fixed: Sequence[Header]) -> list[Header]:
    """An answer's own headers, and those of every answer that it does not set itself."""
    known = {name.lower() for name, _ in own}
    headers = [*own, *(each for each in fixed if each[0].lower() not in known)]
    policy = next(value for name, value in headers if name == "Content-Security-Policy")
    if "frame-ancestors 'none'" in policy:
        return headers
    # For browsers that know no ancestors; it can only forbid all sites or all but ours.
    return [each for each in headers if each[0] != "X-Frame-Options"]
