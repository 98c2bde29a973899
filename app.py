"""The front door: settings in, `server` out. `gunicorn app:server` serves it."""

import os

from callbacks.site import make_site
from dashboard.settings import Settings

app = make_site(Settings.from_environ(os.environ))
server = app.server
