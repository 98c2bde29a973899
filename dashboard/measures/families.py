"""Every family of measures: to import them is to register them."""

from dashboard.measures import (
    assessment,
    discipline,
    disproportion,
    disputes,
    environments,
    graduation,
    outcomes,
    parents,
    timelines,
    transition,
)

FAMILIES = (
    graduation,
    assessment,
    discipline,
    environments,
    outcomes,
    parents,
    disproportion,
    timelines,
    transition,
    disputes,
)
