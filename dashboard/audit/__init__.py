"""The attacker: reads what is published, and proves how much can be learned of what is hidden."""

from dashboard.audit.attack import attack_ahead, audit
from dashboard.audit.report import Attacked, Leak, Report

__all__ = ["Attacked", "Leak", "Report", "attack_ahead", "audit"]
