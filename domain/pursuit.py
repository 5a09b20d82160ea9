"""Follows a message until it has arrived: its lines looked at together, then a phone task and the alarm (P1, P2)."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from domain.change import Change, Decided, Decision, Planned
from domain.looking import Standing, Step, look_at
from domain.outgoing import CARRIED, in_place_of, queued, to_staff, true_in, useful_until
from domain.policy import DeliveryRules
from domain.state import Line, NoticeRef, Pursuit, State
from domain.terms import CANDIDATE, Audience, Channel, NoticeKind, NoticeState

_TRAVELLING = frozenset({NoticeKind.CANCELLED, NoticeKind.MOVED})


def pursuits_of(state: State, change: Change, notices: Sequence[Planned], at: datetime) -> list[Pursuit]:
    """The pursuits that a change's messages to the candidate begin; none where the policy does not follow messages."""
    rules = state.policy.delivery
    if rules is None or change.action == "pursued":
        return []
    sent: dict[str, list[Planned]] = {}
    for notice in notices:
        if notice.audience is Audience.CANDIDATE and notice.channel in CARRIED and notice.skipped is None:
            sent.setdefault(notice.step, []).append(notice)
    return [_begun(state, change, planned, rules, at) for planned in sent.values()]


def _begun(state: State, change: Change, planned: Sequence[Planned], rules: DeliveryRules, at: datetime) -> Pursuit:
    first = planned[0]
    # Who did it themselves on the page knows of it: the notice is their copy.
    own = change.actor == CANDIDATE
    must_arrive = first.kind in rules.again and not own
    until = useful_until(state, first.kind, first.step, at)
    lines = _lines(state, first.kind, planned, must_arrive)
    by_phone = first.kind in rules.phone and not own
    waits = by_phone or any(line.left for line in lines)
    comes_at = change.old_starts_at or state.starts_at
    pursuit = Pursuit(
        step=first.step,
        kind=first.kind,
        revision=state.revision,
        nth=state.writes + 1,
        stages=true_in(state, first.kind),
        until=until,
        lines=lines,
        must_arrive=must_arrive,
        by_phone=by_phone,
        expected_at=comes_at if comes_at > at else None,
        alarm_at=comes_at - timedelta(hours=rules.alarm_hours) if first.kind in _TRAVELLING else None,
    )
    return replace(pursuit, check_at=min(until, at + rules.wait(pursuit.needed_by - at))) if waits else pursuit


def _lines(state: State, kind: NoticeKind, planned: Sequence[Planned], must_arrive: bool) -> list[Line]:
    """One line per notice that leaves, with what may follow on its chain; a message that must arrive may use whatever reaches."""
    used = {notice.channel for notice in planned}
    lines: list[Line] = []
    for notice in planned:
        chain = next((c for c in state.policy.channels.get(kind, []) if notice.channel in c), [])
        after = chain[chain.index(notice.channel) + 1 :] if chain else []
        left = [c for c in after if c in CARRIED and c in state.reach and c not in used]
        used.update(left)
        lines.append(Line(notice.id, notice.channel, left))
    spare = [c for c in state.reach if c in CARRIED and c not in used] if must_arrive else []
    return [*lines[:-1], replace(lines[-1], left=[*lines[-1].left, *spare])]


def pursued(state: State, step: str) -> Pursuit | None:
    """The open pursuit of a step `pursue:<message's step>`."""
    wanted = step.removeprefix("pursue:")
    return next((pursuit for pursuit in state.pursuits if pursuit.step == wanted), None)


def step_with_news(state: State, news: AbstractSet[str]) -> str | None:
    """The step that looks at the first open message of which one of these notices is in play."""
    for pursuit in state.pursuits:
        if any(notice in news for line in pursuit.lines for notice in line.notices):
            return f"pursue:{pursuit.step}"
    return None


def followed(state: State, pursuit: Pursuit, standings: Sequence[Standing], at: datetime) -> Decision:
    """One look at a message: what the ledger says decides whether it has arrived, waits, goes on or is given up.

    `standings` are all its notices to the candidate, those replaced earlier too: a receipt may come late.
    """
    rules = state.policy.delivery
    assert rules is not None
    if any(one.acknowledged or one.state is NoticeState.DELIVERED for one in standings):
        return _over(state, pursuit, [], at)
    if at >= pursuit.until:
        return _over(state, pursuit, _lost(pursuit), at)
    known = {one.id: one for one in standings}
    steps = [look_at(state, pursuit, line, known.get(line.notice), rules, at) for line in pursuit.lines]
    return _settled(state, pursuit, steps, rules, at)


def _lost(pursuit: Pursuit) -> list[Decided]:
    """What is given up when time is over: the notices still in doubt of a message that had to arrive, and its call."""
    doubtful = [line.notice for line in pursuit.lines if pursuit.must_arrive and not line.ended]
    call = [pursuit.phone] if pursuit.phone is not None else []
    return [Decided(notice, "given_up", "time_over") for notice in (*doubtful, *call)]


def _settled(state: State, pursuit: Pursuit, steps: Sequence[Step], rules: DeliveryRules, at: datetime) -> Decision:
    """The pursuit after the look, with what every line sends, the phone task when none goes on, and the alarm."""
    notices = [step.notice for step in steps if step.notice is not None]
    decided = [one for step in steps for one in step.decided]
    wait = rules.wait(pursuit.needed_by - at)
    looks = [step.again_at for step in steps if step.again_at is not None]
    looks += [at + wait for _ in notices]
    after = replace(pursuit, lines=[step.line for step in steps])
    # No channel left, or no time to try one more.
    last_call = pursuit.needed_by - wait
    if pursuit.by_phone and pursuit.phone is None and (not looks or at >= last_call):
        because = "no_time_left" if looks else "no_channel_left"
        call = in_place_of(state, pursuit, after.lines[0], Channel.PHONE, because)
        after = replace(after, phone=call.id)
        notices += [call, *to_staff(state, NoticeKind.PHONE_WANTED, f"phone:{pursuit.step}")]
        decided.append(Decided(after.lines[0].notice, "phone_task", because))
    if after.phone is not None:
        after, alarms = _alarmed(state, after, at)
        notices += alarms
        looks += [t for t in (after.until, None if after.alarmed else after.alarm_at) if t is not None]
    elif pursuit.by_phone:
        looks.append(last_call)
    after = replace(after, check_at=min([*looks, after.until]) if looks else None)
    asked = [_asked(state, after, step.line) for step in steps if step.asks]
    now = replace(state, pursuits=_with(state.pursuits, after), asking=[*state.asking, *asked])
    if not notices and not decided:
        return Decision(now, None, "waiting")
    return _written(now, after, notices, decided, [], at)


def _alarmed(state: State, pursuit: Pursuit, at: datetime) -> tuple[Pursuit, list[Planned]]:
    """候选人可能已在路上: close to the start of an interview that no longer holds, nobody having reached the candidate (P1)."""
    if pursuit.alarmed or pursuit.alarm_at is None or at < pursuit.alarm_at:
        return pursuit, []
    told = (Audience.RECRUITER, Audience.HROPS)
    step = f"alarm:{pursuit.step}"
    alarms = [notice for who in told for notice in to_staff(state, NoticeKind.MAY_BE_COMING, step, who)]
    return replace(pursuit, alarmed=True), alarms


def _asked(state: State, pursuit: Pursuit, line: Line) -> NoticeRef:
    return NoticeRef(
        line.notice, pursuit.kind, line.channel, pursuit.revision, pursuit.until, pursuit.stages, line.asked
    )


def _over(state: State, pursuit: Pursuit, decided: list[Decided], at: datetime) -> Decision:
    """The message has arrived, or its time is over: it is followed no more and its phone task is called off."""
    now = replace(state, pursuits=[other for other in state.pursuits if other.step != pursuit.step])
    closes = [pursuit.phone] if pursuit.phone is not None else []
    if not decided and not closes:
        return Decision(now, None, "arrived")
    return _written(now, pursuit, [], decided, closes, at)


def _written(
    state: State, pursuit: Pursuit, notices: list[Planned], decided: list[Decided], closes: list[str], at: datetime
) -> Decision:
    count = pursuit.decided + 1
    # A call takes nothing's place: what still tries to leave may get there first.
    gone = {notice.after for notice in notices if notice.channel in CARRIED}
    now = replace(
        queued(replace(state, outbox=[ref for ref in state.outbox if ref.id not in gone]), notices, at),
        pursuits=_with(state.pursuits, replace(pursuit, decided=count)),
        writes=state.writes + 1,
    )
    change = Change(
        "pursued",
        f"r{pursuit.revision}:pursue:{pursuit.step}:{count}",
        at,
        "system",
        now,
        notices=notices,
        facts_of=pursuit.nth,
        decisions=decided,
        closes=closes,
    )
    return Decision(now, change, "pursued")


def _with(pursuits: Iterable[Pursuit], changed: Pursuit) -> list[Pursuit]:
    return [changed if one.step == changed.step else one for one in pursuits]
