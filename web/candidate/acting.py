"""Carries out what a candidate's form asks for: once per form, free text kept first, told in the language of the page."""

import hashlib
import json
import re
from uuid import uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.context import App
from db import intake, links
from db.links import Linked
from domain.commands import Answer, Ask
from domain.keys import command_id, link_token
from domain.refusals import REFUSALS, Refused
from domain.terms import CANDIDATE, Stage
from starter import Ended, Unanswered, send
from web.candidate import answers, forms, pages
from web.candidate.opening import as_json, message, off_hours, opened, outdated, refuse_outdated, shown
from web.candidate.pages import Filled, Opened
from web.candidate.receiving import Visit, fields_of, refuse_cross_site
from web.candidate.words import SHORT, WORDS, refused

_FORM = re.compile(r"[\x21-\x7e]{1,200}")


async def acted(token: str, app: App, asked: Visit, request: Request) -> Response:
    """The answer to a posted form. Raises: NoPage."""
    refuse_cross_site(request, app.settings.web_url)
    sent = await fields_of(request)
    fields = {name: sent[name] for name in forms.NAMES if name in sent}
    given = sent.get("form") or request.headers.get("idempotency-key", "")
    filled = Filled(given if _FORM.fullmatch(given) else uuid4().hex, fields)
    page = await opened(token, app, asked)
    seen = page.now.seen
    id = command_id(str(seen.id), CANDIDATE, "page", f"{filled.form}:{_fingerprint(fields)}")
    if (outdated(seen) or seen.stage == Stage.CLOSED) and not await _known(app, id):
        return await shown(token, app, asked)
    try:
        order = forms.order(fields, id, seen, page.locale)
        return await _done(app, asked, page, order, await _sent(app, seen, order, fields))
    except forms.Rejected as rejected:
        return _again(page, asked, Filled(filled.form, fields, rejected.wrong))
    except Refused as no:
        return await _refused(token, app, asked, filled, no.rule)
    except Ended:
        return await shown(token, app, asked)
    except Unanswered:
        return _unanswered(page, asked, filled)


async def _sent(app: App, seen: Linked, order: forms.Order, fields: forms.Fields) -> Answer:
    """Keep the command's row with its free text, then send it. Raises: Refused, Ended, Unanswered."""
    arrival = intake.Arrival(
        order.command.id,
        seen.organisation,
        str(seen.id),
        CANDIDATE,
        fields["action"],
        _fingerprint(fields),
        order.texts,
    )
    async with app.engine.begin() as conn:
        await intake.keep_command(conn, arrival)
    return await send(app.client, str(seen.id), order.command)


async def _done(app: App, asked: Visit, page: Opened, order: forms.Order, answer: Answer) -> Response:
    """Back to the page by a redirect; a move has given the interview a new link."""
    seen = page.now.seen
    place = f"/c/{link_token(app.settings.secret.get_secret_value(), str(seen.id), answer.revision)}"
    if not asked.json:
        return RedirectResponse(f"{place}?done={answer.result}&lang={SHORT[page.locale]}", 303)
    result = answers.PageResult(
        id=seen.id,
        result=answer.result,
        stage=answer.stage,
        revision=answer.revision,
        starts_at=answer.starts_at,
        page=place,
        warnings=await _warnings(app, seen, order),
    )
    return as_json(result)


async def _warnings(app: App, seen: Linked, order: forms.Order) -> list[str]:
    wish = order.command
    if not isinstance(wish, Ask) or wish.starts_at is None:
        return []
    async with app.engine.connect() as conn:
        return [answers.OFF_HOURS] if await off_hours(conn, seen, wish.starts_at) else []


def _again(page: Opened, asked: Visit, filled: Filled) -> Response:
    return answers.rejected(filled, 422) if asked.json else pages.interview(page, "", filled, 422)


async def _refused(token: str, app: App, asked: Visit, filled: Filled, rule: str) -> Response:
    """The flow said no: show why, over the interview as it stands by now."""
    page = await opened(token, app, asked)
    sentence, status = refused(rule, page.locale), REFUSALS[rule][0]
    if asked.json:
        return answers.problem(status, rule, sentence)
    refuse_outdated(page)
    return pages.interview(page, "", Filled(filled.form, filled.values, refusal=sentence), status)


def _unanswered(page: Opened, asked: Visit, filled: Filled) -> Response:
    """The form comes back with its own id, so that sending it again is the same command."""
    if asked.json:
        return message(asked, "no-answer-yet", 503)
    sentence = WORDS[page.locale]["page.no-answer-yet.text"]
    return pages.interview(page, "", Filled(filled.form, filled.values, refusal=sentence), 503)


async def _known(app: App, id: str) -> bool:
    async with app.engine.connect() as conn:
        return await links.known(conn, id)


def _fingerprint(fields: forms.Fields) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
