"""What is counted: one module for a family of indicators, functions over Ibis tables."""

from dashboard.measures.pipeline import measure_indicators
from dashboard.values import COLUMNS, SCHEMA

__all__ = ["COLUMNS", "SCHEMA", "measure_indicators"]
