"""GET and POST /console/settings/appraisal/new (R14): propose other weights, targets and points; somebody else approves them."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api import appraisal_policies, organisations
from api.appraisal_policies import ProposalBody
from api.context import App, Connected, hr_operations
from api.fields import OrganisationId
from api.params import Params
from api.problems import Problem
from db import appraisal_policies as stored
from db.calendars import zone_of_tree
from domain.appraisal_policy import AppraisalPolicy, as_data
from domain.clock import local_day, next_month
from domain.kpi import INDICATORS, Better
from domain.scoring import Method
from web.console import rendering
from web.console.complaints import Console, complaints
from web.console.figure_words import FigureWords
from web.console.forms import fresh_key, mistakes
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console/settings/appraisal", include_in_schema=False, route_class=Console)
FIELDS = ("weight", "target", "met", "missed", "band")


class Whose(Params):
    """The organisation that it is for; the reader's own by default."""

    organisation: OrganisationId | None = None


@router.get("/new")
async def form(query: Annotated[Whose, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The form, filled with what holds now."""
    hr_operations(visitor.user)
    organisation = await organisations.seen(app, visitor.user, query.organisation)
    today = await _today(app, visitor)
    base = await _base(app, organisation, today)
    typed = _typed(base) | {"valid_from": str(next_month(today)), "why": "", "key": fresh_key()}
    return await _form(request, app, visitor, organisation, typed)


@router.post("/new")
async def propose(request: Request, posted: Posted, app: Connected) -> Response:
    """Propose it; pressing the button twice is one proposal."""
    visitor = posted.visitor
    hr_operations(visitor.user)
    organisation = await organisations.seen(app, visitor.user, posted.text("organisation") or None)
    base = await _base(app, organisation, await _today(app, visitor))
    try:
        body = ProposalBody.model_validate(_asked(posted, base, organisation))
        made = await appraisal_policies.propose(body, app, visitor.user, posted.text("key") or None)
    except ValidationError as wrong:
        return await _form(request, app, visitor, organisation, _again(posted), _named(wrong, posted, visitor))
    except Problem as no:
        named = complaints(no, visitor.locale)
        if not named:
            raise
        return await _form(request, app, visitor, organisation, _again(posted), _tops(named))
    return rendering.onward(f"/console/settings/appraisal/{made.id}")


def _typed(base: AppraisalPolicy | None) -> dict[str, str]:
    """The fields as they stand: percents as people write them."""
    found: dict[str, str] = {"least": str(base.scoring.least if base is not None else 20)}
    for item in base.scoring.items if base is not None else []:
        for name, value in asdict(item).items():
            shown = value * 100 if name in ("target", "band") else value
            found[f"{name}.{item.indicator}"] = f"{shown:.10g}" if isinstance(shown, float | int) else str(shown)
    return found


def _again(posted: Form) -> dict[str, str]:
    empty = {"key": fresh_key(), "least": "", "valid_from": "", "why": ""}
    return empty | {name: value for name, value in posted.fields.items() if isinstance(value, str)}


def _asked(posted: Form, base: AppraisalPolicy | None, organisation: str) -> dict[str, Any]:
    """The request that the form asks for; alerts and shifts stay as they are."""
    kept = as_data(base) if base is not None else {}
    items = [_item(posted, name) for name in _weighed(posted)]
    scoring = {"items": items, "least": posted.text("least")}
    return {
        "organisation": organisation,
        "policy": {**kept, "scoring": scoring},
        "valid_from": posted.text("valid_from"),
        "why": posted.text("why"),
    }


def _weighed(posted: Form) -> list[str]:
    return [name for name in INDICATORS if posted.text(f"weight.{name}") not in ("", "0")]


def _item(posted: Form, indicator: str) -> dict[str, Any]:
    found: dict[str, Any] = {"indicator": indicator, "method": posted.text(f"method.{indicator}") or "cliff"}
    for name in FIELDS:
        text = posted.text(f"{name}.{indicator}")
        if text or name in ("weight", "target"):
            found[name] = _share(text) if name in ("target", "band") else text
    return found


def _share(text: str) -> float | str:
    """What is written in percent; what is no number is left for the request's own check to refuse."""
    try:
        return round(float(text) / 100, 10)
    except ValueError:
        return text


def _named(wrong: ValidationError, posted: Form, visitor: Visitor) -> dict[str, str]:
    """The mistakes by the form's fields: policy.scoring.items.2.target is the third weighed indicator's."""
    return mistakes(wrong, visitor.locale, _paths(_weighed(posted)))


def _paths(weighed: list[str]) -> dict[str, str]:
    places = {
        f"policy.scoring.items.{nth}.{name}": f"{name}.{indicator}"
        for nth, indicator in enumerate(weighed)
        for name in (*FIELDS, "method")
    }
    return places | {"policy.scoring.least": "least"}


def _tops(named: dict[str, str]) -> dict[str, str]:
    """What is wrong with the weights as a whole stands above their table."""
    return {("items" if field.startswith("policy.") else field): sentence for field, sentence in named.items()}


async def _base(app: App, organisation: str, day: date) -> AppraisalPolicy | None:
    async with app.engine.connect() as conn:
        try:
            return (await stored.in_force(conn, organisation, day + timedelta(days=1))).policy
        except LookupError:
            return None


async def _today(app: App, visitor: Visitor) -> date:
    async with app.engine.connect() as conn:
        return local_day(visitor.now, await zone_of_tree(conn, visitor.user.path[0]))


async def _form(
    request: Request,
    app: App,
    visitor: Visitor,
    organisation: str,
    typed: dict[str, str],
    wrong: dict[str, str] | None = None,
) -> Response:
    tree = await organisations.listed(app, visitor.user)
    content = {
        "organisation": organisation,
        "organisations": tree.items,
        "typed": typed,
        "wrong": wrong or {},
        "indicators": [(name, one.better is Better.LOW) for name, one in INDICATORS.items()],
        "methods": list(Method),
        "f": FigureWords(visitor.locale),
    }
    return rendering.page(request, visitor, "appraisal_new.html", content, 422 if wrong else 200)
