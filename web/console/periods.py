"""Which figures a page is about: the period by its name or its days, the recruiter, the organisation; all of it in the address."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from api.fields import Login, OrganisationId
from api.params import FIRST_DAY, Day, Params
from web.console import rendering

ROWS = "/console/figures/rows"


class Choice(StrEnum):
    """Periods that end today or with the last month."""

    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"
    QUARTER = "3-months"
    HALF = "6-months"
    YEAR = "12-months"


_MONTHS_BEFORE = {Choice.THIS_MONTH: 0, Choice.QUARTER: 2, Choice.HALF: 5, Choice.YEAR: 11}


class Whose(Params):
    """Whose figures: a recruiter's, those of an organisation with all below it; nothing: all that the reader may see."""

    recruiter: Login | None = None
    organisation: OrganisationId | None = None

    def address(self, **changed: object) -> str:
        """The address's query with these parts changed; it begins at the first page."""
        given = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude={"after"})
        return rendering.query({**given, **changed})

    def whose(self) -> str:
        """The query of another page about the same people."""
        return rendering.query({"recruiter": self.recruiter, "organisation": self.organisation})


class FigureQuery(Whose):
    """`from` and `to` are days of the group's calendar, `to` included; given, they count instead of `period`."""

    period: Choice = Choice.QUARTER
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")

    @property
    def chosen(self) -> Choice | None:
        """The named period; None when days are given."""
        return self.period if self.since is None and self.until is None else None

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day. A single day given is completed: up to today, or from a year before, as far
        as the calendar goes back."""
        if self.chosen is None:
            last = self.until or max(today, self.since or today)
            return self.since or max(last - timedelta(days=365), FIRST_DAY), last
        if self.period is Choice.LAST_MONTH:
            last = today.replace(day=1) - timedelta(days=1)
            return last.replace(day=1), last
        return months_before(today, _MONTHS_BEFORE[self.period]), today


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before this day's."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


@dataclass(frozen=True)
class Trail:
    """The way from a figure to the rows behind it: the same days, recruiter and organisation."""

    first: date
    last: date
    recruiter: str | None = None
    organisation: str | None = None

    @property
    def before(self) -> "Trail":
        """The same of the period of the same length just before."""
        last = self.first - timedelta(days=1)
        return replace(self, first=last - (self.last - self.first), last=last)

    def to(self, of: str, **more: object) -> str:
        """The page with the rows that this count or indicator counts; of survey answers, which have no rows to show, the comments."""
        if of in ("satisfaction", "satisfied", "answers"):
            return "/console/comments" + rendering.query(self._days() | more)
        return ROWS + rendering.query({"of": of} | self._days() | more)

    def _days(self) -> dict[str, object]:
        whose = {"recruiter": self.recruiter, "organisation": self.organisation}
        return {"from": self.first, "to": self.last, **whose}
