"""The portal: what is believed of its answers. Each bad token is refused for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.entering import Identity, Unknown
from dashboard.accounts.oidc import VALID, Journey, PortalError, Provider
from dashboard.accounts.people import deactivate, set_password
from dashboard.accounts.sessions import current_person
from dashboard.store import Store
from dashboard.store.models import Account
from tests.accounts.test_passwords import account, door
from tests.support.portals import (
    CLIENT,
    Evil,
    evil_provider,
    with_the_public_key_as_secret,
    without_signature,
)
from tests.support.signing import LOGIN, SECRET, START

BACK = "http://localhost/signin/callback"


@pytest.fixture(scope="module")
def listening() -> Iterator[Evil]:
    with evil_provider() as evil:
        yield evil


@pytest.fixture
def evil(listening: Evil) -> Evil:
    """As it was when it began."""
    fresh = Evil(address=listening.address, key=listening.key, now=int(START.timestamp()))
    listening.__dict__.update(fresh.__dict__)
    return listening


def leave(evil: Evil, provider: Provider) -> Journey:
    address, journey = provider.leave(back=BACK, following="/account", now=START)
    evil.asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    return journey


def arrive(evil: Evil, provider: Provider | None = None, **answer: str) -> Identity:
    provider = provider or Provider(evil.portal)
    journey = leave(evil, provider)
    given = {"code": "c", "state": journey.state, **answer}
    return provider.arrive(given, journey, back=BACK, now=START)


def test_what_is_sent_to_the_portal(evil: Evil) -> None:
    journey = leave(evil, Provider(evil.portal))
    assert evil.asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "scope": "openid email profile",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": evil.asked["code_challenge"],
        "code_challenge_method": "S256",
    }
    assert journey.verifier not in evil.asked.values()
    assert len({journey.state, journey.nonce, journey.verifier}) == 3


def test_a_good_answer(evil: Evil) -> None:
    assert arrive(evil) == Identity(issuer=evil.address, subject="s-1", email="ada@ash.example")


def test_pkce_another_verifier_gets_nothing(evil: Evil) -> None:
    provider = Provider(evil.portal)
    journey = leave(evil, provider)
    other = replace(journey, verifier=journey.verifier[::-1])
    with pytest.raises(PortalError, match="cannot be trusted"):
        provider.arrive({"code": "c", "state": journey.state}, other, back=BACK, now=START)


BENT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "wrong issuer": lambda claims: claims.update(iss="https://evil.example"),
    "no issuer": lambda claims: claims.pop("iss"),
    "wrong audience": lambda claims: claims.update(aud="another"),
    "audiences without ours": lambda claims: claims.update(aud=["another", "third"]),
    "no audience": lambda claims: claims.pop("aud"),
    "authorised party is another": lambda claims: claims.update(aud=[CLIENT, "x"], azp="x"),
    "wrong nonce": lambda claims: claims.update(nonce="another"),
    "no nonce": lambda claims: claims.pop("nonce"),
    "expired": lambda claims: claims.update(exp=int(START.timestamp()) - 61),
    "no expiry": lambda claims: claims.pop("exp"),
    "issued in the future": lambda claims: claims.update(iat=int(START.timestamp()) + 3600),
    "no subject": lambda claims: claims.pop("sub"),
    "empty subject": lambda claims: claims.update(sub=""),
    "a subject that is no text": lambda claims: claims.update(sub=7),
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT.keys())
def test_bad_claims_are_refused(evil: Evil, bend: Callable[[dict[str, Any]], Any]) -> None:
    evil.bend = bend
    with pytest.raises(PortalError, match="cannot be trusted"):
        arrive(evil)


def forged(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))


def with_its_own_key(claims: dict[str, Any]) -> str:
    key = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "jwk": key.as_dict(private=False)}, claims, key)


SIGNED: dict[str, Callable[[Evil], Callable[[dict[str, Any]], str]]] = {
    "alg none": lambda _evil: without_signature,
    "alg None": lambda _evil: lambda claims: without_signature(claims, alg="None"),
    "no signature": lambda _evil: lambda claims: without_signature(claims, alg="RS256"),
    "HS256 by the public key": lambda evil: (
        lambda claims: with_the_public_key_as_secret(claims, evil.key)
    ),
    "another key by the same name": lambda _evil: forged,
    "a key it brings along": lambda _evil: with_its_own_key,
    "changed after signing": lambda evil: lambda claims: evil.signed(claims).replace(".", ".e", 1),
    "no token": lambda _evil: lambda _claims: "",
    "not a token": lambda _evil: lambda _claims: "a.b.c",
}


@pytest.mark.parametrize("make", SIGNED.values(), ids=SIGNED.keys())
def test_bad_signatures_are_refused(
    evil: Evil, make: Callable[[Evil], Callable[[dict[str, Any]], str]]
) -> None:
    evil.sign = make(evil)
    with pytest.raises(PortalError, match="cannot be trusted"):
        arrive(evil)


@pytest.mark.parametrize(
    "answer",
    [
        {"state": "another"},
        {"state": ""},
        {"state": "é"},
        {"iss": "https://evil.example"},
        {"code": ""},
        {"code": "", "error": "access_denied"},
    ],
)
def test_bad_ways_back_are_refused_before_the_portal_is_asked(
    evil: Evil, answer: dict[str, str]
) -> None:
    with pytest.raises(PortalError):
        arrive(evil, **answer)
    assert "/token" not in evil.times


def test_an_address_that_is_not_verified_is_none(evil: Evil) -> None:
    for claim in ({"email_verified": False}, {"email_verified": "true"}, {"email": 7}):
        evil.bend = lambda claims, claim=claim: claims.update(claim)
        assert arrive(evil).email is None
    evil.bend = lambda claims: claims.pop("email_verified")
    assert arrive(evil).email is None


def test_the_address_may_stand_in_the_userinfo_of_the_same_person(evil: Evil) -> None:
    evil.description = {"userinfo_endpoint": f"{evil.address}/userinfo"}
    evil.bend = lambda claims: claims.pop("email")
    evil.told = {"sub": "s-1", "email": "ada@ash.example", "email_verified": True}
    assert arrive(evil).email == "ada@ash.example"
    evil.told = {**evil.told, "sub": "s-2"}
    with pytest.raises(PortalError):
        arrive(evil)


def test_new_keys_are_fetched_and_old_ones_kept(evil: Evil) -> None:
    provider = Provider(evil.portal)
    arrive(evil, provider)
    arrive(evil, provider)
    assert evil.times["/jwks"] == 1
    evil.key = RSAKey.generate_key(2048, {"kid": "two"})
    arrive(evil, provider)
    assert evil.times["/jwks"] == 2
    evil.key = RSAKey.generate_key(2048, {"kid": "one"})


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_a_portal_that_describes_itself_badly_is_not_used(
    evil: Evil, description: dict[str, str]
) -> None:
    evil.description = description
    with pytest.raises(PortalError, match="does not answer"):
        Provider(evil.portal).leave(back=BACK, following="/account", now=START)


def test_a_journey_is_ours_and_lasts_ten_minutes(evil: Evil) -> None:
    journey = leave(evil, Provider(evil.portal))
    packed = journey.packed(SECRET)
    assert Journey.unpacked(packed, secret=SECRET, now=START) == journey
    for bad, secret, now in (
        (packed, "another", START),
        (packed[:-1], SECRET, START),
        ("", SECRET, START),
        (packed, SECRET, START + VALID),
    ):
        with pytest.raises(PortalError, match="Start again"):
            Journey.unpacked(bad, secret=secret, now=now)


ADA = Identity(issuer="https://portal.example", subject="s-1", email=LOGIN.upper())


def test_the_first_time_by_address_then_by_issuer_and_subject(store: Store) -> None:
    one = account(store, password=None)
    token = door(store).by_portal(ADA, START)
    found = current_person(store, token, START)
    assert found is not None
    assert found.person.account_id == one
    moved = replace(ADA, email="another@ash.example")
    assert door(store).by_portal(moved, START)


@pytest.mark.parametrize(
    "identity",
    [
        replace(ADA, email=None),
        replace(ADA, email="unknown@ash.example"),
        replace(ADA, email="%"),
    ],
)
def test_unknown_people_get_no_account(store: Store, identity: Identity) -> None:
    account(store, password=None)
    with pytest.raises(Unknown):
        door(store).by_portal(identity, START)
    with store.reading() as session:
        assert session.query(Account).count() == 1


def test_an_account_is_not_given_to_another_subject_by_its_address(store: Store) -> None:
    account(store, password=None)
    door(store).by_portal(ADA, START)
    for other in (replace(ADA, subject="s-2"), replace(ADA, issuer="https://other.example")):
        with pytest.raises(Unknown):
            door(store).by_portal(other, START)


def test_a_closed_account_stays_closed(store: Store) -> None:
    one = account(store, password=None)
    door(store).by_portal(ADA, START)
    with store.writing() as session:
        set_password(session, OPERATOR, one, "another long sentence", now=START)
        deactivate(session, OPERATOR, one, now=START)
    with pytest.raises(Unknown):
        door(store).by_portal(ADA, START)
