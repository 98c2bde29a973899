"""What may be shown: from the exact table to the one that leaves the build."""

from dashboard.protection.earlier import Earlier
from dashboard.protection.kept import Kept
from dashboard.protection.protect import Breakdown, Protected, protect

__all__ = ["Breakdown", "Earlier", "Kept", "Protected", "protect"]
