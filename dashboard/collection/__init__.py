"""Indicator 7: records, checks, and the way from entry to certificate."""
