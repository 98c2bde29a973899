"""What an operator may set: read from the environment once, refused at start when wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.errors import ProgressError

_SITE = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:(\d{1,5}|\*))?", re.IGNORECASE)


DATABASE = "sqlite:///var/collection.sqlite3"
"""Where the collection is kept unless DATABASE_URL says otherwise."""

CATALOG = "missouri"
"""The catalogue unless DASHBOARD_CATALOG says otherwise."""

_DRIVER = "postgresql+psycopg"
_SHORTEST_KEY = 32  # bytes (S9)
_PORTAL = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine itself, where http is as good as https."""


class SettingsError(ProgressError):
    """A variable whose value cannot be used; the text names it and what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """The state's sign-in portal, an OpenID Connect provider, and what it knows us by.

    issuer: its address as its own description states it.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of the web process.

    releases: folder that holds `current` and the releases (DASHBOARD_RELEASES). It need not exist
        yet: the site then says how to build a release.
    proxy_hops: how many reverse proxies stand in front and set X-Forwarded-*
        (DASHBOARD_PROXY_HOPS); 0, the default, trusts none of these headers.
    frame_ancestors: the sites that may show our charts in a frame, as the Content-Security-Policy
        writes them (DASHBOARD_FRAME_ANCESTORS); "*", the default, is everybody, "none" nobody.
    database_url: where accounts and the collection are kept, as SQLAlchemy writes it
        (DATABASE_URL): a SQLite file by default, or PostgreSQL.
    secret_key: signs what browsers hold (SECRET_KEY). None, the default, means that the
        collection is switched off; the public site needs none.
    portal: through which people sign in (OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, all
        or none). None, the default, means that they sign in by password.
    catalog: the state's catalogue (DASHBOARD_CATALOG), by whose rules the collection checks what is
        typed; what is published names its own.
    extracts: folder of the extracts that the releases are built from (DASHBOARD_EXTRACTS), for a
        district's own people to see the records behind a number (docs/staff.md). It need not exist
        yet. None, the default, means that no records are shown; nothing public reads it.
    """

    releases: Path
    proxy_hops: int = 0
    frame_ancestors: str = "*"
    database_url: str = field(default=DATABASE, repr=False)  # it can hold a password
    secret_key: str | None = field(default=None, repr=False)
    portal: Portal | None = None
    catalog: str = CATALOG
    extracts: Path | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Settings of an environment; raises SettingsError for a value that cannot be used.

        Names it does not know are left alone: orchestrators inject variables such as
        DASHBOARD_PORT for a service called "dashboard".
        """
        return cls(
            releases=_releases(environ),
            proxy_hops=_proxy_hops(environ),
            frame_ancestors=_frame_ancestors(environ),
            database_url=_database_url(environ),
            secret_key=_secret_key(environ),
            portal=_portal(environ),
            catalog=environ.get("DASHBOARD_CATALOG", CATALOG),
            extracts=_extracts(environ),
        )


def _releases(environ: Mapping[str, str]) -> Path:
    text = environ.get("DASHBOARD_RELEASES", "var/releases")
    return _folder("DASHBOARD_RELEASES", text, holds="the releases")


def _extracts(environ: Mapping[str, str]) -> Path | None:
    text = environ.get("DASHBOARD_EXTRACTS")
    return None if text is None else _folder("DASHBOARD_EXTRACTS", text, holds="the extracts")


def _folder(name: str, text: str, *, holds: str) -> Path:
    if not text.strip():
        raise SettingsError(f"{name} is empty: give the folder that holds {holds}.")
    path = Path(text).absolute()
    if path.exists() and not path.is_dir():
        raise SettingsError(f"{name} is {text}, which is not a folder.")
    return path


def _proxy_hops(environ: Mapping[str, str]) -> int:
    text = environ.get("DASHBOARD_PROXY_HOPS", "0")
    if not (text.isascii() and text.isdigit() and len(text) == 1):
        raise SettingsError(
            f"DASHBOARD_PROXY_HOPS is {text!r}: give the number of reverse proxies, 0 to 9."
        )
    return int(text)


def _frame_ancestors(environ: Mapping[str, str]) -> str:
    text = environ.get("DASHBOARD_FRAME_ANCESTORS", "*")
    sites = text.split()
    if sites in (["*"], ["none"]) or (sites and all(map(_SITE.fullmatch, sites))):
        return " ".join(sites)
    raise SettingsError(
        f"DASHBOARD_FRAME_ANCESTORS is {text!r}: give *, none, or sites with a space between them, "
        "such as https://district.example https://*.schools.example."
    )


def _database_url(environ: Mapping[str, str]) -> str:
    text = environ.get("DATABASE_URL", DATABASE)
    scheme, slashes, rest = text.partition("://")
    if slashes and scheme in ("postgresql", "postgres", _DRIVER) and rest:
        return f"{_DRIVER}://{rest}"
    if scheme == "sqlite" and re.fullmatch(r"/[^?]*[^?/]", rest) and rest != "/:memory:":
        if Path(rest[1:]).is_dir():
            raise SettingsError("DATABASE_URL names a folder: give the file in it.")
        return text
    # The value is not repeated: it can hold a password.
    raise SettingsError(
        f"DATABASE_URL cannot be used: give {DATABASE} (four slashes before an absolute path), "
        "or postgresql://USER:PASSWORD@HOST/DATABASE."
    )


def _secret_key(environ: Mapping[str, str]) -> str | None:
    key = environ.get("SECRET_KEY")
    if key is not None and len(key.encode()) < _SHORTEST_KEY:
        raise SettingsError(
            f"SECRET_KEY is shorter than {_SHORTEST_KEY} bytes. Make one with "
            '`python -c "import secrets; print(secrets.token_urlsafe(48))"`, '
            "or leave it out: the collection is then switched off."
        )
    return key


def is_safe_address(address: str) -> bool:
    """Whether what is sent there stays unread: https, or this machine itself."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host:
        return False
    return parts.scheme == "https" if host not in LOOPBACK else parts.scheme in ("http", "https")


def _portal(environ: Mapping[str, str]) -> Portal | None:
    given = {name: environ.get(name, "").strip() for name in _PORTAL}
    if not any(given.values()):
        return None
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise SettingsError(
            f"To sign in by the portal {' and '.join(missing)} must be given too: "
            f"give {', '.join(_PORTAL)}, or none of them."
        )
    issuer, client_id, client_secret = given.values()
    if not is_safe_address(issuer):
        raise SettingsError(
            f"OIDC_ISSUER is {issuer!r}: give the https address of the portal, as it states it."
        )
    return Portal(issuer=issuer, client_id=client_id, client_secret=client_secret)
