"""A text message in the form that the receiving number's profile asks for: signature, links, capped variables."""

from dataclasses import replace

from domain.channel_profiles import ChannelProfiles, capped, profile_for, sms_signature
from domain.terms import Channel
from domain.wording_facts import Facts


def formed(facts: Facts, channel: Channel, profiles: ChannelProfiles | None, to: str) -> Facts:
    """The facts in the form that the number `to` wants of an SMS; other channels take them as they are."""
    if channel is not Channel.SMS or profiles is None:
        return facts
    profile = profile_for(profiles, channel, to)
    return replace(
        facts,
        sms_links=profile.links,
        signature=sms_signature(facts.company, profile),
        candidate_name=capped(facts.candidate_name, profile),
        position=capped(facts.position, profile),
        company=capped(facts.company, profile),
    )
