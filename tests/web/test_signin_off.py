"""Without SECRET_KEY there is nothing to sign in to, and the public site is as it was."""

from flask.testing import FlaskClient

from dashboard.web.private import PRIVATE


def test_there_is_no_sign_in(client: FlaskClient) -> None:
    for path in (*PRIVATE, "/signin/portal", "/signin/first", "/people/add"):
        answer = client.get(path)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (404, False)
        assert client.post(path).status_code == 405
