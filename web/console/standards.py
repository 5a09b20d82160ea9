"""What the appraisal policy in force asks for: each indicator's target, and the rules by which somebody lies outside the team's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from db import appraisal_policies
from domain.alerting import AlertRules


@dataclass(frozen=True)
class Standard:
    """targets: shares 0–1 by indicator; those without one are not scored."""

    targets: Mapping[str, float] = field(default_factory=dict)
    alerts: AlertRules = field(default_factory=AlertRules)


async def standard_of(conn: AsyncConnection, organisation: str, day: date) -> Standard:
    """The organisation's own policy or its nearest ancestor's; one without targets where nobody has set any."""
    try:
        policy = (await appraisal_policies.in_force(conn, organisation, day)).policy
    except LookupError:
        return Standard()
    return Standard({item.indicator: item.target for item in policy.scoring.items}, policy.alerts)
