"""How long a session still lasts, in seconds, for its pages to tell (S3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.accounts.sessions import Signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """left: until the session ends, unless something is asked for. most: until it ends anyway."""

    left: int
    most: int

    def as_json(self) -> dict[str, int]:
        """As assets/session.js reads it."""
        return asdict(self)


def lasting(session: Signed | None, *, now: datetime) -> Lasting:
    """The seconds left of a session; none of one that is over."""
    if session is None:
        return Lasting(left=0, most=0)
    return Lasting(left=_seconds(session.expires - now), most=_seconds(session.ends - now))


def until(session: Signed, *, time_zone: str) -> str:
    """When the session ends unless something is asked for, on the state's clock: 17:05 CDT."""
    return f"{session.expires.astimezone(ZoneInfo(time_zone)):%H:%M %Z}"


def _seconds(time: timedelta) -> int:
    return max(0, int(time.total_seconds()))
