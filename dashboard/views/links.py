"""Addresses within the site, as links write them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from dashboard.locale import lang_pairs

Pairs = Iterable[tuple[str, str]]


def link(path: str, pairs: Pairs = ()) -> str:
    """A path with its query; what is empty is left out, and the language stays."""
    said = [(name, value) for name, value in pairs if value] + lang_pairs()
    return f"{path}?{urlencode(said)}" if said else path


def indicator_link(indicator: str, *, districts: Iterable[str] = ()) -> str:
    """The page of an indicator, with districts beside the state."""
    return link(f"/indicators/{quote(indicator, safe='')}", [("district", id) for id in districts])


def district_link(lea_id: str) -> str:
    """The page of a district."""
    return link(f"/districts/{quote(lea_id, safe='')}")


def map_link(indicator: str) -> str:
    """The map of an indicator."""
    return link("/map", [("indicator", indicator)])


def compare_link(indicator: str, *, districts: Iterable[str]) -> str:
    """Districts side by side on an indicator; without one, all indicators of a district."""
    return link("/compare", [("indicator", indicator), *(("district", id) for id in districts)])
