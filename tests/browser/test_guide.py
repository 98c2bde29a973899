"""The district user's guide, step by step, by keyboard alone (issue Collection; MA guide).

With GUIDE_PICTURES set to a folder each step is also photographed into it: the pictures of
docs/collection.md are made that way (`make pictures`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import create_account
from dashboard.collection.opening import ListedSchool, open_collection
from dashboard.collection.rows import SchoolKey
from dashboard.collection.rules import load_rules
from dashboard.collection.workflow import add_student, submit
from dashboard.settings import Settings
from dashboard.store import Store
from dashboard.store.migrate import upgrade
from tests.browser.test_axe import faults
from tests.support import collecting
from tests.support.release import publish_release
from tests.support.serving import serving_settings
from tests.support.signing import PASSWORD, SECRET

PLAN = "Special Education State Performance Plan"
INDICATOR = "Indicator 7 - Early Childhood Outcomes Summary"
MOMENT = datetime(2026, 11, 12, 15, 4, tzinfo=UTC)
LEA, CREEK, NORTH = "001000", "1050", "1060"
CERTIFIER, STATE = "cara@alder.example", "sam@state.example"
SCHOOLS = (
    ListedSchool(lea_id=LEA, lea_name="Alder Creek", school_id=CREEK, name="Creek Preschool"),
    ListedSchool(lea_id=LEA, lea_name="Alder Creek", school_id=NORTH, name="North Elementary"),
    ListedSchool(lea_id="002000", lea_name="Birch", school_id="2010", name="Birch Primary"),
)
RATED = {
    "student_id": "1000000011",
    "birth_date": "2022-11-02",
    "entry_date": "2026-09-08",
    "entry_rating_date": "2026-09-30",
    "entry_a": "4",
    "entry_b": "3",
    "entry_c": "5",
}
TYPED = ("1000000001", "3/4/2022", "9/2/2025", "9/20/2025", "3", "9", "2")
"""A new student's first fields, with a rating that is none."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A site with a district of two schools: one has submitted, one has nobody yet."""
    publish_release(tmp_path / "releases")
    url = f"sqlite:///{tmp_path / 'collection.sqlite3'}"
    with closing(Store(url)) as store:
        upgrade(store)
        with store.writing() as session:
            for login, name, role, place in (
                (CERTIFIER, "Cara Certifier", Role.DISTRICT_CERTIFIER, Place(LEA)),
                (STATE, "Sam State", Role.STATE_ADMIN, Place()),
            ):
                create_account(
                    session, OPERATOR, login=login, name=name, grants=[(role, place)],
                    password=PASSWORD, now=MOMENT,
                )  # fmt: skip
            collection = open_collection(
                session, OPERATOR, school_year=2027, opens=date(2026, 9, 1),
                closes=date(2027, 8, 1), schools=SCHOOLS, now=MOMENT,
            )  # fmt: skip
        enterer = collecting.person(Role.DISTRICT_ENTRY, LEA)
        key, rules = SchoolKey(collection, LEA, NORTH), load_rules()
        with store.writing() as session:
            done = add_student(session, enterer, key, RATED, now=MOMENT, rules=rules)
            submit(session, enterer, key, version=done.school.version, now=MOMENT, rules=rules)
    settings = Settings(releases=tmp_path / "releases", database_url=url, secret_key=SECRET)
    with serving_settings(settings, moment=MOMENT) as found:
        yield found


@dataclass
class Keyboard:
    """Somebody without a mouse: what is not reached with Tab cannot be used."""

    page: Page
    pictures: Path | None = None

    def go(self, target: Locator, *, back: bool = False) -> Keyboard:
        """Press Tab (or Shift and Tab) until the target has the focus, and shows it."""
        for _ in range(120):
            if target.evaluate("node => node === document.activeElement"):
                assert target.evaluate("node => node.matches(':focus-visible')")
                return self
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{target} is not reached with Tab")

    def press(self, target: Locator, key: str = "Enter", *, back: bool = False) -> None:
        """Go there and press a key."""
        self.go(target, back=back)
        self.page.keyboard.press(key)

    def write(self, label: str, text: str) -> None:
        """Fill a field."""
        self.go(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def sign_in(self, address: str, login: str) -> None:
        self.page.goto(f"{address}/signin")
        self.write("E-mail address", login)
        self.write("Password", PASSWORD)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=name, exact=True).first

    def seen(self, name: str) -> None:
        """A step of the guide is on the screen: without a fault, and photographed if wished."""
        assert faults(self.page) == [], name
        if self.pictures is not None:
            self.page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")


def pictures() -> Path | None:
    folder = os.environ.get("GUIDE_PICTURES")
    return Path(folder) if folder else None


def test_the_eight_steps_of_the_guide_by_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(
        bypass_csp=True, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    hands = Keyboard(page, pictures())
    heading = page.get_by_role("heading", level=1)

    # 1. Log in to the Security Portal.
    hands.sign_in(address, CERTIFIER)
    expect(heading).to_have_text("Security portal")
    expect(page.get_by_text("please contact your district directory administrator")).to_be_visible()
    hands.seen("guide-1-portal")
    page.keyboard.press("Enter")

    # 2. Click on the application.
    expect(page.get_by_role("heading", name="Applications")).to_be_visible()
    hands.seen("guide-2-applications")
    hands.press(hands.link(PLAN))

    # 3. You will see "Indicator 7 - Early Childhood Outcomes Summary".
    expect(heading).to_have_text(PLAN)
    hands.seen("guide-3-plan")
    hands.press(page.get_by_role("link", name=INDICATOR))

    # 4. Select your district from the dropdown menu and click "Next".
    expect(heading).to_have_text(INDICATOR)
    choice = page.get_by_label("Select your district")
    expect(choice.locator("option")).to_have_text(["Alder Creek"])
    hands.seen("guide-4-district")
    hands.go(choice)
    hands.press(hands.button("Next"))

    # 5. The schools that need to submit, and their status.
    expect(heading).to_have_text("Alder Creek")
    assert page.locator("table.schools thead th").all_inner_texts() == [
        "School", "# of Entry Ratings", "# of Exit Ratings", "# of Errors", "Total Students",
        "Status ◆", "Last Updated",
    ]  # fmt: skip
    hands.seen("guide-5-schools")
    hands.press(page.get_by_role("link", name="Status"))
    first = page.locator("table.schools tbody tr").first
    expect(first).to_contain_text("Not Started")
    hands.press(hands.link("Creek Preschool"))
    enter_and_submit(hands)

    # 6. Once all schools have submitted, review each of them, and certify.
    hands.press(hands.link("Return to Select School/District"))
    expect(heading).to_have_text("Alder Creek")
    hands.press(hands.link("North Elementary"))
    expect(heading).to_have_text("North Elementary")
    hands.press(hands.link("Return to Select School/District"))
    hands.go(hands.button("Certify"))
    hands.seen("guide-6-certify")
    page.keyboard.press("Enter")

    # 7. Data submission is now complete; changes need the state, which decertifies.
    expect(page.get_by_text("This district is certified.")).to_be_visible()
    hands.seen("guide-7-certified")
    hands.press(hands.link("The certificate"))
    expect(page.get_by_text("SHA-256 of the rows")).to_be_visible()
    hands.seen("guide-7-certificate")
    hands.press(hands.link("Return to Select School/District"))
    hands.press(hands.link("Creek Preschool"))
    expect(page.get_by_text("Ask the state to decertify it.")).to_be_visible()
    expect(hands.button("Save")).to_have_count(0)

    # 8. Back to a previous page at the top of each.
    hands.press(hands.link("Return to Select School/District"))
    hands.press(hands.link("Return to Select School/District"))
    expect(heading).to_have_text(INDICATOR)
    hands.go(hands.link(f"Return to {PLAN}"))
    hands.seen("guide-8-returns")
    page.keyboard.press("Enter")
    expect(heading).to_have_text(PLAN)
    context.close()


def enter_and_submit(hands: Keyboard) -> None:
    """Add a student with a wrong rating, go by its error to the field, correct it, submit."""
    page = hands.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Creek Preschool")
    hands.go(page.locator("tr.new input").first)
    for text in TYPED:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    hands.press(hands.button("Save").last)
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(page.get_by_role("heading", name="1 error")).to_be_visible()
    hands.seen("guide-5-errors")
    hands.press(page.locator("section.errors a"))
    field = page.locator('[aria-invalid="true"]')
    expect(field).to_be_focused()
    expect(field).to_have_value("9")
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    hands.press(hands.button("Submit"))
    expect(page.get_by_role("status").filter(has_text="Submitted.")).to_be_visible()
    expect(page.locator("#counts")).to_contain_text("Submitted")


def test_only_the_state_decertifies_by_keyboard_and_with_a_reason(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    hands = Keyboard(page)
    hands.sign_in(address, CERTIFIER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Applications")).to_be_visible()
    page.goto(f"{address}/collect/7/2027/{LEA}/{CREEK}")
    enter_and_submit(hands)
    hands.press(hands.link("Return to Select School/District"))
    hands.press(hands.button("Certify"))
    expect(page.get_by_text("This district is certified.")).to_be_visible()
    expect(hands.button("Decertify")).to_have_count(0)
    hands.press(hands.button("Sign out"))
    expect(page.get_by_text("You are signed out.")).to_be_visible()

    hands.sign_in(address, STATE)
    page.keyboard.press("Enter")
    key = page.locator("code.key").inner_text().replace(" ", "")
    hands.write("Code", pyotp.TOTP(key).at(MOMENT))
    page.keyboard.press("Enter")
    hands.press(hands.link(PLAN))
    hands.press(page.get_by_role("link", name=INDICATOR))
    hands.go(page.get_by_label("Select your district"))
    page.keyboard.type("Alder")
    hands.press(hands.button("Next"))
    hands.write("Reason (required)", "A school asked to correct a birth date.")
    hands.press(hands.button("Decertify"))
    expect(page.get_by_role("status").filter(has_text="ecertified")).to_be_visible()
    expect(page.locator("table.schools td.status")).to_have_text(["Submitted", "Submitted"])
    context.close()
