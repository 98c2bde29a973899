"""What an operator may set."""

from pathlib import Path

import pytest

from callbacks.site import make_site
from dashboard.settings import Portal, Settings, SettingsError
from tests.support.signing import SECRET

PORTAL = {
    "OIDC_ISSUER": "https://portal.example",
    "OIDC_CLIENT_ID": "progress",
    "OIDC_CLIENT_SECRET": "hush",
}


def test_the_portal() -> None:
    portal = Settings.from_environ(PORTAL).portal
    assert portal == Portal(
        issuer="https://portal.example", client_id="progress", client_secret="hush"
    )
    assert "hush" not in repr(portal)
    assert Settings.from_environ({}).portal is None
    local = {**PORTAL, "OIDC_ISSUER": "http://127.0.0.1:9400"}
    assert Settings.from_environ(local).portal is not None


def test_the_defaults() -> None:
    settings = Settings.from_environ({})
    assert settings == Settings(releases=Path("var/releases").absolute(), proxy_hops=0)


def test_what_is_set(tmp_path: Path) -> None:
    environ = {"DASHBOARD_RELEASES": str(tmp_path), "DASHBOARD_PROXY_HOPS": "1"}
    assert Settings.from_environ(environ) == Settings(releases=tmp_path, proxy_hops=1)


def test_the_folder_of_extracts(tmp_path: Path) -> None:
    assert Settings.from_environ({}).extracts is None
    for folder in (tmp_path, tmp_path / "later"):
        found = Settings.from_environ({"DASHBOARD_EXTRACTS": str(folder)})
        assert found.extracts == folder


def test_the_catalogue_whose_rules_the_collection_has(tmp_path: Path) -> None:
    assert Settings.from_environ({}).catalog == "missouri"
    assert Settings.from_environ({"DASHBOARD_CATALOG": "elsewhere"}).catalog == "elsewhere"
    settings = Settings(releases=tmp_path, secret_key=SECRET, catalog="nowhere")
    with pytest.raises(SettingsError, match="DASHBOARD_CATALOG is 'nowhere': give one of missouri"):
        make_site(settings)


@pytest.mark.parametrize(
    "sites", ["*", "none", "https://a.example", "http://127.0.0.1:8000 https://*.b.example:*"]
)
def test_who_may_show_our_charts(sites: str) -> None:
    settings = Settings.from_environ({"DASHBOARD_FRAME_ANCESTORS": f" {sites} "})
    assert settings.frame_ancestors == sites


def test_a_name_that_is_not_ours_is_left_alone() -> None:
    assert Settings.from_environ({"DASHBOARD_PORT": "tcp://10.0.0.1:80"}) == Settings.from_environ(
        {}
    )


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"DASHBOARD_RELEASES": " "}, "DASHBOARD_RELEASES is empty"),
        ({"DASHBOARD_RELEASES": __file__}, "which is not a folder"),
        ({"DASHBOARD_EXTRACTS": ""}, "DASHBOARD_EXTRACTS is empty"),
        ({"DASHBOARD_EXTRACTS": __file__}, "which is not a folder"),
        ({"DASHBOARD_PROXY_HOPS": "-1"}, "DASHBOARD_PROXY_HOPS is '-1'"),
        ({"DASHBOARD_PROXY_HOPS": "²"}, "give the number of reverse proxies"),
        ({"DASHBOARD_FRAME_ANCESTORS": ""}, "give \\*, none, or sites"),
        ({"DASHBOARD_FRAME_ANCESTORS": "* https://a.example"}, "give \\*, none, or sites"),
        ({"DASHBOARD_FRAME_ANCESTORS": "https://a.example; x"}, "give \\*, none, or sites"),
        ({"DASHBOARD_FRAME_ANCESTORS": "a.example"}, "give \\*, none, or sites"),
        ({"DATABASE_URL": ""}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "sqlite:///a.db?mode=ro"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": f"sqlite:///{Path(__file__).parent}"}, "DATABASE_URL names a folder"),
        ({"DATABASE_URL": "mysql://u:p@h/d"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "postgresql://"}, "DATABASE_URL cannot be used"),
        ({"OIDC_ISSUER": "https://portal.example"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must"),
        ({"OIDC_CLIENT_SECRET": "hush"}, "OIDC_ISSUER and OIDC_CLIENT_ID must"),
        ({**PORTAL, "OIDC_ISSUER": "http://portal.example"}, "give the https address"),
        ({**PORTAL, "OIDC_ISSUER": "portal.example"}, "give the https address"),
        ({**PORTAL, "OIDC_ISSUER": "https://"}, "give the https address"),
        ({**PORTAL, "OIDC_ISSUER": "https://[portal"}, "give the https address"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is shorter than 32 bytes"),
        ({"SECRET_KEY": "k" * 31}, "SECRET_KEY is shorter than 32 bytes"),
    ],
)
def test_what_cannot_be_used_is_refused_at_start(environ: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_environ(environ)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///var/x.sqlite3", "sqlite:///var/x.sqlite3"),
        ("sqlite:////srv/x.sqlite3", "sqlite:////srv/x.sqlite3"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+psycopg://u@/d?host=/run", "postgresql+psycopg://u@/d?host=/run"),
    ],
)
def test_where_the_collection_is_kept(given: str, used: str) -> None:
    assert Settings.from_environ({"DATABASE_URL": given}).database_url == used


def test_without_a_secret_key_the_collection_is_off() -> None:
    assert Settings.from_environ({}).secret_key is None
    assert Settings.from_environ({"SECRET_KEY": "k" * 32}).secret_key == "k" * 32


def test_no_secret_is_printed() -> None:
    address = "postgresql://u:hush@h/d"
    printed = repr(Settings.from_environ({"SECRET_KEY": "hush" * 8, "DATABASE_URL": address}))
    assert "hush" not in printed
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ({"DATABASE_URL": "mysql://u:hush@h/d"})
    assert "hush" not in str(refused.value)
