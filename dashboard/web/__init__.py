"""The web around the Dash app: health, errors, headers, and what guards the callbacks."""

from dashboard.web.answers import install_answers
from dashboard.web.files import install_files
from dashboard.web.guard import install_guard
from dashboard.web.headers import install_headers
from dashboard.web.language import language_in
from dashboard.web.pages import asked, shell
from dashboard.web.server import create_server

__all__ = [
    "asked",
    "create_server",
    "install_answers",
    "install_files",
    "install_guard",
    "install_headers",
    "language_in",
    "shell",
]
