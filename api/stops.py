"""What the channel's rules would say of a text that is only shown: every rule that would stop it, with a sentence."""

from datetime import datetime

from pydantic import BaseModel

from domain.channel_rules import RULES, ChannelProfiles, Outgoing, profile_for, quiet_until, verdicts
from domain.terms import Channel, Locale, NoticeKind
from domain.vocabulary import said
from domain.wording_facts import LINK, Text
from domain.wording_sms import USUAL_LINK


class Stop(BaseModel):
    """A rule of the channel that would stop the text now; `retry_at` when waiting would help."""

    rule: str
    detail: str
    retry_at: datetime | None = None


def stops_of(
    profiles: ChannelProfiles | None,
    kind: NoticeKind,
    channel: Channel,
    to: str | None,
    text: Text,
    starts_at: datetime,
    timezone: str,
    now: datetime,
    locale: Locale,
) -> list[Stop]:
    """The rules that would stop this text if it left now; what the person got before is not counted."""
    if profiles is None or not to:
        return []
    outgoing = _outgoing(kind, channel, to, text, starts_at, timezone, now)
    found = verdicts(profile_for(profiles, channel, to), outgoing)
    return [Stop(rule=stop.rule, detail=said(RULES[stop.rule], locale), retry_at=stop.retry_at) for stop in found]


def held_until(
    profiles: ChannelProfiles | None,
    kind: NoticeKind,
    channel: Channel,
    to: str | None,
    text: Text,
    starts_at: datetime,
    timezone: str,
    now: datetime,
) -> datetime | None:
    """When the recipient's quiet hours would let this text go; None when they would not keep it back now."""
    if profiles is None or not to:
        return None
    return quiet_until(profile_for(profiles, channel, to), _outgoing(kind, channel, to, text, starts_at, timezone, now))


def _outgoing(
    kind: NoticeKind, channel: Channel, to: str, text: Text, starts_at: datetime, timezone: str, now: datetime
) -> Outgoing:
    return Outgoing(
        channel=channel,
        kind=kind,
        to=to,
        text=text.text.replace(LINK, USUAL_LINK),
        subject=text.subject,
        starts_at=starts_at,
        timezone=timezone,
        now=now,
        sent_last_hour=0,
        sent_last_day=0,
        same_text_last_hour=0,
        same_text_last_minute=0,
        opted_out=False,
    )
