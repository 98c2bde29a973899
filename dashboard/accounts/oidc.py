"""Signing in through the state's portal: OpenID Connect, authorisation code with PKCE.

Authlib speaks the protocol; what is decided here is what is believed. An id_token counts only when
one of the portal's published keys signed it, by an algorithm with two different keys: "none", and
a public key used as if it were a shared secret, are refused.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from itsdangerous import BadData, URLSafeSerializer
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from dashboard.accounts.entering import Identity
from dashboard.errors import ProgressError
from dashboard.settings import Portal, is_safe_address

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
VALID = timedelta(minutes=10)
"""How long somebody may take at the portal."""

_SCOPE = "openid email profile"
_TIMEOUT = 10  # seconds
_LEEWAY = 60  # seconds by which clocks may differ
_FRESH = timedelta(hours=1)  # for which the portal's description and keys are kept


class PortalError(ProgressError):
    """The portal did not sign this person in; the text says so, and what to try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What a browser carries to the portal and back, in a signed cookie."""

    state: str
    nonce: str
    verifier: str
    following: str  # the path to go on to
    ends: int  # seconds since 1970

    def packed(self, secret: str) -> str:
        """As the value of a cookie."""
        return str(_signer(secret).dumps(asdict(self)))

    @classmethod
    def unpacked(cls, text: str, *, secret: str, now: datetime) -> Journey:
        """Read back; PortalError when it is not ours, or too old."""
        try:
            journey = cls(**_signer(secret).loads(text))
        except (BadData, TypeError) as error:
            raise _again() from error
        if now.timestamp() >= journey.ends:
            raise _again()
        return journey


class Provider:
    """The portal. Its description and keys are fetched when first needed, and kept an hour."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._lock = threading.Lock()
        self._known: tuple[datetime, Mapping[str, Any], KeySet] | None = None

    def leave(self, *, back: str, following: str, now: datetime) -> tuple[str, Journey]:
        """The portal's address to go to, and what to carry; back: where it sends people."""
        journey = Journey(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            following=following,
            ends=int((now + VALID).timestamp()),
        )
        description, _ = self._description(now)
        with self._session(back) as session:
            address, _state = session.create_authorization_url(
                description["authorization_endpoint"],
                state=journey.state,
                nonce=journey.nonce,
                code_verifier=journey.verifier,
            )
        return address, journey

    def arrive(
        self, answer: Mapping[str, str], journey: Journey, *, back: str, now: datetime
    ) -> Identity:
        """Who came back, by the parameters of the address; PortalError for all that is not right.

        back: the same address as at leaving.
        """
        code = answer.get("code")
        if not code:
            raise PortalError("The portal did not sign you in. Start again, or ask for help there.")
        if not secrets.compare_digest(answer.get("state", "").encode(), journey.state.encode()):
            raise _again()
        # Where the answer says who gives it, it must be the portal (RFC 9207).
        if answer.get("iss", self._portal.issuer) != self._portal.issuer:
            raise _again()
        try:
            return self._identity(code, journey, back=back, now=now)
        except (requests.RequestException, AuthlibBaseError, JoseError, ValueError) as error:
            raise PortalError("What the portal answered cannot be trusted. Start again.") from error

    def _identity(self, code: str, journey: Journey, *, back: str, now: datetime) -> Identity:
        description, _ = self._description(now)
        with self._session(back) as session:
            token = session.fetch_token(
                description["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=journey.verifier,
                allow_redirects=False,
            )
            claims = self._claims(token, nonce=journey.nonce, now=now)
            told: Mapping[str, Any] = claims
            if "email" not in claims and "userinfo_endpoint" in description:
                address = description["userinfo_endpoint"]
                told = _object(session.get(address, allow_redirects=False))
                if told.get("sub") != claims["sub"]:
                    raise ValueError("the portal speaks of two people")
        email = told.get("email")
        verified = told.get("email_verified") is True and isinstance(email, str)
        return Identity(
            issuer=self._portal.issuer,
            subject=claims["sub"],
            email=email if verified else None,
        )

    def _claims(self, token: Mapping[str, Any], *, nonce: str, now: datetime) -> Mapping[str, Any]:
        text = token.get("id_token")
        if not isinstance(text, str):
            raise ValueError("there is no id_token")
        _, keys = self._description(now)
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            read = jwt.decode(text, keys, registry=registry)
        except InvalidKeyIdError:
            # The portal has new keys.
            _, keys = self._description(now, anew=True)
            read = jwt.decode(text, keys, registry=registry)
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": self._portal.issuer},
                "aud": {"essential": True, "value": self._portal.client_id},
                "sub": {"essential": True},
            },
            {
                "nonce": nonce,
                "client_id": self._portal.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        return dict(claims)

    def _description(
        self, now: datetime, *, anew: bool = False
    ) -> tuple[Mapping[str, Any], KeySet]:
        with self._lock:
            if self._known is not None and not anew and now - self._known[0] < _FRESH:
                return self._known[1], self._known[2]
            try:
                description, keys = self._fetched()
            except (requests.RequestException, JoseError, ValueError, KeyError) as error:
                raise PortalError("The portal does not answer. Try again in a minute.") from error
            self._known = (now, description, keys)
            return description, keys

    def _fetched(self) -> tuple[Mapping[str, Any], KeySet]:
        issuer = self._portal.issuer
        description = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if description.get("issuer") != issuer:
            raise ValueError("the portal calls itself something else than OIDC_ISSUER")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe_address(str(description[name])):
                raise ValueError(f"the portal's {name} is not https")
        keys = KeySet.import_key_set(_json(description["jwks_uri"]))  # type: ignore[arg-type]
        return description, keys

    def _session(self, back: str) -> Any:
        return OAuth2Session(
            self._portal.client_id,
            self._portal.client_secret,
            scope=_SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT,
        )


def _json(address: str) -> Mapping[str, Any]:
    return _object(requests.get(address, timeout=_TIMEOUT, allow_redirects=False))


def _object(answer: requests.Response) -> Mapping[str, Any]:
    answer.raise_for_status()
    found = answer.json()
    if answer.status_code != requests.codes.ok or not isinstance(found, dict):
        raise ValueError("this is not what a portal answers")
    return found


def _again() -> PortalError:
    return PortalError("Signing in took too long, or began in another window. Start again.")


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="dashboard.accounts.oidc")
