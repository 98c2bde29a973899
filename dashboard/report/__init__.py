"""The printed report: "Statewide Progress at a Glance", as a document and as a tagged PDF."""

from dashboard.report.document import Report, Sheet, report_at, report_of
from dashboard.report.folder import write_reports
from dashboard.report.typeset import ReportError, pdf

__all__ = ["Report", "ReportError", "Sheet", "pdf", "report_at", "report_of", "write_reports"]
