"""Every kind of bad record, and what is said about it: file, field, reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.catalog import CatalogError, Problem, load_catalog

G, D, INDEX = "indicators/G.toml", "indicators/D.toml", "catalog.toml"
STATE = "profiles/state.toml"
Edit = Callable[[str, str, str], None]

# file to change, its text, what is put there, the field named, the reason given
BAD: dict[str, tuple[str, str, str, str, str]] = {
    # shape: one field at a time
    "missing": (G, 'title = "Graduates"\n', "", "title", "is missing"),
    "missing-in-a-list": (G, 'label = "Since"\n', "", "eras.2.label", "is missing"),
    "missing-deep": (D, 'left = "Percent", ', "", "eras.1.formula.left", "is missing"),
    "unknown-like-another": (
        G, "short_title =", "short_titel =", "short_titel",
        "is not a known field; did you mean 'short_title'?",
    ),
    "unknown-like-none": (
        D, "fixed_target = 0", "fixed_target = 0\nzzz = 1", "zzz", "is not a known field",
    ),
    "unknown-in-an-era": (
        G, 'label = "Since"', 'label = "Since"\nfomula = 1', "eras.2.fomula",
        "is not a known field; did you mean 'formula'?",
    ),
    "python-name-of-a-field": (
        G, "from = 2010", "from_year = 2010", "eras.2.from_year",
        "is not a known field; did you mean 'from'?",
    ),
    "empty": (G, '"Graduates"', '"  "', "title", "must not be empty"),
    "number-for-text": (G, '"Graduates"', "5", "title", "must be text in quotes, not 5"),
    "word-outside-its-set": (
        G, '"results"', '"result"', "kind", "must be 'results' or 'compliance', not 'result'",
    ),
    "group-outside-its-set": (
        G, '["SEX"]', '["SEX", "AGE"]', "groups.2",
        "must be 'RACE', 'DISABILITY' or 'SEX', not 'AGE'",
    ),
    "text-for-year": (
        G, "from = 2010", 'from = "2010"', "eras.2.from", "must be a whole number, not '2010'",
    ),
    "year-with-fraction": (
        G, "year = 2009", "year = 2009.5", "gaps.1.year", "must be a whole number, not 2009.5",
    ),
    "year-too-early": (
        D, "from = 2006", "from = 1906", "eras.1.from", "must be 2000 or more, not 1906",
    ),
    "year-too-late": (
        G, "year = 2009", "year = 20009", "gaps.1.year", "must be 2099 or less, not 20009",
    ),
    "word-for-flag": (
        G, "lagged = true", 'lagged = "yes"', "lagged", "must be true or false, not 'yes'",
    ),
    "number-for-flag": (G, "lagged = true", "lagged = 1", "lagged", "must be true or false, not 1"),
    "flag-for-count": (
        G, "look_back = 3", "look_back = true", "eras.1.look_back",
        "must be a whole number, not true",
    ),
    "negative-count": (
        G, "look_back = 3", "look_back = -1", "eras.1.look_back", "must be 0 or more, not -1",
    ),
    "target-over-100": (
        D, "fixed_target = 0", "fixed_target = 100.5", "fixed_target",
        "must be 100 or less, not 100.5",
    ),
    "target-no-number": (
        D, "fixed_target = 0", 'fixed_target = "none"', "fixed_target",
        "must be a finite number, not 'none'",
    ),
    "target-infinite": (
        D, "fixed_target = 0", "fixed_target = inf", "fixed_target",
        "must be a finite number, not Infinity",
    ),
    "text-for-list": (
        G, 'extracts = ["exiters", "cohort"]', 'extracts = "exiters"', "extracts",
        "must be a list in [brackets], not 'exiters'",
    ),
    "no-extract": (
        D, '["child_count", "policy_review"]', "[]", "extracts", "needs at least 1",
    ),
    "text-for-table": (
        D, '{ left = "Percent", numerator = "those that do", denominator = "all" }', '"a / b"',
        "eras.1.formula", "must be a table, not 'a / b'",
    ),
    "measure-no-name": (
        D, '"districts_that_do"', '"Districts that do"', "measure",
        "'Districts that do' must be small letters, digits and _, beginning with a letter",
    ),
    "parameter-no-name": (
        G, "limit = 60", "Limit = 60", "parameters.Limit",
        "'Limit' must be small letters, digits and _, beginning with a letter",
    ),
    "parameter-with-fraction": (
        G, "limit = 60", "limit = 2.50", "parameters.limit",
        'must be written in quotes, as "2.50", so that it stays exact',
    ),
    "parameter-date": (
        G, "limit = 60", "limit = 2009-01-01", "parameters.limit",
        "must be a text, a whole number, true, false or a list of these",
    ),
    "parameter-mixed-list": (
        G, "limit = 60", 'limit = [1, "a"]', "parameters.limit",
        "must be a list of texts or a list of whole numbers",
    ),
    # eras
    "eras-overlap": (
        G, "to = 2008", "to = 2010", "eras.2.from", "overlaps era OLD, which ends 2010",
    ),
    "eras-out-of-order": (
        G, "from = 2010", "from = 2005", "eras.2.from",
        "eras must be in order of their years, after OLD",
    ),
    "era-ends-before-it-begins": (
        G, "to = 2008", "to = 2005", "eras.1.to", "2005 is before from = 2006",
    ),
    "earlier-era-open": (
        G, "to = 2008\n", "", "eras.1.to", "is missing: only the last era, NEW, is open",
    ),
    "era-twice": (G, 'id = "NEW"', 'id = "OLD"', "eras", "the era id 'OLD' stands 2 times"),
    # gaps
    "gap-before": (
        G, "year = 2009", "year = 2004", "gaps.1.year", "2004 lies outside the eras (2006 to now)",
    ),
    "hole-without-gap": (
        G, "to = 2008", "to = 2007", "gaps",
        "2008 lies between the eras OLD and NEW: add a gap that says why it has no value",
    ),
    "gap-twice": (
        G, "[[gaps]]", '[[gaps]]\nyear = 2009\nnote = "again"\n[[gaps]]', "gaps",
        "the year '2009' stands 2 times",
    ),
    # breaks
    "era-break-without-era": (
        G, 'weight = "light"', 'weight = "era"', "breaks.1.year",
        "no later era begins in 2007; use weight = 'light'",
    ),
    "light-break-where-era-begins": (
        G, 'weight = "era"', 'weight = "light"', "breaks.2.weight",
        "must be 'era': era NEW begins here",
    ),
    "era-without-break": (
        G, "year = 2010", "year = 2011", "breaks", "needs one in 2010, where era NEW begins",
    ),
    "break-at-the-start": (
        G, "year = 2007", "year = 2006", "breaks.1.year",
        "2006 has no year of the indicator on both sides",
    ),
    "break-in-a-gap": (
        G, "year = 2007", "year = 2009", "breaks.1.year", "2009 is a gap year",
    ),
    # years of other things
    "baseline-in-a-gap": (
        G, "[2006]", "[2009]", "baseline_years.1", "2009 has no value: outside the eras or a gap",
    ),
    "baseline-outside": (
        G, "[2006]", "[2006, 2001]", "baseline_years.2",
        "2001 has no value: outside the eras or a gap",
    ),
    "note-ends-before-it-begins": (
        G, "to = 2007", "to = 2005", "notes.2.to", "2005 is before from = 2006",
    ),
    "reference-line-over-100": (
        G, "value = 95", "value = 950", "reference_lines.1.value", "must be 100 or less, not 950",
    ),
    # counting
    "no-measure": (
        D, 'measure = "districts_that_do"\n', "", "measure",
        "is missing: give one here or in every era",
    ),
    "measure-in-one-era-only": (
        G, 'measure = "cohort_rate"\n', "", "measure", "is missing: give one here or in every era",
    ),
    "need-not-extracted": (
        G, 'needs = ["cohort"]', 'needs = ["enrollment"]', "eras.2.needs",
        "'enrollment' is not among its extracts",
    ),
    "must-exist-not-extracted": (
        D, 'must_exist = ["policy_review"]', 'must_exist = ["findings"]', "must_exist",
        "'findings' is not among its extracts",
    ),
    "nothing-needed": (
        D, 'needs = ["child_count"]\n', "", "needs",
        "is missing: name the extracts without which ALL has no value",
    ),
    "extract-twice": (
        G, '["exiters", "cohort"]', '["exiters", "cohort", "cohort"]', "extracts",
        "'cohort' stands 2 times",
    ),
    # level, unit and protection
    "compliance-without-target": (
        D, "fixed_target = 0\n", "", "fixed_target",
        "is missing: a compliance indicator has one for all years (1.8)",
    ),
    "districts-not-protected-as-such": (
        D, 'protection = "district"', 'protection = "student"', "protection",
        "'district' and percent_of_districts = true go together",
    ),
    "students-protected-as-districts": (
        G, 'protection = "student"', 'protection = "district"', "protection",
        "'district' and percent_of_districts = true go together",
    ),
    "state-level-not-protected-as-such": (
        G, "lagged = true", 'levels = "state"', "protection",
        "'state_only' and levels = 'state' go together",
    ),
    "districts-with-groups": (
        D, "fixed_target = 0", 'fixed_target = 0\ngroups = ["RACE"]', "groups",
        "must be empty: districts have no race, disability or sex",
    ),
    "protection-unknown": (
        G, 'protection = "student"', 'protection = "none"', "protection",
        "must be 'student', 'process', 'district' or 'state_only', not 'none'",
    ),
    # the profile
    "profile-field-unknown": (
        STATE, "agency =", "agencies =", "agencies",
        "is not a known field; did you mean 'agency'?",
    ),
    "share-over-one": (
        STATE, "0.02", "2", "max_bad_share", "must be 1 or less, not 2",
    ),
    "least-denominator-zero": (
        STATE, "min_den = 10\n", "min_den = 0\n", "protection.min_den", "must be 1 or more, not 0",
    ),
    "coding-leaves-a-hole": (
        STATE, "min_den = 10\n", "min_den = 5\n", "protection.coding.1.min_den",
        "cells of 5 to 9 would be shown uncoded; the first tier must begin at"
        " protection.min_den or below",
    ),
    "coding-out-of-order": (
        STATE, "min_den = 50", "min_den = 10", "protection.coding.2.min_den",
        "tiers must ascend by min_den",
    ),
    "coding-upside-down": (
        STATE, "low = 5, high = 95", "low = 95, high = 5", "protection.coding.2.low",
        "must be below high (5)",
    ),
    "logo-outside-the-assets": (
        STATE, 'state = "Somewhere"', 'state = "Somewhere"\nlogo = "../secret.png"', "logo",
        "'../secret.png' must be a path below assets/, as img/logo.svg",
    ),
    # the index
    "indicator-without-file": (
        INDEX, '["G", "D"]', '["G", "D", "E"]', "order", "'E' has no file indicators/E.toml",
    ),
    "file-not-listed": (
        INDEX, '["G", "D"]', '["G"]', "order", "does not list 'D' of indicators/D.toml",
    ),
    "listed-twice": (INDEX, '["G", "D"]', '["G", "D", "G"]', "order", "'G' stands 2 times"),
    "name-not-the-folder": (
        INDEX, '"small"', '"large"', "name", "is 'large' but the folder is 'small'",
    ),
    "default-profile-unknown": (
        INDEX, '"state"', '"city"', "default_profile",
        "'city' has no file; there are: other, state",
    ),
    "family-without-indicator": (
        INDEX, "[[families]]",
        '[[families]]\nid = "two"\nheading = "SPP 2"\ntitle = "Two"\n[[families]]', "families",
        "no indicator is of 'two'",
    ),
    "family-twice": (
        INDEX, "[[families]]",
        '[[families]]\nid = "one"\nheading = "SPP 2"\ntitle = "Two"\n[[families]]', "families",
        "the family id 'one' stands 2 times",
    ),
    "link-to-nobody": (
        INDEX, "[[families]]",
        '[[links]]\nkind = "parts"\nindicators = ["G", "X"]\n[[families]]', "links.1.indicators",
        "'X' does not stand in order",
    ),
    "link-of-one": (
        INDEX, "[[families]]",
        '[[links]]\nkind = "parts"\nindicators = ["G"]\n[[families]]', "links.1.indicators",
        "needs at least 2",
    ),
    "link-twice": (
        INDEX, "[[families]]",
        '[[links]]\nkind = "overlap"\nindicators = ["G", "G"]\n[[families]]',
        "links.1.indicators", "the id 'G' stands 2 times",
    ),
    "links-of-one-population-meet": (
        INDEX, "[[families]]",
        '[[links]]\nkind = "parts"\nindicators = ["G", "D"]\n'
        '[[links]]\nkind = "overlap"\nindicators = ["G", "D"]\n'
        '[[links]]\nkind = "nested"\nindicators = ["D", "D"]\n[[families]]',
        "links.1.indicators",
        "'D' is in another link of one population; only 'overlap' may meet",
    ),
    "family-unknown": (D, 'family = "one"', 'family = "two"', "family", "'two' is none of: one"),
    "id-not-the-file-name": (
        D, 'id = "D"', 'id = "E"', "id", "is 'E' but the file is called 'D.toml'",
    ),
    "profile-not-the-file-name": (
        STATE, 'name = "state"', 'name = "land"', "name",
        "is 'land' but the file is called 'state.toml'",
    ),
    # no TOML at all
    "bad-toml": (
        G, 'title = "Graduates"', 'title = "Graduates', "",
        "is not valid TOML: Illegal character '\\n' (at line 3, column 19)",
    ),
    "key-twice": (
        G, "lagged = true", "lagged = true\nlagged = false", "",
        "is not valid TOML: Cannot overwrite a value (at line 11, column 15)",
    ),
}  # fmt: skip


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(CatalogError) as caught:
        load_catalog("small", root=folder.parent)
    return list(caught.value.problems)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_record_names_file_field_and_reason(small: Path, edit: Edit, case: str) -> None:
    file, old, new, field, reason = BAD[case]
    edit(file, old, new)
    assert Problem(file=file, field=field, reason=reason) in problems_of(small)


def test_a_bad_record_gives_no_problem_of_another_file(small: Path, edit: Edit) -> None:
    edit(G, "from = 2010", 'from = "2010"')
    assert [str(problem) for problem in problems_of(small)] == [
        "indicators/G.toml: eras.2.from: must be a whole number, not '2010'"
    ]


def test_a_break_may_not_stand_where_an_era_ended_and_a_gap_follows(
    small: Path, edit: Edit
) -> None:
    edit(D, "from = 2006", "from = 2006\nto = 2012")
    with (small / D).open("a") as file:
        file.write('[[gaps]]\nyear = 2013\nnote = "x"\n')
        file.write('[[breaks]]\nyear = 2014\nlabel = "x"\nnote = "x"\nweight = "light"\n')
    assert problems_of(small) == [
        Problem(
            file=D,
            field="breaks.1.year",
            reason="2014 has no year of the indicator on both sides",
        ),
        Problem(file=D, field="gaps.1.year", reason="2013 lies outside the eras (2006 to 2012)"),
    ]


def test_latin_1_is_refused(small: Path) -> None:
    path = small / G
    path.write_bytes(path.read_bytes().replace(b"Graduates", "Graduées".encode("latin-1")))
    assert problems_of(small) == [
        Problem(file=G, field="", reason=f"is not UTF-8 text (byte {path.read_bytes().index(233)})")
    ]


def test_every_problem_of_every_file_is_told_at_once(small: Path, edit: Edit) -> None:
    edit(G, '"results"', '"result"')
    edit(G, "lagged = true", 'lagged = "yes"')
    edit(D, "fixed_target = 0\n", "")
    edit(STATE, 'agency = "The Agency"\n', "")
    edit("profiles/other.toml", "every_indicator", "each_indicator")
    edit(INDEX, '["G", "D"]', '["G", "D", "E"]')
    with pytest.raises(CatalogError) as caught:
        load_catalog("small", root=small.parent)
    assert str(caught.value).splitlines() == [
        "The catalogue 'small' cannot be used: 6 problems to put right in its files.",
        "  catalog.toml: order: 'E' has no file indicators/E.toml",
        "  indicators/D.toml: fixed_target: is missing: a compliance indicator has one for all"
        " years (1.8)",
        "  indicators/G.toml: kind: must be 'results' or 'compliance', not 'result'",
        "  indicators/G.toml: lagged: must be true or false, not 'yes'",
        "  profiles/other.toml: each_indicator_has_unit_values: is not a known field; did you mean"
        " 'every_indicator_has_unit_values'?",
        "  profiles/state.toml: agency: is missing",
    ]
