"""The screens of Indicator 7's collection, for who is signed in (indicators.md 3.6).

Plain forms and pages: every step works without scripts. What is refused is a page that says why.
"""

from dashboard.web.collect.blueprint import collect

__all__ = ["collect"]
