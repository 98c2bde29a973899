"""What was typed into a school's form, beside what the form had shown.

A field is named "12.entry_a" for the student of row 12, "new.entry_a" for one to be added. Beside
the fields, "12.version" and "12.was" say what the form was made from: only what differs from that
was typed, so a save never puts back what somebody else has changed meanwhile.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from dashboard.collection.records import FIELDS

_NAME = re.compile(r"([0-9]{1,10}|new)\.([a-z_]+)")
_MOST = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """A student's row as it came back: the version and texts that were shown, and those now."""

    version: int
    was: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def changed(self) -> dict[str, str]:
        """The fields in which something else stands than was shown."""
        return {name: text for name, text in self.values.items() if text != self.was.get(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A school's form as it came back. new: fields of a student to be added, the filled ones."""

    rows: Mapping[int, TypedRow] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)


def read(form: MultiDict[str, str]) -> Typed:
    """The form; raises BadRequest for what no form of ours sends."""
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in form.items():
        if found := _NAME.fullmatch(name):
            parts[found[1]][found[2]] = text
    new = {name: text for name, text in parts.pop("new", {}).items() if text.strip()}
    return Typed(rows={_number(row_id): _row(row) for row_id, row in parts.items()}, new=new)


def number(form: MultiDict[str, str], name: str) -> int:
    """A version in a form; raises BadRequest where there is none."""
    return _number(form.get(name, ""))


def _row(parts: dict[str, str]) -> TypedRow:
    version, was = _number(parts.pop("version", "")), _was(parts.pop("was", ""))
    return TypedRow(version=version, was=was, values=parts)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) >= _MOST:
        raise BadRequest("This form is not as this site has sent it. Load the page again.")
    return int(text)


def _was(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character could not be shown again
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadRequest("This form is not as this site has sent it. Load the page again.")
    return {name: found[name] for name in FIELDS if isinstance(found.get(name), str)}
