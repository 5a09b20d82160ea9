"""Carries out what a candidate's form asks for: once per form, free text kept first, told in the language of the page."""

import hashlib
import json
import re
from uuid import uuid4

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.context import App
from api.problems import answer as problem
from db import intake, links
from db.links import Linked
from domain.commands import Answer
from domain.keys import command_id, link_token
from domain.purposes import Purpose
from domain.refusals import REFUSALS, Refused
from domain.terms import CANDIDATE
from starter import Ended, Unanswered, send
from web.candidate import answers, forms, limiting, pages, requesting
from web.candidate.opening import as_json, message, only_for, opened, over, refuse_outdated, shown
from web.candidate.pages import Filled, Opened
from web.candidate.receiving import NoPage, Visit, fields_of, refuse_cross_site
from web.candidate.words import SHORT, WORDS, refused

_FORM = re.compile(r"[\x21-\x7e]{1,200}")


async def acted(token: str, app: App, asked: Visit, request: Request) -> Response:
    """The answer to a posted form. Raises: NoPage."""
    refuse_cross_site(request, app.settings.web_url)
    limiting.posting(app, asked, token)
    sent = await fields_of(request)
    page = await opened(token, app, asked)
    only_for(page, Purpose.INTERVIEW, *([Purpose.SURVEY] if sent.get("action") == "survey" else []))
    if sent.get("action") in requesting.PERSON:
        return await requesting.person(app, asked, page, sent["action"])
    fields = {name: sent[name] for name in forms.NAMES if name in sent}
    given = sent.get("form") or request.headers.get("idempotency-key", "")
    filled = Filled(given if _FORM.fullmatch(given) else uuid4().hex, fields)
    seen = page.now.seen
    id = command_id(str(seen.id), CANDIDATE, "page", f"{filled.form}:{_fingerprint(fields)}")
    repeated = await _known(app, id)
    if over(page.now) and not repeated:
        return await shown(token, app, asked)
    try:
        order = forms.order(fields, id, seen, page.locale)
        if not repeated:  # what was on offer then may be no option any more
            forms.check_hours(order, fields, page.now.options, page.free, page.locale)
        return await _done(app, asked, page, await _sent(app, seen, order, fields))
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


async def _done(app: App, asked: Visit, page: Opened, answer: Answer) -> Response:
    """Back to the page by a redirect; a move has given the interview a new link, of the same purpose."""
    seen, secret = page.now.seen, app.settings.secret.get_secret_value()
    place = f"/c/{link_token(secret, str(seen.id), answer.revision, Purpose(seen.purpose))}"
    if not asked.json:
        return RedirectResponse(f"{place}?done={answer.result}&lang={SHORT[page.locale]}", 303)
    result = answers.PageResult(
        id=seen.id,
        result=answer.result,
        stage=answer.stage,
        revision=answer.revision,
        starts_at=answer.starts_at,
        page=place,
    )
    return as_json(result)


def _again(page: Opened, asked: Visit, filled: Filled, status: int = 422) -> Response:
    if asked.json:
        return answers.rejected(filled, status)
    show = pages.survey if page.now.seen.purpose == Purpose.SURVEY else pages.interview
    return show(page, "", filled, status)


async def _refused(token: str, app: App, asked: Visit, filled: Filled, rule: str) -> Response:
    """The flow said no: show why, over the interview as it stands by now."""
    page = await opened(token, app, asked)
    sentence, status = refused(rule, page.locale), REFUSALS[rule][0]
    if asked.json:
        return problem(status, rule, sentence)
    refuse_outdated(page)
    return _again(page, asked, Filled(filled.form, filled.values, refusal=sentence), status)


def _unanswered(page: Opened, asked: Visit, filled: Filled) -> Response:
    """The form comes back with its own id, so that sending it again is the same command."""
    if asked.json:
        return message(asked, NoPage(503, "no-answer-yet"))
    sentence = WORDS[page.locale]["page.no-answer-yet.text"]
    return _again(page, asked, Filled(filled.form, filled.values, refusal=sentence), 503)


async def _known(app: App, id: str) -> bool:
    async with app.engine.connect() as conn:
        return await links.known(conn, id)


def _fingerprint(fields: forms.Fields) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
