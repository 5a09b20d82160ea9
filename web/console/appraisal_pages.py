"""GET /console/settings/appraisal (R14): the appraisal policy's versions, what one would change, and its way through two people."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api import appraisal_policies, organisations, scores
from api.appraisal_policies import AppraisalPolicyDetail, AppraisalPolicyView, PolicyId, RemarkBody
from api.context import App, Connected
from api.fields import Month
from api.params import Paged, Params
from api.problems import Problem
from api.scores import EffectQuery, EffectView
from db import appraisal_policies as stored
from db.calendars import zone_of_tree
from db.people import names
from domain.appraisal_policy import AppraisalPolicy
from domain.clock import local_day, month_of
from domain.kpi import INDICATORS, Better
from domain.scoring import Item
from web.console import rendering
from web.console.complaints import Console, told
from web.console.figure_words import FigureWords
from web.console.periods import Trail, months_before
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor
from web.speech import one_language

router = APIRouter(prefix="/console/settings/appraisal", include_in_schema=False, route_class=Console)
_ROWS = 20


class Listed(Params):
    """`after` continues a page."""

    after: str | None = Field(default=None, max_length=500)


class Tried(Params):
    """The month that a version is tried on."""

    month: Month | None = None


@router.get("")
async def listed(query: Annotated[Listed, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The versions, the newest first; recruiters see what was approved for them."""
    found = await appraisal_policies.listed(Paged(limit=_ROWS, cursor=query.after), app, visitor.user)
    tree = await organisations.listed(app, visitor.user)
    content = {
        "rows": found.items,
        "next": found.next,
        "after": query.after,
        "known": {one.id: one for one in tree.items},
        "why": lambda row: why(row, visitor),
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "appraisal_list.html", content)


@router.get("/{id}")
async def one(
    id: PolicyId, query: Annotated[Tried, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """One version beside the one it changes, and for HR operations what it would have made of a month."""
    row = await appraisal_policies.one(id, app, visitor.user)
    month = query.month or month_of(months_before(await _today(app, visitor), 1))
    effect, wrong = await _effect(app, visitor, id, month)
    async with app.engine.connect() as conn:
        logins = {line.recruiter for line in effect.items} if effect is not None else set()
        known = await names(conn, {*logins, row.proposed_by, row.decided_by or "", *_read_by(row)})
    before = await _before(app, row)
    content = {
        "row": row,
        "why": why(row, visitor),
        "evidence": _evidence(row),
        "before": before,
        "lines": _lines(row.policy, before),
        "month": month,
        "effect": effect,
        "wrong": wrong,
        "names": {login: pair[0 if visitor.locale == "zh-CN" else 1] or pair[0] for login, pair in known.items()},
        "own": row.proposed_by == visitor.user.login,
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "appraisal_one.html", content)


@router.post("/{id}/approve")
async def approve(id: PolicyId, posted: Posted, app: Connected) -> Response:
    """The second person agrees."""
    await appraisal_policies.approve(id, RemarkBody(remark=posted.text("remark")[:2000]), app, posted.visitor.user)
    return _back(id)


@router.post("/{id}/reject")
async def reject(id: PolicyId, posted: Posted, app: Connected) -> Response:
    """The second person does not."""
    await appraisal_policies.reject(id, RemarkBody(remark=posted.text("remark")[:2000]), app, posted.visitor.user)
    return _back(id)


@router.post("/{id}/withdraw")
async def withdraw(id: PolicyId, posted: Posted, app: Connected) -> Response:
    """Whoever proposed it takes it back."""
    await appraisal_policies.withdraw(id, RemarkBody(), app, posted.visitor.user)
    return _back(id)


@router.post("/{id}/acknowledge")
async def acknowledge(id: PolicyId, posted: Posted, app: Connected) -> Response:
    """The reader has read it."""
    await appraisal_policies.acknowledge(id, app, posted.visitor.user)
    return _back(id)


def why(row: AppraisalPolicyView, visitor: Visitor) -> str:
    """Why it was proposed: in the proposer's words, or what the system saw; the installation's own are in both languages."""
    if row.evidence is not None:
        words = FigureWords(visitor.locale)
        rates = {name: words.percent(part["hits"] / part["of"]) for name, part in _periods(row).items()}
        return visitor.say(
            "%(title)s由 %(before)s 变为 %(after)s，超出偶然波动，系统建议调整权重。",
            title=words.title(row.evidence["indicator"]),
            **rates,
        )
    return one_language(row.why, visitor.locale) if row.decided_by == stored.INSTALLATION else row.why


def _periods(row: AppraisalPolicyView) -> dict[str, dict[str, Any]]:
    """The two periods of a proposal by the system; nothing of others."""
    return {name: row.evidence[name] for name in ("before", "after")} if row.evidence is not None else {}


def _evidence(row: AppraisalPolicyView) -> list[dict[str, Any]]:
    """Each period of the evidence with the way to its rows."""
    found = []
    for name, part in _periods(row).items():
        first, end = date.fromisoformat(part["from"]), date.fromisoformat(part["to"])
        trail = Trail(first, date.fromordinal(end.toordinal() - 1), organisation=row.organisation)
        found.append({"name": name, "part": part, "trail": trail, "rows": trail.to(row.evidence["indicator"])})  # type: ignore[index]
    return found


def _back(id: int) -> Response:
    return rendering.onward(f"/console/settings/appraisal/{id}")


async def _today(app: App, visitor: Visitor) -> date:
    async with app.engine.connect() as conn:
        return local_day(visitor.now, await zone_of_tree(conn, visitor.user.path[0]))


async def _effect(app: App, visitor: Visitor, id: int, month: str) -> tuple[EffectView | None, str]:
    """What it would have made of the month, or why that cannot be told."""
    if not visitor.hrops:
        return None, ""
    try:
        return await scores.effect(id, EffectQuery(month=month), app, visitor.user), ""
    except Problem as no:
        return None, told(no, visitor.locale)[1]


async def _before(app: App, row: AppraisalPolicyDetail) -> AppraisalPolicy | None:
    """What held before it, or holds while it waits; None when there was nothing."""
    async with app.engine.connect() as conn:
        try:
            found = await stored.in_force(conn, row.organisation, row.valid_from)
            if found.id == row.id:
                day = date.fromordinal(row.valid_from.toordinal() - 1)
                found = await stored.in_force(conn, row.organisation, day)
        except LookupError:
            return None
    return found.policy if found.id != row.id else None


def _lines(policy: AppraisalPolicy, before: AppraisalPolicy | None) -> list[dict[str, Any]]:
    """Every indicator that is weighed, or was, with both items."""
    was = {item.indicator: item for item in before.scoring.items} if before is not None else {}
    now = {item.indicator: item for item in policy.scoring.items}
    return [_line(name, now.get(name), was.get(name), before is not None) for name in {**now, **was}]


def _line(name: str, now: Item | None, was: Item | None, compared: bool) -> dict[str, Any]:
    low = name in INDICATORS and INDICATORS[name].better is Better.LOW
    return {"name": name, "now": now, "was": was if compared else now, "sign": "≤" if low else "≥", "same": now == was}


def _read_by(row: AppraisalPolicyDetail) -> list[str]:
    return [one.login for one in row.acknowledgements]
