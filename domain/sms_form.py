"""A text message in the form that the receiving number's profile asks for: signature, links, capped variables."""

from dataclasses import replace

from domain.channel_profiles import Profile, capped, sms_signature
from domain.wording_facts import Facts


def formed(facts: Facts, profile: Profile) -> Facts:
    """The facts of an SMS to a number with this profile; other channels take them as they are."""
    return replace(
        facts,
        sms_links=profile.links,
        signature=sms_signature(facts.company, profile),
        candidate_name=capped(facts.candidate_name, profile),
        position=capped(facts.position, profile),
        company=capped(facts.company, profile),
    )
