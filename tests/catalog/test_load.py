"""Catalogues found, read, told apart, and carried in a release."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.catalog import Catalog, CatalogError, catalog_from_public, catalog_names
from dashboard.catalog import load_catalog as load

Edit = Callable[[str, str, str], None]


def test_the_default_profile_stands_unless_another_is_asked_for(small: Path) -> None:
    assert load("small", root=small.parent).profile.agency == "The Agency"
    assert load("small", profile="other", root=small.parent).profile.agency == "Another"


def test_what_a_profile_does_not_say_has_a_default(small: Path) -> None:
    profile = load("small", profile="other", root=small.parent).profile
    assert str(profile.max_bad_share) == "0.01"
    assert profile.protection.min_den == 10
    assert [
        (tier.min_den, int(tier.low), int(tier.high)) for tier in profile.protection.coding
    ] == [(10, 20, 80), (20, 10, 90), (40, 5, 95), (100, 2, 98), (300, 1, 99)]  # A39


def test_an_unknown_profile_says_which_there_are(small: Path) -> None:
    with pytest.raises(CatalogError, match=r"profiles/city\.toml: no such file; there are: other,"):
        load("small", profile="city", root=small.parent)


@pytest.mark.parametrize("name", ["nowhere", "../small", "", "."])
def test_an_unknown_catalogue_says_which_there_are(small: Path, name: str) -> None:
    with pytest.raises(CatalogError) as caught:
        load(name, root=small.parent)
    assert str(caught.value).splitlines()[1] == (
        f"  {name}/catalog.toml: no such file in {small.parent}; there are: small"
    )


def test_no_catalogue_at_all_is_said(tmp_path: Path) -> None:
    assert catalog_names(tmp_path / "absent") == ()
    with pytest.raises(CatalogError, match="there is none at all"):
        load("small", root=tmp_path / "absent")


def test_the_digest_tells_every_file_and_profile(small: Path, edit: Edit) -> None:
    def digest(profile: str | None = None) -> str:
        return load("small", profile=profile, root=small.parent).digest

    seen = [digest(), digest("other")]
    for file, old, new in (
        ("indicators/D.toml", '"all"', '"everyone"'),
        ("indicators/G.toml", '"a line"', '"another line"'),
        ("profiles/state.toml", '"The Agency"', '"An Agency"'),
        ("catalog.toml", "Nobody's", "Somebody's"),
    ):
        edit(file, old, new)
        seen.append(digest())
    assert len(set(seen)) == len(seen)
    assert all(len(each) == 64 for each in seen)


def test_the_digest_tells_in_which_file_a_text_stands(small: Path) -> None:
    ahead, behind = small / "indicators/D.toml", small / "indicators/G.toml"
    digests, (first, second) = set(), (ahead.read_text(), behind.read_text())
    for before, after in ((first + "# x\n", second), (first, "# x\n" + second)):
        ahead.write_text(before)
        behind.write_text(after)
        digests.add(load("small", root=small.parent).digest)
    assert len(digests) == 2


def test_the_digest_does_not_depend_on_where_the_files_lie(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "copy" / "small"
    shutil.copytree(small, elsewhere)
    assert load("small", root=small.parent).digest == load("small", root=elsewhere.parent).digest


def test_the_digest_ignores_the_profiles_not_chosen(small: Path, edit: Edit) -> None:
    before = load("small", root=small.parent).digest
    edit("profiles/other.toml", '"Another"', '"Yet another"')
    assert load("small", root=small.parent).digest == before


@pytest.mark.parametrize("profile", ["state", "nation", "region"])
def test_a_release_gives_the_same_catalogue_back(profile: str) -> None:
    catalog = load(profile=profile)
    content = json.dumps(catalog.to_public())
    assert catalog_from_public(json.loads(content)) == catalog
    assert json.dumps(catalog_from_public(json.loads(content)).to_public()) == content


def test_the_words_of_a_release_are_those_of_the_files(missouri: Catalog) -> None:
    content = missouri.to_public()
    graduation = content["indicators"][0]
    assert graduation["eras"][0]["from"] == 2006
    assert graduation["eras"][1]["to"] is None
    assert graduation["eras"][0]["parameters"]["graduated"] == ["GHS"]


def test_a_catalogue_of_another_version_is_refused(missouri: Catalog) -> None:
    content = missouri.to_public()
    del content["indicators"][3]["title"]
    content["colour"] = "red"
    with pytest.raises(CatalogError) as caught:
        catalog_from_public(content)
    assert [str(problem) for problem in caught.value.problems] == [
        "catalog.json: indicators.4.title: is missing",
        "catalog.json: colour: is not a known field",
    ]
