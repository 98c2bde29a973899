"""Which language is spoken now: a context variable, so that threads do not hear each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

DEFAULT = "en"
# Each language by its code, named in itself, as a switch must name it.
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español"})

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


current: Callable[[], str] = _current.get
"""The code of the language spoken now, as an HTML `lang` attribute takes it.

Every text and number asks for it, so there is no function around it.
"""


def is_known(language: str) -> bool:
    """Whether the pages can be read in a language."""
    return language in LANGUAGES


def speak(language: str) -> None:
    """Speak a language from here on; one that is not known is the default one.

    For the beginning of a request. Whoever wants to come back uses `in_language`.
    """
    _current.set(language if is_known(language) else DEFAULT)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak a language for the length of a block."""
    token = _current.set(language if is_known(language) else DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


def lang_pairs() -> list[tuple[str, str]]:
    """What a link within the site adds to its query so that the language stays; often nothing."""
    return [] if current() == DEFAULT else [("lang", current())]


def link_search() -> str:
    """The query of a link within the site that asks for nothing but its language; often ""."""
    return "" if current() == DEFAULT else f"?lang={current()}"
