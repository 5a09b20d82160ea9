"""The channel rules in force for an organisation: its own, else those of its nearest ancestor that has some (design rule 8)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, any_, func, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from db.tables import organisations, policies
from domain.channel_rules import DEFAULT_PROFILES, ChannelProfiles, channel_profiles_from

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
    # A null there is no rules of its own, never a word that nothing is forbidden.
    chosen = select(own).where(func.jsonb_typeof(own) != "null").order_by(newest.c.depth.desc()).limit(1)
    return chosen.scalar_subquery().cast(JSONB)


def profiles(stored: Mapping[str, Any]) -> ChannelProfiles:
    """The stored rules, read once per content.

    Rules that nobody can read give way to those built in, and the log says which field is wrong: without any, every
    cancellation of the organisation would stand still until somebody has mended them (P1).
    """
    return _read(json.dumps(stored, sort_keys=True))


@lru_cache(maxsize=256)
def _read(text: str) -> ChannelProfiles:
    try:
        return channel_profiles_from(json.loads(text))
    except ValueError as error:
        _log.error("channel rules unreadable, built-in ones apply", wrong=str(error))
        return channel_profiles_from(DEFAULT_PROFILES)
