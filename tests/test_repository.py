"""The repository keeps its word: what README and docs say is there, is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dashboard.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "bench/README.md",
    "data/README.md",
    *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
)
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
NAMED = {"requirements/run.in": "To run", "requirements/dev.in": "To develop"}

COMMAND = re.compile(r"python -m dashboard ([a-z][a-z0-9-]*)([^`\n]*)")
PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([0-9][A-Za-z0-9.+!]*)( *;.+)?")
MACHINE_PATH = re.compile(r"(?<![\w.$~*{}-])/(?:work|root|home|Users)/\w")
LEFT_OUT = ("var", "bench/work")  # made by the commands, not kept in git
"""Folders that `make` fills."""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(file: str) -> dict[str, str]:
    """The packages that a .in file names, with the version if it demands one."""
    lines = (line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines())
    found = (re.match(r"([\w.-]+)(?:\[[\w,]+\])?(?:==(\S+))?$", line) for line in lines if line)
    return {canonical(each[1]): each[2] or "" for each in found if each}


def pinned(file: str) -> dict[str, str]:
    found = (PIN.fullmatch(line) for line in (ROOT / file).read_text().splitlines())
    return {canonical(each[1]): each[2] for each in found if each}


def section(text: str, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"there is no section {heading!r}"
    return found[1]


def files(folder: Path = ROOT) -> Iterator[Path]:
    """The files of the repository: no environment, no cache, nothing that a command made."""
    for path in sorted(folder.iterdir()):
        inside = path.relative_to(ROOT).as_posix()
        if path.is_file():
            yield path
        elif (path.name.startswith(".") and path.name != ".ci") or path.name == "__pycache__":
            continue
        elif inside not in LEFT_OUT and not (path / "pyvenv.cfg").exists():
            yield from files(path)


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_a_page_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, rest in COMMAND.findall(text):
        assert name in main.commands, f"{page}: there is no command {name}"
        command = main.commands[name]
        if isinstance(command, click.Group) and rest.split():
            assert rest.split()[0] in command.commands, f"{page}: {name}{rest}"
            command = command.commands[rest.split()[0]]
        options = {option for each in command.params for option in each.opts}
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= options, f"{page}: {name}{rest}"


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_of_a_page_exist(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    text = (ROOT / page).read_text(encoding="utf-8")
    asked = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.M))
    assert asked <= targets


def test_readme_begins_with_the_two_commands_and_says_all_others() -> None:
    assert set(re.findall(r"^make (run|test)\b", README, re.M)) == {"run", "test"}
    assert {name for name, _ in COMMAND.findall(README)} == set(main.commands)


def test_readme_calls_nothing_missing_that_is_there() -> None:
    missing = set(re.findall(r"`([^`]+)`", section(README, "What is not there yet")))
    assert {"audit", "import-edfacts"} & missing, "the section names commands in backquotes"
    assert not missing & set(main.commands)
    catalogs = {path.name for path in (ROOT / "data" / "catalogs").iterdir()}
    assert not missing & catalogs


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:\s]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize(("file", "heading"), NAMED.items())
def test_every_direct_dependency_is_explained(file: str, heading: str) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.-]+)` \| (.+) \| (.+) \| (.+) \|$", section(page, heading), re.M)
    packages = named(file)
    assert sorted(row[0] for row in rows) == sorted(packages)
    for name, version in packages.items():
        assert not version or f"`{name}=={version}`" in page, f"why does {name} stand still?"


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_requirements_are_pinned_and_name_no_index(file: str) -> None:
    text = (ROOT / file).read_text()
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert "://" not in text
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert len(pinned(file)) == len(lines), "a package stands there twice"


def test_pins_cover_what_is_named_and_agree() -> None:
    run, dev = (pinned(file) for file in REQUIREMENTS)
    assert run.items() <= dev.items()
    for packages, pins in (
        (named("requirements/run.in"), run),
        (named("requirements/dev.in"), dev),
    ):
        for name, version in packages.items():
            assert name in pins, f"{name} is named but not pinned"
            assert version in ("", pins[name]), f"{name} is pinned to another version than named"


def test_no_file_names_a_path_of_some_machine() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        name = path.relative_to(ROOT).as_posix()
        found += [f"{name}: {each[0]}" for each in MACHINE_PATH.finditer(text)]
    assert found == []


def test_a_machine_path_would_be_found() -> None:
    """The pattern, on what it must and must not find; joined here so that this file is clean."""
    for place in ("work", "root", "home", "Users"):
        assert MACHINE_PATH.search(f'open("/{place}' + '/somebody")')
    assert not MACHINE_PATH.search("/bench/" + "work/history")
    assert not MACHINE_PATH.search("https://example.org/" + "home/page")


def test_licence_is_apache() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split()
    assert " ".join(licence[:4]) == "Apache License Version 2.0,"
    assert " ".join(licence).endswith("limitations under the License.")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
