"""GET and POST /console/settings/policy: an organisation's policy as a form, tried before it is saved, with its versions (R23, R25)."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api import policies
from api.context import App, Connected
from api.policy_saving import SettingsBody
from api.policy_views import PolicyChanged, PolicyView
from api.problems import Problem
from domain.clock import ZH_ZONES, ClockError, to_instant
from domain.terms import Locale
from domain.vocabulary import said
from web.console import policy_page, policy_words, rendering
from web.console import policy_typed as form
from web.console.complaints import Console
from web.console.forms import mistakes
from web.console.policy_page import Meanwhile
from web.console.policy_shown import typed_of
from web.console.policy_typed import Typed
from web.console.posting import Form
from web.console.settings_door import Chosen, HrPosted, HrVisitor, Tree, tree
from web.console.visitor import Visitor

router = APIRouter(prefix="/console/settings/policy", include_in_schema=False, route_class=Console)
Version = Annotated[int, Query(ge=0, le=2**31 - 1)]
_EMPTY_RUNG = dict.fromkeys(form.RUNG, "")


@dataclass(frozen=True)
class Draft:
    """The form as it stands: what was typed, on which version, from when, and what became of it."""

    typed: Typed
    based_on: int
    valid_from: str = ""
    note: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    preview: PolicyChanged | None = None
    previewed: str = ""
    meanwhile: Meanwhile | None = None
    changed_since: bool = False


@router.get("")
async def shown(
    request: Request,
    app: Connected,
    visitor: HrVisitor,
    organisation: Chosen = "",
    version: Version = 0,
    saved: int = 0,
) -> Response:
    """The form with what the organisation sets now; `version`: with what it set then, `saved`: the version just saved."""
    places = await tree(app, visitor, organisation)
    view = await policies.one(places.chosen, app, visitor.user)
    data = view.data
    if version:
        data = (await policies.version(places.chosen, version, app, visitor.user)).data
    draft = Draft(typed_of(data, view.effective), view.newest)
    return _page(request, visitor, places, view, draft, saved=saved, copied=version)


@router.get("/rung")
async def rung(request: Request, visitor: HrVisitor) -> Response:
    """One more empty row of the reminder ladder."""
    return rendering.page(request, visitor, "policy_rung.html", {"rung": _EMPTY_RUNG, "at": -1, "wrong": {}})


@router.get("/versions/{number}")
async def one_version(
    number: policies.Number, request: Request, app: Connected, visitor: HrVisitor, organisation: Chosen = ""
) -> Response:
    """One version of what the organisation set."""
    places = await tree(app, visitor, organisation)
    found = await policies.version(places.chosen, number, app, visitor.user)
    given = {"tree": places, "version": found, "settings": policy_page.listed(found.data, visitor.locale)}
    return rendering.page(request, visitor, "policy_version.html", given | _words(visitor))


@router.post("")
async def posted(request: Request, form_sent: HrPosted, app: Connected) -> Response:
    """Try what was typed, or save it once it was shown what it does."""
    visitor = form_sent.visitor
    places = await tree(app, visitor, form_sent.text("organisation"))
    view = await policies.one(places.chosen, app, visitor.user)
    draft, body = _read(form_sent, _zone(view, visitor))
    if body is None:
        return _page(request, visitor, places, view, draft, 422)
    asked = form_sent.text("step") == "save"
    confirmed = asked and form_sent.text("previewed") == draft.previewed
    try:
        answer = await policies.save(
            places.chosen, body.model_copy(update={"dry_run": not confirmed}), app, visitor.user
        )
    except Problem as no:
        draft = await _refused(no, draft, body, app, visitor, places)
        return _page(request, visitor, places, view, draft, no.status)
    if confirmed:
        query = rendering.query({"organisation": places.chosen, "saved": answer.version})
        return rendering.onward(f"{router.prefix}{query}")
    return _page(request, visitor, places, view, replace(draft, preview=answer, changed_since=asked))


def _read(sent: Form, zone: str) -> tuple[Draft, SettingsBody | None]:
    """What was typed, and the request it makes; None with what is wrong when it makes none."""
    visitor, typed = sent.visitor, form.typed_from(sent.fields)
    data, unreadable = form.data_of(typed)
    based_on = sent.text("based_on")
    draft = Draft(typed, int(based_on[:10]) if based_on.isdecimal() else 0, sent.text("valid_from"), sent.text("note"))
    wrong = dict.fromkeys(unreadable, visitor.say("不是有效的 JSON 对象。"))
    begins, unclear = _begins(draft.valid_from, zone, visitor)
    wrong |= {"valid_from": unclear} if unclear else {}
    if wrong:
        return replace(draft, wrong=wrong, told=list(wrong.values())), None
    try:
        body = SettingsBody(data=data, based_on=draft.based_on, valid_from=begins, note=draft.note)
    except ValidationError as no:
        found = mistakes(no, visitor.locale)
        return replace(draft, wrong=found, told=list(found.values())), None
    seal = json.dumps([data, draft.valid_from, draft.based_on], sort_keys=True)
    return replace(draft, previewed=hashlib.sha256(seal.encode()).hexdigest()), body


def _begins(text: str, zone: str, visitor: Visitor) -> tuple[datetime | None, str]:
    if not text:
        return None, ""
    try:
        return to_instant(text, zone), ""
    except ClockError as no:
        return None, no.zh if visitor.locale is Locale.ZH else no.en


async def _refused(no: Problem, draft: Draft, body: SettingsBody, app: App, visitor: Visitor, places: Tree) -> Draft:
    """The form with what is wrong with it, or laid over what somebody else has saved. Raises: Problem it cannot show so."""
    if no.rule == "policy-changed":
        return await _overtaken(no.extra["newest"], draft, body, app, visitor, places)
    if "errors" not in no.extra:
        raise no
    wrong, told = policy_page.anchored(no.extra["errors"], draft.typed, visitor.locale)
    if "valid_from" in {error["field"] for error in no.extra["errors"]}:
        wrong = {"valid_from": wrong["other"]}
    return replace(draft, wrong=wrong, told=told)


async def _overtaken(
    newest: dict[str, Any] | None, draft: Draft, body: SettingsBody, app: App, visitor: Visitor, places: Tree
) -> Draft:
    found = newest or {"data": {}, "version": 0, "by": None, "note": ""}
    base: dict[str, Any] = {}
    if draft.based_on and draft.based_on < found["version"]:
        base = (await policies.version(places.chosen, draft.based_on, app, visitor.user)).data
    whole, changes, kept = policy_page.meanwhile(base, found["data"], body.data, visitor.locale)
    view = await policies.one(places.chosen, app, visitor.user)
    told = Meanwhile(found["by"] or "", found["version"], found["note"], changes, kept)
    return replace(draft, typed=typed_of(whole, view.effective), based_on=found["version"], meanwhile=told)


def _zone(view: PolicyView, visitor: Visitor) -> str:
    return str(view.effective.get("timezone") or visitor.zone)


def _words(visitor: Visitor) -> dict[str, Any]:
    locale = visitor.locale
    return {
        "standing": lambda state: said(policy_words.STANDINGS[state], locale),
        "look": lambda state: policy_words.STANDING_LOOKS[state],
        "label": lambda path: policy_words.label(path, locale),
        "leaf": lambda path: said(policy_words.LEAVES[path], locale),
        "rule": lambda path: said(policy_words.RULES[path], locale),
        "unit": lambda path: policy_words.unit(path, locale),
        "kind": lambda kind: policy_words.headed(policy_words.kind_name(kind, locale)),
        "profile": lambda place: policy_words.headed(policy_words.profile_name(place, locale)),
        "chains": lambda code: policy_words.chains(form.chains_of(code), locale),
    }


def _page(
    request: Request,
    visitor: Visitor,
    places: Tree,
    view: PolicyView,
    draft: Draft,
    status: int = 200,
    saved: int = 0,
    copied: int = 0,
) -> Response:
    preview = draft.preview
    given = {
        "tree": places,
        "view": view,
        "draft": draft,
        "typed": draft.typed,
        "wrong": draft.wrong,
        "origin": policy_page.origins(view, places),
        "zone": _zone(view, visitor),
        "zones": sorted(ZH_ZONES),
        "spec": form,
        "rungs": [*draft.typed.rungs, _EMPTY_RUNG],
        "saved": saved,
        "copied": copied,
        "changes": policy_page.changes(preview.changes, preview.organisation, visitor.locale) if preview else [],
        "below": {id: policy_page.changes(preview.changes, id, visitor.locale) for id in policy_page.below(preview)}
        if preview
        else {},
    }
    return rendering.page(request, visitor, "policy.html", given | _words(visitor), status)
