"""The outlines of the districts, read from beside the releases and matched to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.catalog import Shapes
from dashboard.locale import gettext as _
from dashboard.views.edition import Edition
from dashboard.views.finder import folded
from dashboard.views.topology import Topology, UnreadableShapes, topology_of

FOLDER = "shapes"
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Atlas:
    """Outlines, and whose they are: one lea_id for each shape, None where it is nobody's."""

    topology: Topology
    owners: tuple[str | None, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAtlas:
    """Why there are no outlines, for people."""

    reason: str


def atlas_of(edition: Edition) -> Atlas | NoAtlas:
    """The outlines that the profile names, from `shapes/` in the folder of the releases.

    A file that changes is read again; a broken one is a reason, never an error.
    """
    shapes = edition.catalog.profile.shapes
    if shapes is None:
        return NoAtlas(reason=_("This site has no outlines of its districts."))
    path = edition.root / FOLDER / shapes.file
    try:
        stat = path.stat()
        if stat.st_size > _MOST_BYTES:
            return NoAtlas(reason=_("The file of outlines is too large to draw from."))
        topology = _read(path, (stat.st_ino, stat.st_size, stat.st_mtime_ns))
    except OSError:
        return NoAtlas(reason=_("The file of outlines is not there yet."))
    except UnreadableShapes:
        return NoAtlas(reason=_("The file of outlines cannot be read."))
    return Atlas(
        topology=topology,
        owners=matched(topology, shapes=shapes, districts=edition.districts),
        source=shapes.source,
    )


def matched(
    topology: Topology, *, shapes: Shapes, districts: Mapping[str, str]
) -> tuple[str | None, ...]:
    """The district of each shape, by id where the profile says so, else by name.

    A name that two districts bear is matched to neither: nobody may get another's color.
    """
    by_name: dict[str, str | None] = {}
    for lea_id, name in districts.items():
        key = folded(name)
        by_name[key] = None if key in by_name else lea_id
    owners: list[str | None] = []
    for shape in topology.shapes:
        lea_id = str(shape.properties.get(shapes.id_property) or "")
        name = str(shape.properties.get(shapes.name_property) or "")
        if shapes.id_property and lea_id in districts:
            owners.append(lea_id)
        else:
            owners.append(_by_name(name, shapes=shapes, known=by_name))
    return tuple(owners)


def _by_name(name: str, *, shapes: Shapes, known: Mapping[str, str | None]) -> str | None:
    plain = folded(name)
    if plain in known:
        return known[plain]
    for ending in shapes.name_endings:
        bare = plain.removesuffix(f" {folded(ending)}")
        if bare != plain and bare in known:
            return known[bare]
    return None


# The signature is part of the key alone: an entry is good until the file changes.
@lru_cache(maxsize=4)
def _read(path: Path, _signature: tuple[int, ...]) -> Topology:
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnreadableShapes(f"It is not JSON: {error}.") from error
    return topology_of(content)
