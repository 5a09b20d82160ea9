"""GET /console/dashboard (R10–R15): the indicators against their targets, over time, by reason and by recruiter; every figure leads to
its rows."""

import asyncio
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api import insight, kpi, organisations
from api.context import App, Connected
from api.insight import ReasonsQuery, ReasonsView
from api.kpi import KpiGroups, KpiView, figures_of
from api.organisations import OrganisationView
from api.params import FIRST_DAY
from api.problems import Problem
from db.calendars import zone_of_tree
from db.people import colleagues
from db.scopes import By
from db.team_figures import others_of
from domain.clock import local_day, next_month
from domain.kpi import INDICATORS
from web.console import rendering
from web.console.complaints import Console, told
from web.console.figure_words import FigureWords
from web.console.peers import Peers, peers
from web.console.periods import Choice, FigureQuery, Trail, months_before
from web.console.reminders import reminders
from web.console.standards import Standard, standard_of
from web.console.tiles import SHOWN, tiles, trends
from web.console.visitor import SignedIn, Visitor
from web.console.words import Words

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_LEAST_MONTHS = 5
_REASONS = 10
_MOST_PEOPLE = 100
# Survey answers of the team are told by each recruiter's own month alone.
COMPARED = tuple(name for name in INDICATORS if name != "satisfaction")


class DashboardQuery(FigureQuery):
    """`indicator`: the one that recruiters are shown by."""

    indicator: str = "attributable_rate"


@dataclass(frozen=True)
class Ground:
    """What a dashboard stands on: today on the group's calendar, the policy's standard, whom one may choose."""

    today: date
    standard: Standard
    people: list[Any]
    tree: list[OrganisationView]

    def below(self, organisation: str | None) -> list[OrganisationView]:
        """The organisation and all below it; without one, all that the reader sees."""
        places = [nth for nth, one in enumerate(self.tree) if one.id == organisation]
        if not places:
            return [] if organisation else self.tree
        top, following = self.tree[places[0]], self.tree[places[0] + 1 :]
        return [top, *takewhile(lambda one: one.depth > top.depth, following)]

    def crowded(self, query: FigureQuery) -> bool:
        """Whether more recruiters are asked for than one page can show beside each other."""
        if query.recruiter is not None:
            return False
        ids = {one.id for one in self.below(query.organisation)}
        return sum(one.organisation_id in ids for one in self.people) > _MOST_PEOPLE


@router.get("/dashboard")
async def dashboard(
    query: Annotated[DashboardQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The dashboard of the period."""
    ground = await _ground(app, visitor, query)
    first, last = query.days(ground.today)
    trail = Trail(first, last, query.recruiter, query.organisation)
    content: dict[str, Any] = {"wrong": "", "shown": None}
    try:
        content["shown"] = await _shown(app, visitor, query, ground, trail)
    except Problem as no:
        content["wrong"] = told(no, visitor.locale)[1]
    content |= {
        "query": query,
        "trail": trail,
        "people": ground.people,
        "organisations": ground.tree,
        "choices": list(Choice),
        "f": FigureWords(visitor.locale),
        "indicators": list(COMPARED),
    }
    return rendering.page(request, visitor, "dashboard.html", content)


@router.get("/dashboard/figures.{kind}")
async def file(kind: str, query: Annotated[FigureQuery, Query()], app: Connected, visitor: SignedIn) -> Response:
    """The period's indicators of everybody as a file, csv or xlsx."""
    if kind not in ("csv", "xlsx"):
        raise Problem(404, "no-such-file", "没有该文件 / no such file")
    ground = await _ground(app, visitor, query)
    first, last = query.days(ground.today)
    asked = _asked(query, first, last) | {"format": kind}
    answer = await kpi.kpi(KpiGroups.model_validate(asked), app, visitor.user)
    assert isinstance(answer, Response)
    return rendering.kept_nowhere(answer)


async def _ground(app: App, visitor: Visitor, query: FigureQuery) -> Ground:
    tree = (await organisations.listed(app, visitor.user)).items if visitor.manager else []
    async with app.engine.connect() as conn:
        today = local_day(visitor.now, await zone_of_tree(conn, visitor.user.path[0]))
        people = await colleagues(conn, visitor.user)
        known = {one.login: one.organisation_id for one in people}
        whose = query.organisation or known.get(query.recruiter or "", visitor.user.organisation)
        return Ground(today, await standard_of(conn, whose, today), people, tree)


def _asked(query: FigureQuery, first: date, last: date, **more: object) -> dict[str, object]:
    whose = {"recruiter": query.recruiter, "organisation": query.organisation}
    given = {"from": first.isoformat(), "to": last.isoformat(), **whose, **more}
    return {name: value for name, value in given.items() if value is not None}


async def _shown(
    app: App, visitor: Visitor, query: DashboardQuery, ground: Ground, trail: Trail
) -> dict[str, Any] | None:
    """What the page shows; None when there is nothing to count. Raises: Problem 422 for an empty period."""
    first, last = trail.first, trail.last
    begins = max(min(first.replace(day=1), months_before(last, _LEAST_MONTHS)), FIRST_DAY)
    targets = ground.standard.targets
    crowded = ground.crowded(query)
    by = By.ORGANISATION if crowded else By.RECRUITER
    # At once: each asks the database for itself.
    people, months, why, own = await asyncio.gather(
        _kpi(app, visitor, _asked(query, first, last, by=by)),
        _kpi(app, visitor, _asked(query, begins, last, by=By.MONTH)),
        insight.reasons_of(ReasonsQuery.model_validate(_asked(query, first, last)), app, visitor.user),
        _own(app, visitor, query, ground, trail),
    )
    if not people.items and not months.items:
        return None
    every = tiles(people.team, targets, trail)
    return {
        "behind": people.behind,
        "every": every,
        "first_ones": [one for one in every if one.name in SHOWN],
        "answers": people.team.survey_answers,
        "hours": people.team.median_notice_hours,
        "trends": trends(months.items, (begins, last), targets, trail, visitor),
        "reasons": _reasons(why, trail, visitor),
        "reminders": reminders(people.team, trail, visitor),
        "peers": None if crowded else _peers(people, query, ground, trail, visitor),
        "teams": ground.below(query.organisation) if crowded else [],
        "own": own,
    }


async def _kpi(app: App, visitor: Visitor, asked: dict[str, object]) -> KpiView:
    found = await kpi.kpi(KpiGroups.model_validate(asked), app, visitor.user)
    assert isinstance(found, KpiView)
    return found


def _reasons(why: ReasonsView, trail: Trail, visitor: Visitor) -> dict[str, Any]:
    """The reasons' parts of the cancellations, the largest first; the chart shows the first of them."""
    words, w = FigureWords(visitor.locale), Words(visitor.locale)
    named = [(one, w.reason(one.value) if one.value else visitor.say("未注明")) for one in why.items if one.cancelled]
    chart = {
        "kind": "bars",
        "label": visitor.say("取消原因的占比"),
        "names": [name for _, name in named[:_REASONS]],
        "rates": [one.share for one, _ in named[:_REASONS]],
        "texts": [f"{name}：{words.percent(one.share)}（{one.cancelled}/{why.of}）" for one, name in named[:_REASONS]],
        "links": [trail.to("cancelled", code=one.value) for one, _ in named[:_REASONS]],
    }
    before = trail.before
    parts = [(one, name, *(way.to("cancelled", code=one.value) for way in (trail, before))) for one, name in named]
    return {"of": why.of, "before_of": why.before_of, "parts": parts, "advice": why.advice, "chart": chart}


def _peers(people: KpiView, query: DashboardQuery, ground: Ground, trail: Trail, visitor: Visitor) -> Peers | None:
    """For those who see a team; None for one recruiter."""
    if not visitor.manager or query.recruiter is not None:
        return None
    teams = {one.login: one.organisation_id for one in ground.people}
    indicator = query.indicator if query.indicator in COMPARED else COMPARED[0]
    return peers(people.items, teams, indicator, ground.standard.alerts, trail, visitor)


async def _own(
    app: App, visitor: Visitor, query: DashboardQuery, ground: Ground, trail: Trail
) -> dict[str, Any] | None:
    """One recruiter beside the others of their team, both over the same whole months; None when several are shown."""
    login = query.recruiter if visitor.manager else visitor.user.login
    team = next((one.organisation_id for one in ground.people if one.login == login), None)
    if login is None or team is None:
        return None
    least = ground.standard.alerts.least_others
    first, end = _whole_months(trail, ground.today)
    if first >= end:
        return {"least": least, "others": None}
    async with app.engine.connect() as conn:
        others = await others_of(conn, team, login, first, end, least)
    if not others.months:
        return {"least": least, "others": None}
    whole = Trail(first, date.fromordinal(end.toordinal() - 1), login)
    mine = await _kpi(app, visitor, _asked(FigureQuery(recruiter=login), whole.first, whole.last))
    return {
        "least": least,
        "others": figures_of(others.counts)["fractions"],
        "mine": [one for one in tiles(mine.team, ground.standard.targets, whole) if one.name in COMPARED],
        "months": others.months,
    }


def _whole_months(trail: Trail, today: date) -> tuple[date, date]:
    """From the period's first whole month to the one after its last that is over."""
    first = trail.first if trail.first.day == 1 else next_month(trail.first)
    end = min(date.fromordinal(trail.last.toordinal() + 1), today).replace(day=1)
    return first, end
