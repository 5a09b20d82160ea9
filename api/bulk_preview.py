"""The preview of a bulk: every interview's own rule on its newest state, every text message's parts, one text of each sort in full."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from api.bulk_views import BulkPreview, NoticeCount, RefusedItems, seconds_for
from api.cancelling import shown
from api.stops import held_until, leaving
from api.views import NoticePreview
from db import addressees, bulk_selection
from db.people import User
from domain.bulk import ItemState, Wish
from domain.bulk_outlook import Outlook, counted, outlook, refused_by
from domain.change import Change, Planned
from domain.letters import Addressees, Letter, letter, locale_of
from domain.refusals import sentence
from domain.state import State
from domain.terms import Audience, Channel
from domain.wording_facts import LINK
from domain.wording_sms import USUAL_LINK, sms_parts

Sort = tuple[str, str, str, str]


@dataclass(frozen=True)
class Said:
    """The one reason and the remark, which reach staff only."""

    detail: str
    remark: str


@dataclass
class _Tally:
    """The notices of one sort (audience, kind, channel, language)."""

    count: int = 0
    parts: int = 0
    held: list[datetime] = field(default_factory=list)
    sample: list[NoticePreview] = field(default_factory=list)


async def preview(
    conn: AsyncConnection, user: User, ids: Sequence[UUID], wish: Wish, said: Said, per_minute: int, at: datetime
) -> BulkPreview:
    """What would come of these interviews now; two statements, however many they are."""
    states = await bulk_selection.states_of(conn, ids)
    # Thousands take a second, in which others are served, and the database looks up who reads of it.
    outlooks, people = await asyncio.gather(
        asyncio.to_thread(_outlooks, ids, states, wish, at), addressees.addressees_of(conn, list(states))
    )
    tallies = await asyncio.to_thread(_tallied, outlooks, people, said, user)
    sums = counted(outlooks)
    held = [until for tally in tallies.values() for until in tally.held]
    late = [UUID(one.interview) for one in outlooks if one.late]
    unreachable = [UUID(one.interview) for one in outlooks if one.unreachable]
    ending = [UUID(one.interview) for one in outlooks if one.ends_request]
    return BulkPreview(
        action=wish.action,
        reason_code=wish.code,
        party=wish.party,
        total=len(ids),
        done=sums[ItemState.DONE],
        already=sums[ItemState.ALREADY],
        already_ids=[UUID(one.interview) for one in outlooks if one.state is ItemState.ALREADY],
        ending=len(ending),
        ending_ids=ending,
        refused=[
            RefusedItems(rule=rule, detail=sentence(rule, user.locale), ids=[UUID(id) for id in refused])
            for rule, refused in refused_by(outlooks).items()
        ],
        late=len(late),
        late_ids=late,
        unreachable=len(unreachable),
        unreachable_ids=unreachable,
        notices=[_count(sort, tally) for sort, tally in tallies.items()],
        sms_parts=sum(tally.parts for tally in tallies.values()),
        held=len(held),
        held_until=min(held, default=None),
        samples=[sample for tally in tallies.values() for sample in tally.sample],
        seconds=seconds_for(len(ids), per_minute),
    )


def _outlooks(ids: Sequence[UUID], states: Mapping[UUID, State], wish: Wish, at: datetime) -> list[Outlook]:
    # The bulk's own id is part of some notices' ids, and of nothing that is shown.
    return [outlook("", str(id), states.get(id), wish, at) for id in ids]


def _tallied(outlooks: Sequence[Outlook], people: dict[UUID, Addressees], said: Said, user: User) -> dict[Sort, _Tally]:
    """The notices by sort. Only what has to be read is put into words: each text message, whose parts depend on names, and the
    first of every sort."""
    found: dict[Sort, _Tally] = {}
    for change, notice, whom in _notices(outlooks, people):
        language = locale_of(change, notice, whom)
        sort = (str(notice.audience), str(notice.kind), str(notice.channel), str(language))
        tally = found.setdefault(sort, _Tally())
        tally.count += 1
        if notice.channel is Channel.SMS or not tally.sample:
            text = letter(change, notice, whom, said.detail, said.remark)
            if (until := _held(text, change, whom)) is not None:
                tally.held.append(until)
            if notice.channel is Channel.SMS:
                tally.parts += sms_parts(text.text.text.replace(LINK, USUAL_LINK))
            tally.sample = tally.sample or [shown(text, change, whom, user)]
    return found


def _held(text: Letter, change: Change, whom: Addressees) -> datetime | None:
    """When quiet hours let a text message to the candidate go; None when they do not keep it back."""
    notice, state = text.notice, change.state
    if notice.channel is not Channel.SMS or notice.audience is not Audience.CANDIDATE:
        return None
    about = (whom.candidate_phone, text.text, state.starts_at, state.timezone, change.at)
    return held_until(whom.profiles, leaving(notice.kind, notice.channel, *about))


def _notices(
    outlooks: Sequence[Outlook], people: dict[UUID, Addressees]
) -> Iterator[tuple[Change, Planned, Addressees]]:
    """Every notice that would leave, with its change and whom it is about."""
    for one in outlooks:
        if one.change is not None:
            for notice in one.change.notices:
                if notice.skipped is None:
                    yield one.change, notice, people[UUID(one.interview)]


def _count(sort: Sort, tally: _Tally) -> NoticeCount:
    audience, kind, channel, locale = sort
    return NoticeCount(
        audience=audience, kind=kind, channel=channel, locale=locale, count=tally.count, sms_parts=tally.parts
    )
