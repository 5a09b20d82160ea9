"""POST …/cancel: check the reason, preview or cancel, answer with the log row (R2–R7); and the reason check by itself."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from api.bodies import CancelBody, ReasonText
from api.commanding import arrived, audience_of, seen
from api.context import App, Caller, Connected, IdempotencyKey
from api.documented import DOCUMENTED
from api.problems import Problem
from api.stops import leaving, stops_of
from api.views import CancelPreview, LogRow, NoticePreview
from db import addressees, log
from db.people import User
from domain.change import Change
from domain.commands import Cancel
from domain.letters import Addressees, Letter, letters
from domain.policy import notice_hours
from domain.reasons import Verdict, check
from domain.terms import Audience, Channel, Locale, Party
from domain.wording_facts import LINK
from domain.wording_sms import USUAL_LINK, sms_parts
from starter import Ended, preview_cancel, send

# A link is made only as the notice leaves; a preview and the ledger show its place.
LINK_SHOWN = {Locale.ZH: "〔链接〕", Locale.EN: "[link]"}
router = APIRouter(prefix="/api/v1", responses=DOCUMENTED)


class Wording(BaseModel):
    """The two wordings of a reason: internal (audited) and candidate-facing (neutral)."""

    internal: str
    candidate: str


class ReasonCheck(BaseModel):
    """Whether a reason text will do, which code it is, what is wrong with it and what to write instead (R7); `examples` are texts
    that will do as they stand."""

    acceptable: bool
    code: str | None
    problem: str | None
    suggestion: str | None
    rule: str | None
    wording: Wording | None
    examples: list[str]


@router.post("/reasons/check", tags=["reasons"])
async def check_reason(body: ReasonText, user: Caller) -> ReasonCheck:
    """Check a reason text as cancelling would."""
    verdict = check(body.text, body.party, body.reason_code, user.locale)
    reason = verdict.reason
    wording = (
        Wording(internal=reason.internal.of(user.locale), candidate=reason.candidate.of(user.locale))
        if reason
        else None
    )
    return ReasonCheck(
        acceptable=verdict.acceptable,
        code=verdict.code,
        problem=verdict.problem,
        suggestion=verdict.suggestion,
        rule=verdict.rule,
        wording=wording,
        examples=list(verdict.examples),
    )


@router.post("/interviews/{id}/cancel", tags=["commands"])
async def cancel(
    id: UUID, body: CancelBody, app: Connected, user: Caller, key: IdempotencyKey = None
) -> LogRow | CancelPreview:
    """Cancel, or with dry_run show what would be sent. A repeat answers with the one log row there is."""
    code = accepted(body.reason_detail, body.party, body.reason_code, user)
    if body.dry_run:
        await seen(app, user, id)
        return await _preview(app, id, body, _command("0" * 32, body, user, code), user)
    texts = {"reason_detail": body.reason_detail, "remark": body.remark, "justification": body.justification}
    command = await arrived(app, user, id, "cancel", body, key, **texts)
    result = await _cancelled(app, id, _command(command.id, body, user, code))
    async with app.engine.connect() as conn:
        row = await log.newest(conn, id)
    return log_row(row, already=result == "already_cancelled")


def accepted(text: str, party: Party, code: str | None, user: User) -> str:
    """The reason's code. Raises: Problem 422 with what is wrong and a suggestion (R7)."""
    verdict: Verdict = check(text, party, code, user.locale)
    if verdict.acceptable and verdict.code is not None:
        return verdict.code
    field = "reason_code" if verdict.rule == "unknown_code" else "reason_detail"
    problem = verdict.problem or ""
    raise Problem(
        422,
        f"reason-{(verdict.rule or 'vague').replace('_', '-')}",
        f"{field}：{problem}",
        suggestion=verdict.suggestion,
        errors=[{"field": field, "rule": verdict.rule, "detail": problem}],
    )


def _command(id: str, body: CancelBody, user: User, code: str) -> Cancel:
    by, wish = audience_of(user), body.offer_reschedule
    return Cancel(id, user.login, by, body.party, code, body.channels, wish, revision=body.revision)


async def _cancelled(app: App, id: UUID, command: Cancel) -> str:
    """What came of it. An interview whose life is over answers with its log row like any cancelled one, if it has one.

    Raises: Refused, Unanswered, Ended.
    """
    try:
        return (await send(app.client, str(id), command)).result
    except Ended:
        async with app.engine.connect() as conn:
            if await log.was_cancelled(conn, id):
                return "already_cancelled"
        raise


async def _preview(app: App, id: UUID, body: CancelBody, command: Cancel, user: User) -> CancelPreview:
    change = (await preview_cancel(app.client, str(id), command)).change
    if change is None or not change.cancelled:
        raise Problem(409, "interview-cancelled", "该面试已取消 / the interview is cancelled already")
    async with app.engine.connect() as conn:
        people = await addressees.addressees(conn, id)
    return _previewed(change, people, letters(change, people, body.reason_detail, body.remark), user)


def _previewed(change: Change, people: Addressees, texts: list[Letter], user: User) -> CancelPreview:
    cancellation = change.state.cancellation
    assert cancellation is not None
    return CancelPreview(
        reason_code=cancellation.code,
        party=cancellation.party,
        late=cancellation.late,
        notice_hours=notice_hours(change.state.starts_at, cancellation.at),
        next_step=cancellation.next_step,
        notices=[shown(letter, change, people, user) for letter in texts],
    )


def shown(letter: Letter, change: Change, people: Addressees, user: User) -> NoticePreview:
    """One text as a preview shows it."""
    planned, state = letter.notice, change.state
    to = {Channel.SMS: people.candidate_phone, Channel.EMAIL: people.candidate_email}.get(planned.channel)
    own = planned.audience is Audience.CANDIDATE
    about = (state.starts_at, state.timezone, change.at)
    outgoing = leaving(planned.kind, planned.channel, to, letter.text, *about)
    return NoticePreview(
        audience=planned.audience,
        channel=planned.channel,
        kind=planned.kind,
        locale=letter.locale,
        subject=letter.text.subject,
        body=letter.text.text.replace(LINK, LINK_SHOWN[letter.locale]),
        sms_parts=sms_parts(letter.text.text.replace(LINK, USUAL_LINK)) if planned.channel is Channel.SMS else 0,
        stops=stops_of(people.profiles, outgoing, user.locale) if own else [],
    )


def log_row(row: Any, already: bool = False) -> LogRow:
    """A row of db.log as the contract words it."""
    return LogRow(**{**row._mapping, "organisation": row.organisation_id, "already_cancelled": already})
