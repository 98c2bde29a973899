"""How gunicorn serves `app:server`; the command line and GUNICORN_CMD_ARGS win over this file.

The address comes from PORT, the number of workers from WEB_CONCURRENCY, as gunicorn reads them.
"""

import gc
import os
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 30
# A worker is replaced now and then, not all at once.
max_requests = 100_000
max_requests_jitter = 10_000
# A release is read once and then held: with its own pool Arrow would keep what the reading took.
raw_env = ["ARROW_DEFAULT_MEMORY_POOL=system"]
# Nobody manages this server through a socket, so there is none to reach.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Serve one page before the first visitor.

    Dash finishes its set-up in the first request it gets; threads that get theirs meanwhile would
    answer 500 for its scripts. The release is read here too.
    """
    # What was imported stays, and need not be looked through again and again for what is garbage.
    # Not so the release: another one takes its place, so this comes before it is read.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    with worker.wsgi.test_client() as client:
        client.get("/")
        client.get("/_dash-dependencies")
