"""/console/settings/templates: an organisation's wording of every notice, edited with a live preview, in versions, inherited again (R3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError

from api import templates
from api.context import App, Connected
from api.problems import Problem, field_error
from api.template_drafts import DraftBody, known
from api.template_preview import PreviewBody, TemplatePreview, preview
from api.templates import SaveTemplate, TemplateDetail, VersionView, Whose
from domain.terms import Channel, Locale
from domain.vocabulary import said
from web import speech
from web.console import rendering, template_words
from web.console.complaints import Console, told
from web.console.policy_words import LANGUAGES, kind_name
from web.console.posting import Form
from web.console.settings_door import Chosen, HrPosted, HrVisitor, Tree, tree
from web.console.visitor import Visitor

router = APIRouter(prefix="/console/settings/templates", include_in_schema=False, route_class=Console)
PARTS = ("subject", "lead", "body", "button", "sms")


@dataclass(frozen=True)
class Place:
    """Which template is meant."""

    case: str
    locale: Locale

    def address(self, organisation: str, **more: object) -> str:
        """The page that shows it."""
        values = {"case": self.case, "locale": str(self.locale), "organisation": organisation}
        return f"{router.prefix}/edit{rendering.query(values | more)}"


@dataclass(frozen=True)
class Draft:
    """The form as it stands: texts as typed, on which version, and what is wrong; `newest` is what somebody saved meanwhile."""

    texts: dict[str, str]
    rows: list[str]
    version: int
    wrong: dict[str, str] = field(default_factory=dict)
    newest: VersionView | None = None
    shown: TemplatePreview | None = None


def _place(case: str, locale: Locale) -> Place:
    """Raises: Problem 404 for a case that no notice has."""
    return Place(known(case), locale)


At = Annotated[Place, Depends(_place)]


@router.get("")
async def listed(request: Request, app: Connected, visitor: HrVisitor, organisation: Chosen = "") -> Response:
    """Every case in every language, with where its wording comes from."""
    places = await tree(app, visitor, organisation)
    found = (await templates.listed(Whose(organisation=places.chosen), app, visitor.user)).items
    cases: dict[str, dict[Locale, Any]] = {}
    for one in found:
        cases.setdefault(one.case, {})[one.locale] = one
    given = {"tree": places, "cases": cases, "locales": list(Locale), "address": _address(places)}
    return rendering.page(request, visitor, "templates_page.html", given | _words(visitor, places))


@router.get("/edit")
async def shown(
    at: At,
    request: Request,
    app: Connected,
    visitor: HrVisitor,
    organisation: Chosen = "",
    version: int = 0,
    saved: int = 0,
) -> Response:
    """One template as a form; `version`: with the wording of that version of the organisation's own."""
    places = await tree(app, visitor, organisation)
    detail = await templates.one(at.case, at.locale, Whose(organisation=places.chosen), app, visitor.user)
    old = next((one.draft for one in detail.history if one.version == version), None)
    draft = _draft(old or detail.draft, detail.version)
    return await _page(request, app, visitor, places, at, detail, draft, saved=saved, copied=version if old else 0)


@router.post("/preview")
async def tried(at: At, request: Request, posted: HrPosted, app: Connected) -> Response:
    """The texts as they would be with what is typed; fetched while typing."""
    visitor = posted.visitor
    draft = await _tried(app, visitor, at, posted.text("organisation"), _typed(posted))
    return rendering.page(request, visitor, "template_preview.html", _shown(draft, visitor, at))


@router.post("/edit")
async def save(at: At, request: Request, posted: HrPosted, app: Connected) -> Response:
    """Save what is typed as the next version, or go back to the inherited wording; without scripts also: only look at it."""
    visitor = posted.visitor
    places = await tree(app, visitor, posted.text("organisation"))
    whose, draft, step = Whose(organisation=places.chosen), _typed(posted), posted.text("step")
    if step != "preview":
        try:
            body = None if step == "inherit" else _body(draft)
            wanted = SaveTemplate(draft=body, version=draft.version)
            detail = await templates.save(at.case, at.locale, wanted, whose, app, visitor.user)
        except (ValidationError, Problem) as no:
            draft = _refused(no, draft, visitor)
        else:
            return rendering.onward(at.address(places.chosen, saved=detail.version))
    detail = await templates.one(at.case, at.locale, whose, app, visitor.user)
    status = 409 if draft.newest is not None else 422 if draft.wrong else 200
    return await _page(request, app, visitor, places, at, detail, draft, status)


def _typed(posted: Form) -> Draft:
    texts = {name: posted.text(name) for name in PARTS}
    version = posted.text("version")
    return Draft(texts, posted.every("rows"), int(version[:9]) if version.isdecimal() else 0)


def _draft(body: DraftBody, version: int) -> Draft:
    texts = {name: getattr(body, name) for name in PARTS if name != "body"}
    return Draft(texts | {"body": "\n\n".join(body.body)}, body.rows, version)


def _body(draft: Draft) -> DraftBody:
    """The wording; a blank line ends a paragraph. Raises: ValidationError."""
    paragraphs = [block.strip() for block in draft.texts["body"].split("\n\n")]
    return DraftBody.model_validate(
        {**draft.texts, "rows": draft.rows, "body": [block for block in paragraphs if block]}
    )


def _refused(no: ValidationError | Problem, draft: Draft, visitor: Visitor) -> Draft:
    """The form with what is wrong with it, or with what somebody saved meanwhile. Raises: Problem it cannot show so."""
    if isinstance(no, ValidationError):
        errors = [field_error({**one, "loc": ("draft", *one["loc"])}) for one in no.errors()]
        return Draft(draft.texts, draft.rows, draft.version, _by_part(errors, visitor.locale))
    if no.rule == "template-changed":
        newest = VersionView.model_validate(no.extra["newest"]) if no.extra["newest"] else None
        number = newest.version if newest is not None else 0
        return Draft(draft.texts, draft.rows, number, {"form": told(no, visitor.locale)[1]}, newest)
    if "errors" not in no.extra:
        raise no
    return Draft(draft.texts, draft.rows, draft.version, _by_part(no.extra["errors"], visitor.locale))


def _by_part(errors: Sequence[Mapping[str, Any]], locale: Locale) -> dict[str, str]:
    """Complaints by the field of the form: those of all paragraphs at the one field that holds them."""
    wrong: dict[str, str] = {}
    for error in errors:
        part, _, at = str(error["field"]).removeprefix("draft.").partition(".")
        detail = speech.one_language(str(error["detail"]), locale)
        if part == "body" and at.isdecimal():
            detail = said((f"第 {int(at) + 1} 段：{detail}", f"paragraph {int(at) + 1}: {detail}"), locale)
        wrong[part] = f"{wrong[part]}{said(('；', '; '), locale)}{detail}" if part in wrong else detail
    return wrong


async def _tried(app: App, visitor: Visitor, at: Place, organisation: str, draft: Draft) -> Draft:
    """The draft with its preview, or with what keeps it from having one."""
    try:
        wanted = PreviewBody(organisation=organisation or None, case=at.case, locale=at.locale, draft=_body(draft))
        found = await preview(wanted, app, visitor.user)
    except (ValidationError, Problem) as no:
        refused = _refused(no, draft, visitor)
        return Draft(draft.texts, draft.rows, draft.version, draft.wrong or refused.wrong, draft.newest)
    texts = [one for one in found.texts if one.channel is not Channel.PHONE]
    shown = found.model_copy(update={"texts": texts})
    return Draft(draft.texts, draft.rows, draft.version, draft.wrong, draft.newest, shown)


def _address(places: Tree) -> Any:
    return lambda case, locale: Place(case, locale).address(places.chosen)


def _words(visitor: Visitor, places: Tree) -> dict[str, Any]:
    locale = visitor.locale
    return {
        "case_name": lambda case: template_words.case_name(case, locale),
        "kind_name": lambda kind: kind_name(kind, locale),
        "language": lambda one: said(LANGUAGES[one], locale),
        "source": lambda view: (
            visitor.say("系统自带")
            if view.source == "default"
            else visitor.say("%(name)s第 %(version)s 版", name=places.name(view.source), version=view.source_version)
        ),
    }


def _shown(draft: Draft, visitor: Visitor, at: Place) -> dict[str, Any]:
    return {"draft": draft, "at": at, "part": lambda name: said(template_words.PARTS[name], visitor.locale)}


async def _page(
    request: Request,
    app: App,
    visitor: Visitor,
    places: Tree,
    at: Place,
    detail: TemplateDetail,
    draft: Draft,
    status: int = 200,
    saved: int = 0,
    copied: int = 0,
) -> Response:
    draft = await _tried(app, visitor, at, places.chosen, draft)
    given = {
        "tree": places,
        "detail": detail,
        "saved": saved,
        "copied": copied,
        "slots": [*draft.rows, *[""] * max(1, len(detail.rows) - len(draft.rows))],
        "placeholder": lambda name: template_words.placeholder(name, visitor.locale),
        "here_again": lambda **more: at.address(places.chosen, **more),
    }
    words = _words(visitor, places) | _shown(draft, visitor, at)
    return rendering.page(request, visitor, "template_page.html", given | words, status)
