"""No page of the console is kept, framed, sniffed or told of elsewhere, and none runs a script or a style that is not a file of ours."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest

from tests.web.console import addresses
from tests.web.console.conftest import PASSWORD, Door
from tests.web.console.visitor import DOOR, Visitor
from tests.web.people import Recruiter
from web.console import rendering

_TEMPLATES = sorted(rendering.TEMPLATES.parent.rglob("*.html"))
_PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
# What is read to be downloaded says itself what it is; no browser runs it.
_FILES = re.compile(r"\.(csv|xlsx|json)$")
_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)


def policy(answer: httpx2.Response) -> dict[str, list[str]]:
    """The Content-Security-Policy: what may come from where."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


def is_safe(answer: httpx2.Response) -> None:
    """Asserts that the answer has every header that keeps it to its reader."""
    assert answer.headers["cache-control"] == "no-store", answer.url
    assert answer.headers["x-content-type-options"] == "nosniff", answer.url
    if _FILES.search(answer.url.path):
        return
    allowed = policy(answer)
    assert (allowed["default-src"], allowed["frame-ancestors"], allowed["base-uri"]) == (["'none'"],) * 3, answer.url
    assert (allowed["script-src"], allowed["style-src"], allowed["form-action"]) == (["'self'"],) * 3, answer.url
    assert "unsafe" not in answer.headers["content-security-policy"], answer.url
    assert answer.headers["referrer-policy"] == "same-origin", answer.url
    assert answer.headers["x-robots-tag"] == "noindex, nofollow", answer.url


async def test_every_page_and_every_part_of_one_carries_its_headers(chief: Visitor) -> None:
    seen = [await chief.http.get(path, headers=headers) for path in addresses.shown() for headers in ({}, _PART)]
    assert sum(answer.status_code == 200 for answer in seen) > 50
    for answer in seen:
        is_safe(answer)


async def test_every_page_about_one_interview_carries_its_headers(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    for place in ("", "/now", "/row", "/cancel", "/reschedule", "/outcome", "/survey"):
        for headers in ({}, _PART):
            answer = await zhang.http.get(f"/console/interviews/{candidate.id}{place}", headers=headers)
            assert answer.status_code == 200, place
            is_safe(answer)


async def test_every_refusal_and_every_way_on_carries_its_headers(at_console: Door, zhangsan: Recruiter) -> None:
    """A stranger, a wrong password, another site's form, somebody else's interview, what is not there, what will not do."""
    candidate = await zhangsan.invites(timedelta(hours=5))
    cancel = f"/console/interviews/{candidate.id}/cancel"
    wang = await at_console("wangfang")
    unfilled = (await wang.opens("/console/interviews/new")).form_to("/console/interviews/new").fields
    refused = {
        "403": await wang.http.post(cancel, data={"csrf": "made up"}),
        "404": await wang.http.get(cancel),
        "404 part": await wang.http.get(cancel, headers=_PART),
        "404 nowhere": await wang.http.get("/console/nowhere"),
        "422": await wang.http.post("/console/interviews/new", data=unfilled),
        "422 address": await wang.http.get("/console/interviews?view=none-such"),
        "422 door": await wang.http.post(DOOR, data={"login": "wangfang", "password": "mistyped"}),
    }
    for place in ("language", "zone"):
        sent = {"csrf": unfilled["csrf"], "next": "/console/account"}
        refused[f"303 {place}"] = await wang.http.post(f"/console/{place}", data=sent)
    refused["303 in"] = await wang.http.post(DOOR, data={"login": "wangfang", "password": PASSWORD})
    refused["303 out"] = await wang.http.post("/console/signout", data={"csrf": unfilled["csrf"]})
    refused["401"] = await wang.http.get(cancel, headers=_PART)
    refused["303 door"] = await wang.http.get(cancel)
    refused["200 door"] = await wang.http.get(DOOR)
    for told, answer in refused.items():
        assert str(answer.status_code) == told[:3], told
        is_safe(answer)


class _Refused(HTMLParser):
    """Collects what a policy without 'unsafe-inline' and 'unsafe-eval' would refuse to run or to style, or to load from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        inline = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if inline or tag in ("style", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name, value in given.items() if self._refused(name, value)]

    def _refused(self, name: str, value: str) -> bool:
        handler = name == "style" or name.startswith(("on", "hx-on", "data-hx-on"))
        code = value.lstrip().lower().startswith(("javascript:", "js:"))
        # What htmx would have to evaluate: a condition in a trigger's brackets, unless it is a selector in quotes.
        evaluated = name == "hx-trigger" and "[" in re.sub(r"'[^']*'", "", value)
        elsewhere = name == "src" and value.startswith(("http:", "https:", "//"))
        return handler or code or evaluated or elsewhere


def refused_in(html: str) -> list[str]:
    """What a page would have refused."""
    reader = _Refused()
    reader.feed(html)
    reader.close()
    return reader.found


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p {}</style>",
        '<p style="color: red">',
        '<a onclick="go()">',
        '<form hx-on:submit="go()">',
        '<a href=" javascript:go()">',
        """<form hx-vals='js:{"a": 1}'>""",
        '<input hx-trigger="keyup[key==1]">',
        '<script src="//cdn.example/x.js"></script>',
        '<base href="/">',
    ],
)
def test_what_the_policy_refuses_is_noticed(html: str) -> None:
    assert len(refused_in(html)) == 1


def _unclothed(template: Path) -> str:
    """The template's own HTML: words of Jinja are taken out, both branches of a choice stay."""
    return _JINJA.sub(" ", template.read_text())


def test_no_template_has_a_script_a_handler_or_a_style_in_it() -> None:
    assert {template.parent.name for template in _TEMPLATES} == {"candidate", "console"}
    found = {f"{each.parent.name}/{each.name}": refused_in(_unclothed(each)) for each in _TEMPLATES}
    assert {name: refused for name, refused in found.items() if refused} == {}


async def test_no_page_that_is_rendered_has_any_either(chief: Visitor, zhang: Visitor, zhangsan: Recruiter) -> None:
    """Also what macros and code put together."""
    interview = await zhangsan.invites(timedelta(hours=5))
    own = [f"/console/interviews/{interview.id}{place}" for place in ("", "/cancel", "/reschedule")]
    pages = [await chief.opens(path) for path in addresses.shown() if not _FILES.search(path)] + [
        await zhang.opens(path) for path in own
    ]
    pages.append(await interview.opens())
    assert {str(page.answer.url): found for page in pages if (found := refused_in(page.html))} == {}
