"""A bare Flask route that answers a constant body: what the kept answers are measured beside."""

import os

from flask import Flask, Response

server = Flask(__name__)
BODY = b"x" * int(os.environ.get("BENCH_BYTES", "1000"))


@server.get("/")
def constant() -> Response:
    """The body, of as many bytes as BENCH_BYTES says."""
    return Response(BODY, mimetype="image/svg+xml")
