"""GET and PUT /templates: an organisation's own wording of every notice, in versions, inherited along the organisation tree."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api import organisations
from api.bodies import Body
from api.context import App, Caller, Connected, hr_operations, now
from api.documented import DOCUMENTED, READING
from api.fields import Login
from api.params import Params
from api.problems import Problem
from api.template_drafts import DraftBody, checked, drafted, known
from db import templates
from db.people import User
from db.templates import Version
from domain.template_fields import fields_of, is_staff, kind_of, rows_of
from domain.template_parts import MOST
from domain.templates import CASES, Stored
from domain.terms import Channel, Locale, NoticeKind
from domain.wording import LANGUAGES, channels_of

router = APIRouter(prefix="/api/v1/templates", tags=["templates"])
_CONFLICT = {"description": "模板已有更新版本，见 newest / saved by somebody else meanwhile: `newest` is that version"}
_SAVING = DOCUMENTED | {409: DOCUMENTED[409] | _CONFLICT}
Case = Annotated[
    str, Path(description="the notice's case; it may hold a slash", examples=["cancelled/late"], max_length=64)
]


class Whose(Params):
    """The organisation whose wording is meant: your own, or one below it."""

    organisation: Login | None = None


class TemplateView(BaseModel):
    """The wording in force for one case in one language."""

    case: str
    kind: NoticeKind
    staff: bool = Field(description="read by recruiters and HR operations, not by candidates")
    channels: list[Channel] = Field(description="what this case is written for; which of them are used is the policy's")
    locale: Locale
    source: str = Field(description="the organisation it comes from, or `default`: the wording that comes with Mianyue")
    source_version: int = Field(description="0 for the default")
    version: int = Field(description="this organisation's own newest version (0: none), the one that a PUT replaces")
    draft: DraftBody


class VersionView(BaseModel):
    """One version that the organisation saved; a null draft went back to the inherited wording."""

    version: int
    draft: DraftBody | None
    created_by: str
    created_at: datetime


class TemplateDetail(TemplateView):
    """The wording in force, what it may be made of, and the organisation's own versions, newest first (100 at most)."""

    placeholders: dict[str, list[str]] = Field(description="which placeholders each part may use")
    rows: list[str] = Field(description="the rows that the table may have")
    history: list[VersionView]


class TemplateList(BaseModel):
    """Every case in every language."""

    items: list[TemplateView]
    next: str | None = None


class SaveTemplate(Body):
    """PUT: the new wording, or null to inherit again, and the `version` it replaces (0: there is none yet)."""

    draft: DraftBody | None
    version: int = Field(strict=True, ge=0, le=1_000_000)


@router.get("", responses=READING)
async def listed(query: Annotated[Whose, Query()], app: Connected, user: Caller) -> TemplateList:
    """The wording in force for every case and language."""
    organisation = await organisations.seen(app, user, query.organisation)
    async with app.engine.connect() as conn:
        effective, own = await templates.in_force(conn, organisation)
    places = [(case, locale) for case in CASES for locale in Locale]
    return TemplateList(items=[_view(*place, effective.get(place), own.get(place)) for place in places])


@router.get("/{case:path}/{locale}", responses=READING)
async def one(
    case: Case, locale: Locale, query: Annotated[Whose, Query()], app: Connected, user: Caller
) -> TemplateDetail:
    """One template with its history and the placeholders it may use."""
    return await _detail(app, await organisations.seen(app, user, query.organisation), known(case), locale)


@router.put("/{case:path}/{locale}", responses=_SAVING)
async def save(
    case: Case, locale: Locale, body: SaveTemplate, query: Annotated[Whose, Query()], app: Connected, user: Caller
) -> TemplateDetail:
    """Save a version; the next notice uses it. For HR operations and administrators. The same again changes nothing."""
    hr_operations(user)
    organisation = await organisations.seen(app, user, query.organisation)
    case = known(case)
    draft = checked(case, locale, body.draft) if body.draft is not None else None
    async with app.engine.begin() as conn:
        saved = await templates.save(conn, organisation, case, locale, draft, body.version, user.login, now())
        newest = [] if saved is not None else await templates.history(conn, organisation, case, locale)
    if saved is None and not _same(newest, body.version + 1, draft, user):
        raise _changed(newest)
    return await _detail(app, organisation, case, locale)


async def _detail(app: App, organisation: str, case: str, locale: Locale) -> TemplateDetail:
    async with app.engine.connect() as conn:
        effective, own = await templates.in_force(conn, organisation)
        versions = await templates.history(conn, organisation, case, locale)
    place = (case, locale)
    return TemplateDetail(
        **dict(_view(case, locale, effective.get(place), own.get(place))),
        placeholders={part: sorted(fields_of(case, locale, part)) for part in MOST},
        rows=sorted(rows_of(case, locale)),
        history=[_version(version) for version in versions],
    )


def _view(case: str, locale: Locale, effective: Stored | None, own: Stored | None) -> TemplateView:
    stored = effective.draft if effective is not None else None
    return TemplateView(
        case=case,
        kind=kind_of(case),
        staff=is_staff(case),
        channels=list(channels_of(kind_of(case))),
        locale=locale,
        source=effective.organisation if effective is not None else "default",
        source_version=effective.version if effective is not None else 0,
        version=own.version if own is not None else 0,
        draft=drafted(stored or LANGUAGES[locale].drafts[case]),
    )


def _version(version: Version) -> VersionView:
    draft = drafted(version.draft) if version.draft is not None else None
    return VersionView(
        version=version.version, draft=draft, created_by=version.created_by, created_at=version.created_at
    )


def _same(newest: list[Version], number: int, draft: object, user: User) -> bool:
    """Whether the newest version is this very one, saved by an earlier try of the same person."""
    return bool(newest) and (newest[0].version, newest[0].draft, newest[0].created_by) == (number, draft, user.login)


def _changed(newest: list[Version]) -> Problem:
    shown: Any = _version(newest[0]).model_dump(mode="json") if newest else None
    at = newest[0].version if newest else 0
    return Problem(
        409, "template-changed", f"模板的最新版本是第{at}版 / the newest version of this template is {at}", newest=shown
    )
