"""Too often is told kindly and forgotten in a minute: forms per link and per address, guesses per address."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import httpx2
import pytest

from settings import Settings
from tests.web.people import Candidate, Recruiter
from web.app import app
from web.candidate import limiting


@pytest.fixture
def strict(config: Settings, http: httpx2.AsyncClient) -> Iterator[None]:
    """The web process as it is set up by default, or stricter, and with nothing counted yet."""
    usual = app.state.app
    app.state.app = replace(
        usual,
        settings=config.model_copy(
            update={
                "candidate_posts_per_link": 3,
                "candidate_posts_per_address": 8,
                "candidate_guesses_per_address": 5,
            }
        ),
    )
    limiting.forget()
    yield
    app.state.app = usual
    limiting.forget()


async def _posts(candidate: Candidate, times: int) -> list[httpx2.Response]:
    return [await candidate.sends({"action": "dance"}) for _ in range(times)]


@pytest.mark.usefixtures("strict")
async def test_a_link_takes_so_many_forms_a_minute_and_reading_goes_on(zhangsan: Recruiter) -> None:
    candidate, other = await zhangsan.invites(), await zhangsan.invites()
    answers = await _posts(candidate, 4)
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert "请等一分钟再试" in answers[-1].text
    assert "Please try again in a minute" in answers[-1].text
    assert answers[-1].headers["cache-control"] == "no-store"
    json = await candidate.calls(action="confirm")
    assert (json.status_code, json.json()["type"]) == (429, "urn:mianyue:rule:too-many")
    assert int(json.headers["retry-after"]) >= 1
    assert (await candidate.opens()).status == 200
    assert (await candidate.posts_messages({"action": "stop", "channel": "email"})).status_code == 429
    assert (await candidate.posts_privacy(action="ask", kind="copy")).status == 429
    assert (await other.calls(action="confirm")).status_code == 200, "somebody else in the same office"


@pytest.mark.usefixtures("strict")
async def test_an_address_takes_so_many_forms_a_minute(zhangsan: Recruiter) -> None:
    people = [await zhangsan.invites() for _ in range(3)]
    statuses = [answer.status_code for one in people for answer in await _posts(one, 3)]
    assert statuses == [422] * 8 + [429]


@pytest.mark.usefixtures("strict")
async def test_who_guesses_links_is_sent_away_and_shuts_nobody_else_out(
    zhangsan: Recruiter, http: httpx2.AsyncClient
) -> None:
    """A whole company may sit behind one address: a link that exists opens, however many others were tried from there."""
    candidate = await zhangsan.invites()
    guesses = [await http.get(f"/c/{uuid4().hex}") for _ in range(6)]
    assert [answer.status_code for answer in guesses] == [404] * 5 + [429]
    assert int(guesses[-1].headers["retry-after"]) <= 60
    for place in (f"/c/{uuid4().hex}/messages", "/c/short/privacy"):
        assert (await http.head(place)).status_code == 429
    assert (await candidate.opens()).status == 200
    assert (await candidate.calls(action="confirm")).status_code == 200
    limiting.forget()
    assert (await http.get(f"/c/{uuid4().hex}")).status_code == 404, "a minute later"


def test_the_document_says_that_too_often_may_be_the_answer() -> None:
    said = {
        (path, method): answers["responses"]
        for path, methods in app.openapi()["paths"].items()
        if path.startswith("/c/")
        for method, answers in methods.items()
    }
    assert len(said) == 6
    assert [place for place, answers in said.items() if "429" not in answers] == []
