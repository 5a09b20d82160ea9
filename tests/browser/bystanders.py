"""Who is on the stage beside the pictures' people: candidates and users in the situations that only tests/browser/looks.py looks at."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from db import accounts, links
from demo.doors import done
from demo.story import Play
from domain.keys import link_hash, link_token
from domain.passwords import Failures
from domain.purposes import Purpose
from settings import Settings
from shots import company
from shots.cast import Named, named, workday
from shots.wishes import COPY, DECLINED, DELETION
from tests.browser.looks import DISABLED, LOCKED, SHUT_OUT

# Lines of examples/interviews.csv that neither the demo nor the pictures play on.
_STOPPED, _MOVED, _SURVEYED = 21, 22, 23


async def bystanders(play: Play, engine: AsyncEngine, config: Settings) -> dict[str, Named]:
    """All of them, by name. Raises: demo.doors.Broken."""
    doors, lines = play.doors, play.people
    await _users(play, engine)
    done(await doors.page(f"{lines[_STOPPED].link}/messages", action="stop", channel="email"))
    moved = named(lines[_MOVED])
    await doors.post("hrops", f"/interviews/{moved.id}/reschedule", starts_at=workday(8, 11).isoformat())
    upheld = (await doors.get(company.HR, "/appeals", state="upheld"))["items"][0]
    tasks = (await doors.get("hrops", "/phone-tasks", limit=200))["items"]
    return {
        "stopped": named(lines[_STOPPED]),
        "moved": moved,
        "surveyed": await _surveyed(play, engine, config),
        "copied": named(lines[COPY]),
        "deleted": named(lines[DELETION]),
        "answered": named(lines[DECLINED]),
        "upheld": Named(upheld["id"]),
        "waiting": Named(next(task["id"] for task in tasks if task["state"] == "open")),
    }


async def _users(play: Play, engine: AsyncEngine) -> None:
    """Two users, one locked out and one disabled, and a login that somebody has guessed at too often."""
    for login, name in ((LOCKED, "苏岚"), (DISABLED, "徐天")):
        body = {"login": login, "name": name, "role": "recruiter", "organisation": "mianyue-sh"}
        body["email"] = f"{login}@mianyue.example"
        done(await play.doors.call("hrops", "POST", "/users", json=body))
    done(await play.doors.call("hrops", "PATCH", f"/users/{DISABLED}", json={"disabled": True}))
    now = datetime.now(UTC)
    async with engine.begin() as conn:
        for login in (LOCKED, SHUT_OUT):
            await accounts.keep_failures(conn, login, Failures(9, now, now + timedelta(minutes=30)))


async def _surveyed(play: Play, engine: AsyncEngine, config: Settings) -> Named:
    """Cancelled by the company; the link of the mail that asks how it was, which would come a day later."""
    who = play.people[_SURVEYED]
    body = {"party": "company", "reason_detail": "该岗位招聘计划调整，暂停招聘"}
    await play.doors.post("hrops", f"/interviews/{who.id}/cancel", **body)
    done(await play.doors.page(who.link, action="acknowledge"))
    token = link_token(config.checked_secret(), who.id, 1, Purpose.SURVEY)
    async with engine.begin() as conn:
        hashes = {Purpose.SURVEY: link_hash(token)}
        await links.keep(conn, "mianyue-sh", UUID(who.id), 1, hashes, datetime.now(UTC))
    return Named(who.id, token)
