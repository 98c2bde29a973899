"""The sentence of a view."""

from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, LONG


def plain(sentences: tuple[str, ...]) -> list[str]:
    return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in sentences]


def test_where_the_state_stands(ask: Ask) -> None:
    assert plain(ask("1").sentences) == [
        "In 2013, Missouri stood at 72.8 %, 1.2 points below the target of 74.0 %; "
        "up 2.5 points since 2012.",
        "Graduates: 728 of 1,000 students.",
    ]


def test_across_a_change_of_calculation_there_is_no_trend(ask: Ask) -> None:
    assert plain(ask("1", "?to=2011").sentences)[0] == (
        "In 2011, Missouri stood at 65.0 %, exactly the target of 65.0 %; "
        "earlier years do not compare."
    )


def test_a_light_break_keeps_the_trend(ask: Ask) -> None:
    assert plain(ask("1", "?to=2008").sentences)[0].endswith("; up 1.0 point since 2007.")


def test_the_trend_looks_beyond_the_years_shown(ask: Ask) -> None:
    assert plain(ask("1", "?from=2013").sentences)[0].endswith("; up 2.5 points since 2012.")


def test_a_protected_value(ask: Ask) -> None:
    first, *others = plain(ask("1", f"?district={BIRCH}").sentences)
    assert first == (
        "In 2013, the value of Birch Hollow <12> is protected. Before that: "
        "in 2012, Birch Hollow <12> stood at 66.0 %, 1.0 point above the target of 65.0 %; "
        "up 1.0 point since 2011."
    )
    assert others == [
        "Graduates: 132 of 200 students (2012).",
        "Missouri stood at 72.8 % in 2013.",
    ]


def test_a_carried_value(ask: Ask) -> None:
    first, *_ = plain(ask("8", f"?district={ALDER}&to=2012").sentences)
    assert first == (
        "In 2012, Alder Creek R-I was not collected; its latest value, from 2010, is 72.0 %, "
        "3.0 points below the target of 75.0 %."
    )


def test_a_new_value_compares_with_the_last_collected_one(ask: Ask) -> None:
    first, *_ = plain(ask("8", f"?district={ALDER}").sentences)
    assert first.endswith("; down 5.0 points since 2010.")


def test_nobody_to_count(ask: Ask) -> None:
    first, *_ = plain(ask("11", f"?district={ALDER}&to=2012").sentences)
    assert first.startswith("In 2012, Alder Creek R-I had no children to count. Before that: in 2")


def test_a_gap_year(ask: Ask) -> None:
    first, *_ = plain(ask("13", "?to=2009").sentences)
    assert first.startswith("In 2009, Missouri: not reported. Before that: in 2008, Missouri stood")


def test_a_baseline_year(ask: Ask) -> None:
    first, *_ = plain(ask("8", "?to=2006").sentences)
    assert first == "In 2006, Missouri stood at 70.0 %, the baseline year, without a target."


def test_no_target(ask: Ask) -> None:
    assert ", with no target set" in plain(ask("16").sentences)[0]


def test_nearly_all_is_not_all(ask: Ask) -> None:
    first, *_ = plain(ask("11").sentences)
    assert "stood at >99.9 %, less than 0.1 points below the target of 100.0 %" in first


def test_a_district_of_a_percent_of_districts(ask: Ask) -> None:
    assert plain(ask("4A", f"?district={ALDER}").sentences) == [
        "In 2013, Alder Creek R-I: flagged (ratio 5.03).",
        "Missouri stood at 10.0 % in 2013.",
    ]


def test_two_districts_are_both_said(ask: Ask) -> None:
    said = plain(ask("5A", f"?district={ALDER}&district={LONG}").sentences)
    assert said[0].startswith("In 2013, Alder Creek R-I stood at")
    assert said[1].startswith("In 2013, Consolidated School District of Long Meadow")


def test_an_indicator_of_the_state_alone(ask: Ask) -> None:
    view = ask("15", f"?district={ALDER}")
    assert view.sentences[0].startswith("In 2013, Missouri stood")
    assert view.remarks == (
        "This indicator is reported for the state only: it has no values for districts.",
    )
