"""Who may change something, what browsers are told, and how much a request may carry."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from app.web import limits, security
from tests.web.conftest import Start

OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = {"revision": "1"}
PUBLIC = "https://game.example.org"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_other_sites_change_nothing(client: TestClient, method: str, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": "http://testserver"}
    answer = client.request(method, "/test/change", headers=headers)
    assert answer.status_code == 403
    assert "did not come from a page of this game" in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_anyone_may_look(client: TestClient, method: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.request(method, "/test/who", headers=headers).status_code != 403


@pytest.mark.parametrize(
    ("public", "headers", "allowed"),
    [
        (None, {"Sec-Fetch-Site": "same-origin"}, True),
        (None, {"Sec-Fetch-Site": "same-origin", "Origin": "http://elsewhere.org"}, True),
        (None, {}, False),
        (None, {"Origin": "http://testserver"}, True),
        (None, {"Origin": "http://testserver:80"}, True),
        (None, {"Origin": "https://testserver"}, True),
        (None, {"Origin": "http://testserver:8000"}, False),
        (None, {"Origin": "http://192.168.1.5:8000", "Host": "192.168.1.5:8000"}, True),
        (None, {"Origin": "http://[fe80::1]:8000", "Host": "[fe80::1]:8000"}, True),
        (None, {"Origin": "http://192.168.1.6:8000", "Host": "192.168.1.5:8000"}, False),
        (None, {"Origin": "http://evil.org", "Host": "game.org"}, False),
        (None, {"Origin": "null"}, False),
        (None, {"Origin": "http://testserver:x"}, False),
        (None, {"Origin": "file:///testserver"}, False),
        (PUBLIC, {"Sec-Fetch-Site": "same-origin", "Origin": PUBLIC}, True),
        (PUBLIC, {"Sec-Fetch-Site": "cross-site", "Origin": PUBLIC}, False),
        (PUBLIC, {"Origin": PUBLIC}, True),
        (PUBLIC, {"Origin": PUBLIC + ":443", "Host": "10.0.0.7:8000"}, True),
        (PUBLIC, {"Origin": "http://game.example.org"}, False),
        (PUBLIC, {"Origin": "http://testserver"}, False),
        (PUBLIC, {"Origin": "http://evil.org", "Host": "evil.org"}, False),
        (PUBLIC, {}, False),
    ],
)
def test_origins(start: Start, public: str | None, headers: dict[str, str], allowed: bool) -> None:
    client = start(public_url=public)
    answer = client.post("/test/change", data=FORM, headers=headers)
    assert answer.status_code == (200 if allowed else 403), answer.text


def test_every_answer_has_the_headers(client: TestClient) -> None:
    asked = [
        client.get("/test/who"),
        client.get("/nowhere"),
        client.get("/test/bug"),
        client.get("/static/css/base.css"),
        client.post("/test/change"),
    ]
    assert [answer.status_code for answer in asked] == [200, 404, 500, 200, 403]
    for answer in asked:
        assert answer.headers["Content-Security-Policy"] == security.CSP
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Cache-Control"]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    for allowed in ("unsafe", "data:", "http", "*", "nonce"):
        assert allowed not in security.CSP
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in security.CSP


def test_the_cookie_keeps_the_player(client: TestClient) -> None:
    first = client.get("/test/who")
    said = first.headers["Set-Cookie"].lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    assert f"max-age={400 * 24 * 3600}" in said
    assert "secure" not in said
    again = client.get("/test/who")
    assert again.text == first.text
    assert "Set-Cookie" not in again.headers


def test_a_cookie_is_kept_to_https_where_the_game_is(start: Start) -> None:
    client = start(public_url=PUBLIC)
    assert "secure" in client.get("/test/who").headers["Set-Cookie"].lower()


def test_a_restart_logs_nobody_out(start: Start) -> None:
    first, second = start(), start()
    player = first.get("/test/who").text
    second.cookies = first.cookies
    assert second.get("/test/who").text == player


def test_a_cookie_from_elsewhere_is_another_player(start: Start) -> None:
    mine, other = start(secret="m" * 32), start(secret="o" * 32)
    player = mine.get("/test/who").text
    other.cookies = mine.cookies
    assert other.get("/test/who").text != player


@pytest.mark.parametrize("cookie", ["", "null", "e30=", "e30=.x.y", "a.b.c"])
def test_a_broken_cookie_is_a_new_player(client: TestClient, cookie: str) -> None:
    answer = client.get("/test/who", headers={"Cookie": f"{security.COOKIE}={cookie}"})
    assert len(answer.text) == 22


def test_an_old_cookie_is_renewed(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    player = client.get("/test/who").text
    later = datetime.now(UTC) + timedelta(days=31)
    monkeypatch.setattr("app.web.player.time.time", later.timestamp)
    again = client.get("/test/who")
    assert again.text == player
    assert "Set-Cookie" in again.headers
    assert "Set-Cookie" not in client.get("/test/who").headers


def test_a_body_has_a_bound(client: TestClient) -> None:
    most = security.BODY_BYTES - 100
    fine = client.post("/test/change", data={**FORM, "text": "x" * most}, headers=OURS)
    assert fine.text == f"1 {most}"
    large = client.post("/test/change", data={**FORM, "text": "x" * most * 2}, headers=OURS)
    assert large.status_code == 413
    assert "larger than this game takes" in large.text


def test_a_body_of_unknown_length_has_the_same_bound(client: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        yield b"revision=1&text="
        for _ in range(10):
            yield b"x" * (security.BODY_BYTES // 8)

    headers = {**OURS, "Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/test/change", content=parts(), headers=headers)
    assert answer.status_code == 413
    assert "larger than this game takes" in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_too_fast_is_told_when_to_come_back(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/test/who")
    asked = [client.post("/test/change", data=FORM, headers=OURS) for _ in range(130)]
    assert {answer.status_code for answer in asked[:100]} == {200}
    last = asked[-1]
    assert (last.status_code, last.headers["Retry-After"]) == (429, "1")
    assert "Try again in 1 second." in last.text
    assert client.get("/test/who").status_code == 200
    assert limits.PLAYER_BURST == 100


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "utf-16", "undefined", "nope"])
def test_a_form_that_is_not_utf8_is_refused(client: TestClient, charset: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="seq"\r\n\r\n\\ud800\r\n--x--\r\n'
    sort = f"multipart/form-data; boundary=x; charset={charset}"
    headers = {**OURS, "Content-Type": sort}
    answer = client.post("/p/tiny/echo/example", content=part, headers=headers)
    assert answer.status_code == 415
    assert "UTF-8 only" in answer.text


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", '; charset="UTF-8"'])
def test_a_form_in_utf8_is_taken(client: TestClient, charset: str) -> None:
    sort = f"application/x-www-form-urlencoded{charset}"
    headers = {**OURS, "Content-Type": sort}
    answer = client.post(
        "/p/tiny/echo/example", content="seq=a", headers=headers, follow_redirects=False
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/", "/map", "/p/tiny/echo", "/healthz"])
def test_pages_answer_head(client: TestClient, path: str) -> None:
    assert client.head(path).status_code == 200
