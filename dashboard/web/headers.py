"""Headers of every answer, errors included (trust.md S8)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response

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


def fixed_headers(script_hashes: Sequence[str]) -> list[tuple[str, str]]:
    """The headers of every answer that says nothing else."""
    return [("Content-Security-Policy", content_policy(script_hashes)), *_FIXED.items()]


def install_headers(server: Flask, *, fixed: Sequence[tuple[str, str]]) -> None:
    """Set the headers on every answer of the server; one that a view has set stays."""

    def add(response: Response) -> Response:
        headers = response.headers
        known = {name.lower() for name, _ in headers}
        headers.extend([each for each in fixed if each[0].lower() not in known])
        if "frame-ancestors 'none'" not in headers["Content-Security-Policy"]:
            # For browsers that know no ancestors; it can only forbid all sites or all but ours.
            headers.pop("X-Frame-Options")
        return response

    server.after_request(add)
