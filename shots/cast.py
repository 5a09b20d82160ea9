"""Who the pictures are of: an interview, a task or a page by name, and how somebody more is booked for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from demo.doors import Candidate, Doors

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
_numbers = count(201)


@dataclass(frozen=True)
class Named:
    """What a picture's address may name: an id, and of a candidate the token of their newest link."""

    id: str
    token: str = ""


def named(found: Candidate) -> Named:
    """A candidate's interview and link."""
    return Named(found.id, found.link.rpartition("/")[2])


def workdays(hour: int, minute: int = 0, zone: ZoneInfo = SHANGHAI) -> Iterator[datetime]:
    """That time of day from tomorrow on, without weekends."""
    day = datetime.now(zone).replace(hour=hour, minute=minute, second=0, microsecond=0)
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5:
            yield day


def workday(ahead: int, hour: int, minute: int = 0) -> datetime:
    """So many working days ahead; 0 is the next one."""
    return next(islice(workdays(hour, minute), ahead, None))


def soon() -> datetime:
    """Within 24 hours, yet not before four."""
    now = datetime.now(SHANGHAI)
    today = now.replace(minute=0, second=0, microsecond=0)
    hours = [today.replace(hour=hour) + timedelta(days=day) for day in (0, 1) for hour in (10, 14, 16)]
    return next(at for at in hours if at >= now + timedelta(hours=4))


def next_hour() -> datetime:
    """The full hour that is one to two hours ahead."""
    return datetime.now(SHANGHAI).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)


async def booked(
    doors: Doors, recruiter: str, name: str, position: str, starts: datetime, minutes: int = 45
) -> Candidate:
    """One more interview; its candidate has a mobile number and an address. Raises: demo.doors.Broken."""
    nth = next(_numbers)
    view = await doors.post(
        "hrops",
        "/interviews",
        candidate={
            "name": name,
            "phone": f"+8613900138{nth}",
            "email": f"candidate{nth}@example.com",
            "locale": "zh-CN",
        },
        position=position,
        starts_at=starts.isoformat(timespec="seconds"),
        duration_minutes=minutes,
        timezone="Asia/Shanghai",
        recruiter=recruiter,
        interviewer="刘洋",
        join_url=f"https://meet.example.com/i/{nth}",
    )
    return Candidate(doors, view)
