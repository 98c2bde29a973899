"""The language that a page is written in: texts, plurals and numbers of the current locale.

The language of a request is in its address (`?lang=es`) and nowhere else: no cookie, no header.
Everything below asks for it here, so no function has to hand it on.
"""

from dashboard.locale.current import (
    DEFAULT,
    LANGUAGES,
    current,
    in_language,
    is_known,
    lang_pairs,
    link_search,
    speak,
)
from dashboard.locale.messages import gettext, marked, ngettext
from dashboard.locale.numbers import decimal_mark, grouped, listed

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "current",
    "decimal_mark",
    "gettext",
    "grouped",
    "in_language",
    "is_known",
    "lang_pairs",
    "link_search",
    "listed",
    "marked",
    "ngettext",
    "speak",
]
