"""The releases as an Atom feed (RFC 4287), newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from dashboard.locale import gettext as _
from dashboard.releases import ReleaseInfo

_ATOM = "http://www.w3.org/2005/Atom"


def feed(releases: Sequence[ReleaseInfo], *, title: str, author: str, base: str) -> bytes:
    """An entry for each release that is whole; its page says what changed."""
    root = Element("feed", xmlns=_ATOM)
    SubElement(root, "title").text = title
    SubElement(root, "id").text = f"{base}/releases.atom"
    SubElement(root, "link", rel="self", href=f"{base}/releases.atom")
    SubElement(root, "link", rel="alternate", href=f"{base}/about")
    SubElement(SubElement(root, "author"), "name").text = author
    whole = [one for one in releases if one.ok]
    newest = max((one.created for one in whole), default=_moment(""))
    SubElement(root, "updated").text = _moment(newest)
    for one in whole:
        entry = SubElement(root, "entry")
        SubElement(entry, "title").text = _("Release {id}").format(id=one.id)
        SubElement(entry, "id").text = f"{base}/about?later={one.id}"
        SubElement(entry, "link", rel="alternate", href=f"{base}/about?later={one.id}")
        SubElement(entry, "updated").text = _moment(one.created)
        SubElement(entry, "summary").text = _("The indicators as published in this release.")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)


def _moment(text: str) -> str:
    """A time as the feed wants it; the epoch for one that is unknown."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except ValueError:
        return datetime.fromtimestamp(0, UTC).isoformat()
