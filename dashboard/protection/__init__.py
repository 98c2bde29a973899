"""What may be shown: from the exact table to the one that leaves the build."""

from dashboard.protection.protect import protect

__all__ = ["protect"]
