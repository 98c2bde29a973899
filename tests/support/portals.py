"""Portals to sign in by: a real OpenID Connect provider, and one that answers as a test wants.

Both on loopback, ready when they are handed over.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from dashboard.settings import Portal

CLIENT = "progress"
_READY = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")


@contextmanager
def provider_process(*people: dict[str, Any]) -> Iterator[Portal]:
    """A provider of its own, in its own process, that knows these people (claims with a sub)."""
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", "--require-nonce", "true"]
    for claims in people:
        command += ["--user-claims", json.dumps(claims)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        yield Portal(issuer=_ready(process), client_id=CLIENT, client_secret="shared")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _ready(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        found = _READY.search(line)
        if found:
            return found[1]
    raise AssertionError(f"the provider did not start: {''.join(said)}")


@dataclass
class Evil:
    """A provider whose answers a test bends.

    bend: changes the claims before they are signed. sign: makes the token of the claims.
    """

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    bend: Callable[[dict[str, Any]], Any] = dict
    sign: Callable[[dict[str, Any]], str] | None = None
    description: dict[str, Any] = field(default_factory=dict)
    published: list[Any] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    told: dict[str, Any] | None = None
    now: int = 0

    @property
    def portal(self) -> Portal:
        return Portal(issuer=self.address, client_id=CLIENT, client_secret="shared")

    def signed(self, claims: dict[str, Any]) -> str:
        """The claims, signed as they should be."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def answer(self, request: Request) -> Response:
        self.times[request.path] = self.times.get(request.path, 0) + 1
        found = {
            "/.well-known/openid-configuration": self._describe,
            "/jwks": self._keys,
            "/token": self._token,
            "/userinfo": lambda _request: self.told,
        }[request.path](request)
        if isinstance(found, Response):
            return found
        return Response(json.dumps(found), mimetype="application/json")

    def _describe(self, _request: Request) -> dict[str, Any]:
        usual = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
        }
        return {**usual, **self.description}

    def _keys(self, _request: Request) -> dict[str, Any]:
        keys = self.published or [self.key]
        return dict(KeySet(keys).as_dict(private=False))

    def _token(self, request: Request) -> dict[str, Any] | Response:
        verifier = request.form.get("code_verifier", "")
        digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if digest != self.asked["code_challenge"]:
            return Response('{"error": "invalid_grant"}', 400, mimetype="application/json")
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "s-1",
            "nonce": self.asked["nonce"],
            "iat": self.now,
            "exp": self.now + 300,
            "email": "ada@ash.example",
            "email_verified": True,
        }
        self.bend(claims)
        token = (self.sign or self.signed)(claims)
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}


@contextmanager
def evil_provider() -> Iterator[Evil]:
    """The provider, listening."""
    evil = Evil()
    server = make_server("127.0.0.1", 0, Request.application(evil.answer), threaded=True)
    evil.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield evil
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def without_signature(claims: dict[str, Any], *, alg: str = "none") -> str:
    """A token that claims to need no signature."""
    parts = (json.dumps({"alg": alg, "kid": "one"}), json.dumps(claims))
    return ".".join(urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + "."


def with_the_public_key_as_secret(claims: dict[str, Any], key: RSAKey) -> str:
    """HS256 with what everybody can read: the public key's PEM."""
    secret = OctKey.import_key(key.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret)
