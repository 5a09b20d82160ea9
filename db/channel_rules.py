"""The channel rules in force for an organisation: its own, else those of its nearest ancestor that has some (design rule 8)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, func

from db.inherited import inherited
from domain.channel_profiles import DEFAULT_PROFILES, ChannelProfiles, channel_profiles_from

_log = structlog.get_logger()


def rules_in_force() -> ColumnElement[Any]:
    """A scalar for a query over `organisations`: the stored rules, as JSON."""
    return inherited("channel_rules", func.now())


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
