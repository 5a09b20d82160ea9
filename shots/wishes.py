"""What candidates do on their pages before the pictures are taken: confirm, choose, give up, ask for a person, for their data."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from db import accounts
from db.tables_candidate import candidate_requests
from demo.arrival import BOUNCED
from demo.doors import Json, done
from demo.scenes import LATE
from demo.story import Play
from shots.cast import NEW_YORK, SHANGHAI, Named, named, workday, workdays

# Lines of examples/interviews.csv that no scene of the demo plays on.
_FIRST, _PERSON, _ENGLISH, _INVITED, _OFFERED, _WITHDRAWN, _REQUESTED = 2, 11, 12, 14, 15, 16, 18
_ANY_TIME = 13
COPY, DELETION, DECLINED = 17, 19, 20
# The same of the recruiter who works in English.
_ABROAD, _ABROAD_WITHDRAWN, _ABROAD_REQUESTED, _ABROAD_OFFERED, _ABROAD_CONFIRMED = 54, 56, 60, 62, (53, 59, 61)
NOTE = "该岗位的人工面试名额已满，您仍可参加本次云面试；如有疑问请致电 021-50000000。"


async def on_their_pages(play: Play, engine: AsyncEngine) -> dict[str, Named]:
    """The candidates by their situation, and the requests that HR operations have to answer. Raises: demo.doors.Broken."""
    lines, doors = play.people, play.doors
    await offered(play, _OFFERED, "zhangsan")
    await page(play, _FIRST, action="confirm")
    await page(play, _WITHDRAWN, action="cancel", reason_code="C_OTHER_OFFER")
    await page(play, _ANY_TIME, action="reschedule", starts_at="any")
    wish = workday(6, 14, 30)
    await page(play, _REQUESTED, action="reschedule", date=f"{wish:%Y-%m-%d}", time=f"{wish:%H:%M}")
    await abroad(play, engine)
    await requests(play, engine)
    items = (await doors.get("hrops", "/candidate-requests", state="open"))["items"]
    by_kind = {item["kind"]: Named(item["id"]) for item in items}
    return {
        "invited": named(lines[_INVITED]),
        "invited_en": named(lines[_ENGLISH]),
        "offered": named(lines[_OFFERED]),
        "requested": named(lines[_REQUESTED]),
        "withdrawn": named(lines[_WITHDRAWN]),
        "late": named(lines[LATE]),
        "acknowledged": named(lines[BOUNCED]),
        "person": named(lines[_PERSON]),
        "abroad": named(lines[_ABROAD]),
        "offered_en": named(lines[_ABROAD_OFFERED]),
        "person_request": by_kind["human_interview"],
        "deletion_request": by_kind["deletion"],
        "copy_request": by_kind["copy"],
    }


async def page(play: Play, line: int | str, **form: str) -> Json:
    """Send a form of this candidate's page. Raises: demo.doors.Broken."""
    found: Json = done(await play.doors.page(play.people[line].link, **form))
    return found


async def offered(play: Play, line: int, recruiter: str, zone: ZoneInfo = SHANGHAI) -> None:
    """The recruiter offers three times."""
    mornings, noons = (list(islice(workdays(*clock, zone), 8)) for clock in ((10, 0), (14, 30)))
    options = [mornings[4], noons[4], mornings[6]]
    body = {"options": [at.isoformat() for at in options]}
    await play.doors.post(recruiter, f"/interviews/{play.people[line].id}/reschedule", **body)
    await play.people[line].receives("email")


async def abroad(play: Play, engine: AsyncEngine) -> None:
    """The English recruiter's candidates; the recruiter is in New York, too."""
    async with engine.begin() as conn:
        await accounts.set_zone(conn, "zhaolei", NEW_YORK.key)
    for line in _ABROAD_CONFIRMED:
        await page(play, line, action="confirm")
    await page(play, _ABROAD_WITHDRAWN, action="cancel", reason_code="C_ILLNESS")
    await page(play, _ABROAD_REQUESTED, action="reschedule", starts_at="any")
    await offered(play, _ABROAD_OFFERED, "zhaolei", NEW_YORK)


async def requests(play: Play, engine: AsyncEngine) -> None:
    """A person as interviewer, a copy that is late, a deletion; one that was declined."""
    await page(play, _PERSON, action="ask_for_person")
    await page(play, DECLINED, action="ask_for_person")
    for line, kind in ((COPY, "copy"), (DELETION, "deletion")):
        link = f"{play.people[line].link}/privacy"
        done(await play.doors.page(link, action="ask", kind=kind))
    items = (await play.doors.get("hrops", "/candidate-requests", state="open"))["items"]
    declined = next(item for item in items if item["interview_id"] == play.people[DECLINED].id)
    await play.doors.post("hrops", f"/candidate-requests/{declined['id']}/decline", note=NOTE)
    late = datetime.now(UTC) - timedelta(hours=5)
    async with engine.begin() as conn:
        await conn.execute(update(candidate_requests).where(candidate_requests.c.kind == "copy").values(due_at=late))
