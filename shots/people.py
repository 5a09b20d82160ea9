"""What the pictures show: the demo played through, the sample company's half year, and people in every situation by name."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncConnection

from api import passwords
from db import accounts, sample
from demo.__main__ import SCENES, perform
from demo.doors import Candidate, Doors, command, done
from demo.scenes import LATE
from demo.story import Play, Story

_SHANGHAI = ZoneInfo("Asia/Shanghai")
# Lines of examples/interviews.csv that no scene of the demo plays on.
_INVITED_EN, _INVITED, _OFFERED, _WITHDRAWN, _REQUESTED = 12, 14, 15, 16, 18


@dataclass(frozen=True)
class Person:
    """An interview and the token of its candidate's newest link."""

    id: str
    token: str


async def people(doors: Doors) -> dict[str, Person]:
    """Play everything; the people by their situation. Raises: demo.doors.Broken."""
    play = Play(doors, Story(Console(file=StringIO()), doors.ui, len(SCENES) + 1))
    await perform(play)
    await command(sys.executable, "starter.py", "sample")
    # The nights that would have judged the sample's months.
    await command(sys.executable, "starter.py", "appraise", "--from", "2026-05-01", "--to", "2026-05-01")
    lines = play.people
    tomorrow = datetime.now(_SHANGHAI).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = [tomorrow + timedelta(days=number) for number in range(14)]
    free = [day for day in days if day.weekday() < 5]
    options = [free[3], free[4] + timedelta(hours=4), free[5] + timedelta(minutes=30)]
    await doors.post(
        "zhangsan", f"/interviews/{lines[_OFFERED].id}/reschedule", options=[at.isoformat() for at in options]
    )
    await lines[_OFFERED].receives("email")
    done(await doors.page(lines[_WITHDRAWN].link, action="cancel", reason_code="C_OTHER_OFFER"))
    wish = {"date": f"{free[6]:%Y-%m-%d}", "time": "14:30"}
    done(await doors.page(lines[_REQUESTED].link, action="reschedule", **wish))
    named = {
        "invited": _INVITED,
        "invited_en": _INVITED_EN,
        "offered": _OFFERED,
        "requested": _REQUESTED,
        "withdrawn": _WITHDRAWN,
        "late": LATE,
    }
    return {name: _person(lines[line]) for name, line in named.items()}


async def open_accounts(conn: AsyncConnection, password: str) -> None:
    """Give the sample company's people the demo's password, too."""
    hashed = await passwords.hashed(password)
    for login in (sample.HR, sample.LEAD, sample.RECRUITER):
        await accounts.set_password(conn, login, hashed, datetime.now(UTC))


def _person(found: Candidate) -> Person:
    return Person(found.id, found.link.rpartition("/")[2])
