"""The channel rules in force for an organisation: its own, else those of its nearest ancestor that has some (design rule 8)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, any_, func, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from db.tables import organisations, policies
from domain.channel_profiles import DEFAULT_PROFILES, ChannelProfiles, channel_profiles_from

_KEY = "channel_rules"
_log = structlog.get_logger()


def rules_in_force() -> ColumnElement[Any]:
    """A scalar for a query over `organisations`: the stored rules, as JSON."""
    above = organisations.alias("above")
    depth = func.cardinality(above.c.path)
    newest = (
        select(policies.c.data, depth.label("depth"))
        .ext(distinct_on(policies.c.organisation_id))
        .join_from(policies, above, above.c.id == policies.c.organisation_id)
        .where(policies.c.organisation_id == any_(organisations.c.path), policies.c.valid_from <= func.now())
        .order_by(policies.c.organisation_id, policies.c.version.desc())
        .correlate(organisations)
        .subquery("newest_rules")
    )
    own = newest.c.data[_KEY]
    chosen = select(own).where(own.is_not(None)).order_by(newest.c.depth.desc()).limit(1)
    return chosen.scalar_subquery().cast(JSONB)


def profiles(stored: Mapping[str, Any]) -> ChannelProfiles:
    """The stored rules, read once per content. Rules with a mistake give way to those that Mianyue comes with, and the log names
    what is wrong: a notice that must be written is not held up by them."""
    return _read(json.dumps(stored, sort_keys=True))


@lru_cache(maxsize=256)
def _read(text: str) -> ChannelProfiles:
    try:
        return channel_profiles_from(json.loads(text))
    except ValueError as mistake:
        _log.error("channel rules cannot be read: the default ones hold", wrong=str(mistake))
        return channel_profiles_from(DEFAULT_PROFILES)
