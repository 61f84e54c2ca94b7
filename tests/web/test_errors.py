"""Every error is a page with a sentence, and for htmx a message that leaves the page alone."""

import pytest
from starlette.testclient import TestClient

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {**OURS, "HX-Request": "true"}


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/nowhere", 404, "There is nothing at this address."),
        ("GET", "/static/nothing.css", 404, "There is nothing at this address."),
        ("DELETE", "/test/who", 405, "does not take that kind of request"),
        ("POST", "/test/change", 422, "The form was not as expected at revision: field required."),
        ("GET", "/test/busy", 503, "The server is busy &lt;b&gt;; try again in a moment."),
        ("GET", "/test/bug", 500, "Something went wrong on the server."),
    ],
)
def test_pages_and_messages(
    client: TestClient, method: str, path: str, status: int, sentence: str
) -> None:
    page = client.request(method, path, headers=OURS)
    assert page.status_code == status
    assert page.text.startswith("<!doctype html>")
    assert '<h1 class="error-message">' in page.text
    assert sentence in page.text
    assert "secret detail" not in page.text
    message = client.request(method, path, headers=HTMX)
    assert message.status_code == status
    assert sentence in message.text
    assert "<h1" not in message.text
    assert message.headers["HX-Retarget"] == "#notice"


def test_a_busy_server_says_when_to_come_back(client: TestClient) -> None:
    assert client.get("/test/busy").headers["Retry-After"] == "1"


def test_the_layout_has_the_place_for_messages(client: TestClient) -> None:
    assert 'id="notice"' in client.get("/nowhere").text
