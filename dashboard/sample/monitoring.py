"""The monitoring cycle, and what districts hand in during their year: surveys and plans."""

import numpy as np

from dashboard.extracts.schema import PARENT_SURVEY, TRANSITION_PLANS
from dashboard.sample.columns import Columns, coded, dates, digits, flags, same
from dashboard.sample.counts import RACE_CODES
from dashboard.sample.draws import Bools, Floats, Ints, day, days, pick, probits, tilted
from dashboard.sample.students import age_on
from dashboard.sample.world import Present, World

ITEMS = 5
ANSWERS = PARENT_SURVEY.item_codes
ANSWER_SHARES = (0.07, 0.13, 0.12, 0.42, 0.26)
ANSWERING, NO_OPINION, SKIPPED = 0.22, 0.02, 0.03
AGE_GROUPS = PARENT_SURVEY.column("child_age_group").codes
QUESTIONS = tuple(f"q{number}" for number in range(1, 9))
PLAN_ANSWERS = TRANSITION_PLANS.column("q1").codes
FAULTS = (0.22, 0.10, 0.16, 0.13, 0.10, 0.14, 0.05, 0.10)  # which item fails, where one does
NOT_APPLICABLE, UNANSWERED, MORE_FAULTS = 0.45, 0.002, 0.3
FILES = 40  # plans read in a district, at most about


def monitoring_cycle(world: World, year: int) -> Columns:
    """For each listed district and monitored indicator, whether it was the year of the district."""
    ids = list(world.facts.indicators("monitored").values())
    place = np.repeat(np.flatnonzero(world.roster.listed(year)), len(ids))
    indicator = np.tile(np.arange(len(ids)), len(place) // len(ids))
    collected = world.roster.monitored(year)[place]
    drawn = world.draws.of("monitoring", year, "date").integers(0, 120, (len(world.roster), 1))
    return {
        "school_year": same(year, len(place)),
        "lea_id": coded(place, world.roster.lea_ids),
        "indicator": coded(indicator, ids),
        "collected": flags(collected),
        "collection_date": dates(day(year, 1, 10) + days(drawn[place, 0]), blank=~collected),
    }


def in_their_year(world: World, present: Present, year: int) -> Bools:
    """Students of the districts that are in their monitoring year."""
    return world.roster.monitored(year)[present.place]


def parent_survey(world: World, year: int) -> Columns:
    """The answers of parents in districts of the monitoring year."""
    counted = world.counted(year)
    name = ("parent_survey", year)
    answers = world.draws.of(*name, "who").random(len(counted)) < ANSWERING
    children = counted.only(answers & in_their_year(world, counted, year))
    size = len(children)
    place = world.roster.effect("parents", load=-0.5, spread=0.3)[children.place]
    content = world.draws.of(*name, "content").standard_normal(size)
    satisfied = tilted(world.facts.level("parents_satisfied", year), place)
    facilitated = world.draws.of(*name, "facilitated").random(size) < tilted(
        satisfied, 1.6 * content + 0.35
    )
    counts = np.bincount(children.place, minlength=len(world.roster))
    response = np.arange(size) - (np.cumsum(counts) - counts)[children.place] + 1
    opinion = world.draws.of(*name, "opinion").random(size)
    return {
        "school_year": same(year, size),
        "lea_id": coded(children.place, world.roster.lea_ids),
        "response_id": digits(response, width=4, prefix="P"),
        "child_race": coded(world.race_codes(children.students.race, year), RACE_CODES),
        "child_age_group": coded((children.age >= 6).astype(np.int64), AGE_GROUPS),
        "facilitated": flags(facilitated, blank=opinion < NO_OPINION),
        **{
            f"item{item:02}": coded(_answers(content, world=world, year=year, item=item), ANSWERS)
            for item in range(1, ITEMS + 1)
        },
    }


def _answers(content: Floats, *, world: World, year: int, item: int) -> Ints:
    """Answers to one item: what the parent thinks of the school, and of this."""
    size, name = len(content), ("parent_survey", year, f"item{item}")
    latent = 0.8 * content + 0.6 * world.draws.of(*name, "own").standard_normal(size)
    answer = np.searchsorted(np.array(probits(ANSWER_SHARES)), latent)
    return np.where(world.draws.of(*name, "skipped").random(size) < SKIPPED, -1, answer)


def transition_plans(world: World, year: int) -> Columns:
    """Files of older students, read in districts of the monitoring year; some are not yet 16."""
    counted = world.counted(year)
    name = ("plans", year)
    teenagers = (counted.age >= 15) & in_their_year(world, counted, year)
    many = np.bincount(counted.place[teenagers], minlength=len(world.roster))
    share = np.minimum(1, FILES / np.maximum(many, 1))
    read = world.draws.of(*name, "who").random(len(counted)) < share[counted.place]
    files = counted.only(teenagers & read)
    review = day(year - 1, 10, 1) + days(
        world.draws.of(*name, "review").integers(0, 200, len(files))
    )
    old_enough = age_on(files.students.birth, review) >= 16
    luck = world.draws.of(*name, "young").random(len(files)) < 0.2
    files, review = files.only(old_enough | luck), review[old_enough | luck]
    answers = _plan_answers(files, world=world, year=year)
    return {
        "school_year": same(year, len(files)),
        "lea_id": coded(files.place, world.roster.lea_ids),
        "student_id": digits(files.students.number, width=10),
        "birth_date": dates(files.students.birth),
        "review_date": dates(review),
        **{question: coded(answers[:, at], PLAN_ANSWERS) for at, question in enumerate(QUESTIONS)},
    }


def _plan_answers(files: Present, *, world: World, year: int) -> Ints:
    """Answers by file and question: one fault or several where a plan is not complete."""
    size, name = len(files), ("plans", year)
    yes, no, na = (PLAN_ANSWERS.index(code) for code in ("Y", "N", "NA"))
    place = world.roster.effect("plans", load=-0.3, spread=0.5)[files.place]
    complete = world.draws.of(*name, "complete").random(size) < tilted(
        world.facts.level("plan_complete", year), place
    )
    first = pick(world.draws.of(*name, "fault"), FAULTS, size)
    others = world.draws.of(*name, "faults").random((size, len(QUESTIONS))) < MORE_FAULTS / 4
    faulty = ~complete[:, None] & ((first[:, None] == np.arange(len(QUESTIONS))) | others)
    answers = np.where(faulty, no, yes)
    apart = world.draws.of(*name, "agency").random(size) < NOT_APPLICABLE
    answers[:, -1] = np.where(apart & (answers[:, -1] == yes), na, answers[:, -1])
    blank = world.draws.of(*name, "blank").random(answers.shape) < UNANSWERED
    return np.where(blank, -1, answers)
