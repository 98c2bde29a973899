"""The web around the Dash app: health, errors, headers, and what guards the callbacks."""

from dashboard.web.answers import Answers
from dashboard.web.files import install_files
from dashboard.web.guard import install_guard
from dashboard.web.headers import fixed_headers, install_headers
from dashboard.web.language import language_in
from dashboard.web.pages import asked, shell
from dashboard.web.server import create_server, direct_answers, put_in_front

__all__ = [
    "Answers",
    "asked",
    "create_server",
    "direct_answers",
    "fixed_headers",
    "install_files",
    "install_guard",
    "install_headers",
    "language_in",
    "put_in_front",
    "shell",
]
