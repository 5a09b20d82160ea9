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


def leaving(
    kind: NoticeKind, channel: Channel, to: str | None, text: Text, starts_at: datetime, timezone: str, now: datetime
) -> Outgoing:
    """The text as if it left now; what the person got before is not counted."""
    return Outgoing(
        channel=channel,
        kind=kind,
        to=to or "",
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


def stops_of(profiles: ChannelProfiles | None, outgoing: Outgoing, locale: Locale) -> list[Stop]:
    """The rules that would stop this text; none for whom nothing reaches there."""
    if profiles is None or not outgoing.to:
        return []
    found = verdicts(profile_for(profiles, outgoing.channel, outgoing.to), outgoing)
    return [Stop(rule=stop.rule, detail=said(RULES[stop.rule], locale), retry_at=stop.retry_at) for stop in found]


def held_until(profiles: ChannelProfiles | None, outgoing: Outgoing) -> datetime | None:
    """When the recipient's quiet hours would let this text go; None when they would not keep it back."""
    if profiles is None or not outgoing.to:
        return None
    return quiet_until(profile_for(profiles, outgoing.channel, outgoing.to), outgoing)
