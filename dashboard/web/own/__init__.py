"""The pages of a district's own people: exact values beside the public ones, and the records.

They stand behind the sign-in and read restricted files, each time somebody asks and never before.
"""

from dashboard.web.own.blueprint import own_pages

__all__ = ["own_pages"]
