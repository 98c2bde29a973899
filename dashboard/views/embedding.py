"""What a frame on another site asks for beside its question: looks, size, and a frozen release."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from dashboard.locale import gettext as _
from dashboard.locale import lang_pairs
from dashboard.views.edition import Edition
from dashboard.views.finder import Match, find_districts
from dashboard.views.question import (
    MOST_DISTRICTS,
    Question,
    QuestionError,
    cut,
    parse_search,
)

THEMES = ("auto", "light", "dark")
LEAST_HEIGHT, MOST_HEIGHT = 320, 1200
WIDTH, HEIGHT = 720, 640
# What the words around the chart take of a frame of the usual width.
_AROUND = 256
# What a chart needs at least, and each district's label beside it.
_LEAST_CHART, _LABEL = 260, 50
_RELEASE = re.compile(r"[0-9a-f]{16}")
_MOST_FOUND = 12
_NAMES = ("theme", "height", "controls", "release")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a frame is to look.

    height: of the whole frame, in pixels. controls: whether the reader may choose districts and
    years. release: the id of the release it is frozen at; "" for always the newest. find: what
    the reader typed to find a district.
    """

    theme: str = THEMES[0]
    height: int = HEIGHT
    controls: bool = False
    release: str = ""
    find: str = ""

    def chart_height(self, *, districts: int) -> int:
        """Pixels for the chart, so that the frame holds it and the words around it."""
        return max(self.height - _AROUND, _LEAST_CHART + _LABEL * districts)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The options as parts of an address, but for the usual ones."""
        said = (
            ("theme", "" if self.theme == _USUAL.theme else self.theme),
            ("height", "" if self.height == _USUAL.height else str(self.height)),
            ("controls", "1" if self.controls else ""),
            ("release", self.release),
        )
        return tuple((name, value) for name, value in said if value)


_USUAL = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The districts that a frame's form offers: those found, and what is said of the search."""

    matches: tuple[Match, ...] = ()
    said: str = ""


def parse_options(search: str) -> Options:
    """The options of a frame's address; raises QuestionError that names every wrong one."""
    query = parse_search(search)
    if query.keys().isdisjoint(_NAMES):
        return _USUAL
    theme, height, controls, release = (_last(query, name) for name in _NAMES)
    wrong = []
    if theme not in ("", *THEMES):
        wrong.append(_("theme “{value}”: it is light, dark or auto.").format(value=cut(theme)))
    if height and not _is_height(height):
        said = _("height “{value}”: it is a number of pixels, {least} to {most}.")
        wrong.append(said.format(value=cut(height), least=LEAST_HEIGHT, most=MOST_HEIGHT))
    if controls not in ("", "0", "1"):
        wrong.append(_("controls “{value}”: it is 1 or 0.").format(value=cut(controls)))
    if release and not _RELEASE.fullmatch(release):
        said = _("release “{value}”: an id has 16 signs, 0 to 9 and a to f.")
        wrong.append(said.format(value=cut(release)))
    if wrong:
        raise QuestionError(" ".join(wrong))
    return Options(
        theme=theme or THEMES[0],
        height=int(height) if height else HEIGHT,
        controls=controls == "1",
        release=release,
        find=_last(query, "find").strip() if controls == "1" else "",
    )


def theme_of(search: str) -> str:
    """The theme of an address of which something else is wrong."""
    try:
        theme = _last(parse_search(search), "theme")
    except QuestionError:
        return THEMES[0]
    return theme if theme in THEMES else THEMES[0]


def choose(question: Question, options: Options, *, edition: Edition) -> tuple[Question, Choice]:
    """The question with the one district that was typed; of several, those to choose from."""
    if not options.find:
        return question, Choice()
    found = find_districts(options.find, edition=edition, most=_MOST_FOUND)
    new = tuple(match for match in found.matches if match.lea_id not in question.districts)
    typed = cut(options.find)
    if not found.total:
        return question, Choice(
            said=_("No {unit_one} is called “{name}”.").format(
                unit_one=edition.catalog.profile.unit_one, name=typed
            )
        )
    if found.total == 1 and len(question.districts) < MOST_DISTRICTS:
        districts = (*question.districts, *(match.lea_id for match in new))
        return replace(question, districts=districts), Choice()
    if len(question.districts) >= MOST_DISTRICTS:
        said = _("{count} at most. Remove one to add another.").format(count=MOST_DISTRICTS)
    elif found.more:
        said = _("“{name}” finds {count}. The first are listed; type more of the name.").format(
            name=typed, count=found.total
        )
    else:
        said = _("“{name}” finds {count}. Choose.").format(name=typed, count=found.total)
    return question, Choice(matches=new, said=said)


def embed_link(question: Question, options: Options | None = None) -> str:
    """The address of a frame within the site."""
    pairs = [("district", lea_id) for lea_id in question.districts]
    ends = (("from", question.first), ("to", question.last))
    pairs += [(name, str(year)) for name, year in ends if year is not None]
    pairs += [*(options.pairs if options else ()), *lang_pairs()]
    path = f"/embed/{quote(question.indicator, safe='')}"
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _last(query: Mapping[str, Sequence[str]], name: str) -> str:
    return query.get(name, ("",))[-1]


def _is_height(text: str) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) <= 4
    return digits and LEAST_HEIGHT <= int(text) <= MOST_HEIGHT
