"""Views: one prepared answer to a question, from the public tables of a release."""

from dashboard.views.download import as_csv, as_json
from dashboard.views.edition import Edition, read_edition
from dashboard.views.grid import ValueIndex
from dashboard.views.indicator_view import IndicatorView, indicator_at, indicator_view
from dashboard.views.place import Address, NoSuchPage, Page, Place, find_place
from dashboard.views.question import (
    MOST_DISTRICTS,
    NoSuchIndicator,
    Question,
    QuestionError,
    parse_districts,
    parse_question,
    parse_search,
    years_of,
)
from dashboard.views.series import Series
from dashboard.views.shelf import Condition, Shelf
from dashboard.views.table import Cell, Table

__all__ = [
    "MOST_DISTRICTS",
    "Address",
    "Cell",
    "Condition",
    "Edition",
    "IndicatorView",
    "NoSuchIndicator",
    "NoSuchPage",
    "Page",
    "Place",
    "Question",
    "QuestionError",
    "Series",
    "Shelf",
    "Table",
    "ValueIndex",
    "as_csv",
    "as_json",
    "find_place",
    "indicator_at",
    "indicator_view",
    "parse_districts",
    "parse_question",
    "parse_search",
    "read_edition",
    "years_of",
]
