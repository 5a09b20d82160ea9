"""A newcomer reads in a browser what candidates would have received."""

import json
from typing import Any

from tests.sandbox.conftest import Http
from tests.sandbox.test_sandbox_sendgrid import MAIL, post

_BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def _mail(text: str) -> dict[str, Any]:
    mail: dict[str, Any] = json.loads(json.dumps(MAIL))
    mail["content"][0]["value"] = text
    return mail


def test_a_browser_gets_the_texts_with_links_to_press_the_newest_first(http: Http) -> None:
    for text in ("先到的", "请打开 http://127.0.0.1:8080/c/abc?x=1&y=2。谢谢"):
        assert post(http, _mail(text)).status_code == 202
    answer = http.get("/sandbox/messages", headers=_BROWSER)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.index("谢谢") < answer.text.index("先到的")
    link = "http://127.0.0.1:8080/c/abc?x=1&amp;y=2"
    assert f'<a href="{link}" target="_blank" rel="noreferrer">{link}</a>。谢谢' in answer.text


def test_what_a_message_says_is_text_and_nothing_else(http: Http) -> None:
    assert post(http, _mail('<script>alert(1)</script> http://x.example/"onclick=1')).status_code == 202
    page = http.get("/sandbox/messages", headers=_BROWSER)
    assert "<script>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert 'href="http://x.example/"' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_program_gets_json_as_before(http: Http) -> None:
    assert post(http, MAIL).status_code == 202
    for accept in ("*/*", "application/json"):
        assert len(http.get("/sandbox/messages", headers={"Accept": accept}).json()["items"]) == 1
