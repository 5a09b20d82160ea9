"""POST /templates/preview: what a template would say about one interview, on each channel, whatever state that interview is in."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api import organisations
from api.bodies import Body
from api.cancelling import LINK_SHOWN
from api.context import App, Caller, Connected, now
from api.documented import refusals
from api.fields import OrganisationId
from api.problems import invalid
from api.stops import Stop, leaving, stops_of
from api.template_drafts import DraftBody, checked, known
from api.template_known import Known, of_interview, of_nobody
from db.people import User
from domain.catalogue import CATALOGUE
from domain.decide import reachable
from domain.letters import Addressees, plain_facts
from domain.sms_form import formed
from domain.template_fields import is_staff, kind_of
from domain.template_samples import completed, in_case
from domain.terms import Channel, Locale
from domain.wording import LANGUAGES, channels_of, render
from domain.wording_facts import LINK, Draft, Facts
from domain.wording_sms import USUAL_LINK, sms_parts

router = APIRouter(prefix="/api/v1/templates", tags=["templates"], responses=refusals((400, 401, 404, 413, 422, 503)))


class PreviewBody(Body):
    """`draft` is a wording not saved yet (default: the one in force); `locale` defaults to the reader's language. Without
    `interview_id` it is shown for a made-up interview of `organisation` (default: yours)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"interview_id": "5f0c7e5e-0b0c-4c58-9f5e-2f6d8d1c0a11", "case": "cancelled/late"},
                {"case": "invite", "locale": "en"},
            ]
        }
    )

    interview_id: UUID | None = None
    organisation: OrganisationId | None = None
    case: str = Field(max_length=64)
    locale: Locale | None = None
    channel: Channel | None = Field(default=None, description="default: every channel this case can go out on")
    draft: DraftBody | None = None


class TextPreview(BaseModel):
    """One text. `chars` and `sms_parts` count a link at its usual length; `sms_parts` is 0 for other channels."""

    channel: Channel
    subject: str
    body: str
    html: str
    chars: int
    sms_parts: int
    stops: list[Stop]


class TemplatePreview(BaseModel):
    """What would be sent. The case decides who cancelled or moved, and whether late; `samples` are the facts that the
    interview does not have and that were made up for this preview (`interview`: all of it was)."""

    case: str
    locale: Locale
    samples: list[str]
    texts: list[TextPreview]


@router.post("/preview")
async def preview(body: PreviewBody, app: Connected, user: Caller) -> TemplatePreview:
    """The texts for an interview that you may see, or for one that is made up; nothing is sent or written."""
    case = known(body.case)
    found = await _known(app, user, body)
    reader = found.people.recruiter_locale if is_staff(case) else found.people.candidate_locale
    locale = body.locale or reader
    draft = checked(case, locale, body.draft) if body.draft is not None else _in_force(found.people, case, locale)
    known_facts = frozenset({"next_step"}) if found.cancelled is not None else frozenset[str]()
    facts, made_up = completed(case, in_case(case, _facts(found, case, locale)), draft, known_facts)
    texts = [_text(case, channel, facts, draft, found, user) for channel in _channels(case, body.channel)]
    return TemplatePreview(case=case, locale=locale, samples=[*found.samples, *made_up], texts=texts)


async def _known(app: App, user: User, body: PreviewBody) -> Known:
    """Raises: Problem 404, 422."""
    if body.interview_id is None:
        organisation = await organisations.seen(app, user, body.organisation)
        return await of_nobody(app, user, organisation, body.locale)
    if body.organisation is not None:
        raise invalid("organisation", "one-of", "与 interview_id 二者取一 / give either this or interview_id, not both")
    return await of_interview(app, user, body.interview_id)


def _in_force(people: Addressees, case: str, locale: Locale) -> Draft:
    return people.drafts.get((case, locale)) or LANGUAGES[locale].drafts[case]


def _channels(case: str, wanted: Channel | None) -> tuple[Channel, ...]:
    possible = channels_of(kind_of(case))
    if wanted is not None and wanted not in possible:
        raise invalid(
            "channel", "not-on-this-channel", "该通知不发往此渠道 / this case does not go out on that channel"
        )
    return possible if wanted is None else (wanted,)


def _facts(found: Known, case: str, locale: Locale) -> Facts:
    row, people, policy, cancelled = found.row, found.people, found.policy, found.cancelled
    reach = reachable(row.candidate_phone, row.candidate_email)
    return replace(
        plain_facts(people, locale, policy, row.starts_at, row.minutes, row.timezone),
        also_emailed=Channel.EMAIL in policy.channels_of(kind_of(case), reach),
        old_starts_at=found.moved_from,
        reason_candidate=CATALOGUE[cancelled.reason_code].candidate.of(locale) if cancelled is not None else "",
        reason_internal=cancelled.reason_detail if cancelled is not None else "",
        next_step=cancelled.next_step if cancelled is not None else "",
        options=_options(row.request),
        remark=cancelled.remark if cancelled is not None else "",
    )


def _options(request: dict[str, Any] | None) -> tuple[datetime, ...]:
    """The times on the table of a pending move: the picked one, else those on offer."""
    if request is None:
        return ()
    times = [request["picked"]] if request["picked"] else request["options"]
    return tuple(datetime.fromisoformat(time) for time in times)


def _text(case: str, channel: Channel, facts: Facts, draft: Draft, found: Known, user: User) -> TextPreview:
    kind, profiles, row = kind_of(case), found.people.profiles, found.row
    to = row.candidate_phone if channel is Channel.SMS else row.candidate_email
    text = render(kind, channel, formed(facts, channel, profiles, to or ""), {(case, facts.locale): draft})
    counted = text.text.replace(LINK, USUAL_LINK)
    outgoing = leaving(kind, channel, to, text, row.starts_at, row.timezone, now())
    return TextPreview(
        channel=channel,
        subject=text.subject,
        body=text.text.replace(LINK, LINK_SHOWN[facts.locale]),
        html=text.html.replace(LINK, "#"),
        chars=len(counted),
        sms_parts=sms_parts(counted) if channel is Channel.SMS else 0,
        stops=[] if is_staff(case) else stops_of(profiles, outgoing, user.locale),
    )
