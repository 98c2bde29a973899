"""Small files in the shape of the published ones, and readers of what an import wrote."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Cells = Sequence[object]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "out"


@pytest.fixture
def rows_of() -> Callable[[Path], list[dict[str, str]]]:
    """The rows of a CSV file."""

    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a CSV file."""

    def write(*rows: Cells, name: str = "table.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


DISPUTES = [
    ["Created", "7/10/2009", "", "", "", "", ""],
    ["Revised (F)", "", "", "", "", "", ""],
    [""] * 7,
    [
        "Year",
        " State",
        "Mediations Held Total\n (2.1)",
        "Mediation Agreements Related to Due Process(2.1ai)",
        "Mediation Agreements Not Related to Due Process (2.1bi)",
        "DPC Resolution Meetings  Total (3.1)",
        "Written Settlement Agreements (3.1a)",
    ],
]
CLOSING = [[""] * 7, [" -------------------", *[""] * 6], [" -  Data not available.", *[""] * 6]]


@pytest.fixture
def disputes(table: Callable[..., Path]) -> Callable[..., Path]:
    """A dispute resolution file of these rows: year, state, 2.1, 2.1ai, 2.1bi, 3.1, 3.1a."""

    def write(*rows: Cells, name: str = "disputes.csv") -> Path:
        return table(*DISPUTES, *rows, *CLOSING, name=name)

    return write


SCHOOL_AGE = {
    "Inside regular class 80% or more of the day": 60,
    "Inside regular class less than 40% of the day": 10,
    "Separate School, Age 6-21": 3,
    "Residential Facility, Age 6-21": 2,
    "Homebound/Hospital": 1,
    "Correctional Facilities": 4,
    "Total, Age 6-21": 100,
}
PRESCHOOL = {
    "Services in Regular Early Childhood Program (attend at least 10 hours)": 20,
    "Services in Regular Early Childhood Program (attend less than 10 hours)": 5,
    "Separate Class": 8,
    "Separate School, Age 3-5": 1,
    "Residential Facility, Age 3-5": 1,
    "Total, Age 3-5": 50,
}


@pytest.fixture
def child_count(table: Callable[..., Path]) -> Callable[..., Path]:
    """A child count file: for each state, environments whose count differs from the usual one."""

    def write(year: str, states: dict[str, dict[str, object]], name: str = "count.csv") -> Path:
        rows: list[Cells] = [
            ["Extraction Date:", "7/2/2015", "", "", "", ""],
            ["Year", "State Name", "SEA Education Environment", "SEA Disability Category",
             "Age 3 to 5", "Ages 6-21"],
        ]  # fmt: skip
        for state, other in states.items():
            for setting, usual in SCHOOL_AGE.items():
                rows.append(
                    [year, state, setting, "All Disabilities", "-", other.get(setting, usual)]
                )
            for setting, usual in PRESCHOOL.items():
                rows.append(
                    [year, state, setting, "All Disabilities", other.get(setting, usual), "-"]
                )
            rows.append([year, state, "Separate Class", "Autism", "7", "-"])
        closing = [[" ----", "", "", "", "", ""], ["x Data suppressed", "", "", "", "", ""]]
        return table(*rows, *closing, name=name)

    return write
