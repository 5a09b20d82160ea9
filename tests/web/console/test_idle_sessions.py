"""A page that stays open looks for news by itself, and a session that nobody uses ends all the same."""

import json
import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_accounts import sessions
from tests.web.browser import Page
from tests.web.console.bulk_office import arranged, confirmed, id_of, position, previewed
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter

# Events of the page's own script and of the clock, none of a person's.
_BY_ITSELF = re.compile(r"\b(live|live-any|live-many|every|load|renew)\b")
_LISTS = (
    "interviews",
    "requests",
    "bulk",
    "cancellations",
    "messages",
    "calls",
    "unknown",
    "candidate-requests",
    "findings",
)


def looks(page: Page) -> list[tuple[str, dict[str, str]]]:
    """What the page fetches without anybody doing something: where from, and with which headers."""
    parts = [each for _, each in page.tags if _BY_ITSELF.search(each.get("hx-trigger", ""))]
    return [(each["hx-get"], json.loads(each.get("hx-headers", "{}"))) for each in parts]


async def _idle_for_long(engine: AsyncEngine, login: str) -> datetime:
    ago = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=50)
    async with engine.begin() as conn:
        await conn.execute(update(sessions).where(sessions.c.login == login).values(seen_at=ago))
    return ago


async def _seen(engine: AsyncEngine, login: str) -> datetime:
    async with engine.connect() as conn:
        found = select(func.max(sessions.c.seen_at)).where(sessions.c.login == login)
        at: datetime = (await conn.execute(found)).scalar_one()
    return at


async def test_nothing_that_a_page_fetches_by_itself_keeps_a_session_awake(
    chief: Visitor, zhang: Visitor, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    job = position()
    [one, *_] = await arranged(zhangsan, job, "甲乙丙")
    bulk = id_of(await confirmed(zhang, await previewed(zhang, {"position": job, "pace": "1"})))
    places = [*(f"/console/{name}" for name in _LISTS), f"/console/interviews/{one}", f"/console/bulk/{bulk}"]
    fetched: dict[str, dict[str, str]] = {}
    for place in places:
        page = await chief.opens(place)
        assert page.status == 200, place
        found = looks(page)
        assert len(found) > 1, f"{place} fetches more than the menu's numbers by itself"
        fetched |= dict(found)
    ago = await _idle_for_long(engine, "hrops")
    for place, headers in fetched.items():
        answer = await chief.http.get(place, headers={"HX-Request": "true", "HX-Request-Type": "partial", **headers})
        assert answer.status_code in (200, 204), place
        assert await _seen(engine, "hrops") == ago, f"{place} counts as use"
    await chief.opens("/console/interviews")
    assert await _seen(engine, "hrops") > ago, "a person who looks does count"
    stop = f"/console/bulk/{bulk}/stop"
    await zhang.sends(await zhang.opens(stop), stop)
