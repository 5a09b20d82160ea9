"""The calendar of the reschedule dialog: the API's days as columns of two weeks, free and taken times in their order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from api.slots import FreeView, SlotDay, Slots, TakenView
from domain.clock import day_text, local_day, zone_of
from domain.terms import Locale
from domain.vocabulary import said
from domain.workdays import DAY_KINDS, DayKind

DAYS = 14


@dataclass(frozen=True)
class Cell:
    """A free start, or (`ends` set) the time that another interview takes; clocks of the interview's zone."""

    at: datetime
    clock: str
    ends: str = ""
    late: bool = False
    picked: bool = False
    interviewer: bool = False
    candidate: bool = False
    position: str = ""
    interview: UUID | None = None


@dataclass(frozen=True)
class Column:
    """One day. `kind` is worded only where it is no ordinary working day; `gone` when it is over."""

    day: date
    title: str
    kind: DayKind
    said: str
    gone: bool
    cells: list[Cell]

    @property
    def free(self) -> int:
        """How many starts are free."""
        return sum(not cell.ends for cell in self.cells)


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def columns(slots: Slots, picked: Collection[datetime], at: datetime, locale: Locale) -> list[Column]:
    """The days as they are shown to somebody who has picked these starts."""
    today = local_day(at, slots.timezone)
    return [_column(day, slots.timezone, picked, today, locale) for day in slots.days]


def _column(day: SlotDay, zone: str, picked: Collection[datetime], today: date, locale: Locale) -> Column:
    cells = [*(_free(free, zone, picked) for free in day.free), *(_taken(taken, zone, day.day) for taken in day.taken)]
    return Column(
        day=day.day,
        title=day_text(day.day, locale),
        kind=day.kind,
        said=_kind(day, locale),
        gone=day.day < today,
        cells=sorted(cells, key=lambda cell: (cell.at, cell.ends)),
    )


def _kind(day: SlotDay, locale: Locale) -> str:
    if day.kind is DayKind.WORKDAY:
        return ""
    kind, name = said(DAY_KINDS[day.kind], locale), said((day.name_zh, day.name_en), locale)
    return f"{kind} · {name}" if name and name != kind else kind


def _free(free: FreeView, zone: str, picked: Collection[datetime]) -> Cell:
    return Cell(free.starts_at, _clock(free.starts_at, zone), late=free.late, picked=free.starts_at in picked)


def _taken(taken: TakenView, zone: str, day: date) -> Cell:
    """What overlaps midnight begins or ends with the day."""
    begins = _clock(taken.starts_at, zone) if local_day(taken.starts_at, zone) == day else "00:00"
    ends = _clock(taken.ends_at, zone) if local_day(taken.ends_at, zone) == day else "24:00"
    return Cell(
        taken.starts_at,
        begins,
        ends,
        interviewer=taken.interviewer,
        candidate=taken.candidate,
        position=taken.position,
        interview=taken.interview_id,
    )


def _clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(zone_of(zone)):%H:%M}"
