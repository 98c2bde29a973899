"""Finding a district among thousands by what one remembers of its name or number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.views.edition import Edition

MOST_FOUND = 20
MOST_TYPED = 80
_APART = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A district found, by its id and name."""

    lea_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: the first of them, and how many there are in all."""

    query: str
    matches: tuple[Match, ...]
    total: int

    @property
    def more(self) -> int:
        """How many were found beyond those shown."""
        return self.total - len(self.matches)


def folded(text: str) -> str:
    """Text as it is compared: no capitals, accents or punctuation; one space between words.

    "St. José R-II" is "st jose r ii".
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _APART.sub(" ", bare.replace("'", "").replace("’", "")).strip()


def find_districts(query: str, *, edition: Edition, most: int = MOST_FOUND) -> Found:
    """The districts that hold every word of `query`, in name or id.

    The id itself and names that begin with the query come first, then those where every word of
    it begins a word of the name, then those that hold the words somewhere; each in the order of
    names. Nothing typed finds nothing.
    """
    typed = " ".join(query.split())[:MOST_TYPED]
    words = folded(typed).split()
    if not words:
        return Found(query=typed, matches=(), total=0)
    whole = " ".join(words)
    starts = [f" {word}" for word in words]
    ranked: list[list[Match]] = [[], [], [], []]
    for match, text in _index(_Same(edition.districts)):
        if not all(word in text for word in words):
            continue
        if match.lea_id.casefold() == typed.casefold():
            rank = 0
        elif text.startswith(f" {whole}"):
            rank = 1
        elif all(start in text for start in starts):
            rank = 2
        else:
            rank = 3
        ranked[rank].append(match)
    found = [match for rank in ranked for match in rank]
    return Found(query=typed, matches=tuple(found[:most]), total=len(found))


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A mapping as a key: the same object, whatever it holds. Editions never change."""

    districts: Mapping[str, str]

    def __hash__(self) -> int:
        return id(self.districts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.districts is self.districts


@lru_cache(maxsize=4)
def _index(same: _Same) -> tuple[tuple[Match, str], ...]:
    """Each district and what it is found by: " name id", so that every word follows a space."""
    return tuple(
        (Match(lea_id, name), f" {folded(name)} {folded(lea_id)}")
        for lea_id, name in same.districts.items()
    )
