"""Whatever is about to be sent, whenever and wherever: the rules answer, wait for a time that is free, and never soften."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from domain.channel_profiles import Profile, QuietHours, Signature, capped, profile_for, sms_signature, units
from domain.channel_rules import RULES, Outgoing, parts_of, stopped_by, verdicts
from domain.quiet_hours import is_quiet
from domain.terms import Channel, NoticeKind
from tests.domain.outgoing import BY_MAIL, PROFILES, TO_CHINA, quiet_from

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
# The years of every change of clocks on record, and some in which the rules of today go on.
INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.text(st.characters(), max_size=600) | st.text("【】某{link}1380 @./wx-\ud800😀", max_size=80)
COUNTS = st.integers(0, 60)
CLOCKS = st.times().map(lambda clock: f"{clock:%H:%M}")
MINUTES = st.integers(-2 * 1440, 2 * 1440).map(lambda minutes: timedelta(minutes=minutes))
HOURS = st.tuples(CLOCKS, CLOCKS).filter(lambda pair: pair[0] != pair[1])
QUIET = st.builds(
    lambda pair, within, kinds: quiet_from(*pair, unless_within_hours=within, unless_kinds=kinds).quiet_hours,
    HOURS,
    st.floats(0, 30),
    st.lists(st.sampled_from(NoticeKind)),
)
MAYBE = st.none() | st.integers(1, 50)
MADE_UP = st.builds(
    Profile,
    links=st.booleans(),
    kinds_forbidden=st.frozensets(st.sampled_from(NoticeKind), max_size=3),
    personal_data=st.booleans(),
    max_variable_chars=MAYBE,
    max_parts=MAYBE,
    max_chars=MAYBE,
    signature=st.none() | st.just(Signature(2, 16)),
    quiet_hours=st.none() | QUIET,
    per_minute=MAYBE,
    per_hour=MAYBE,
    per_day=MAYBE,
    identical_minutes=MAYBE,
)
STORED = st.sampled_from([*PROFILES.sms.values(), PROFILES.email])
PROFILE = STORED | MADE_UP


@st.composite
def notices(draw: st.DrawFn) -> Outgoing:
    now = draw(INSTANTS)
    return Outgoing(
        channel=draw(st.sampled_from([Channel.SMS, Channel.EMAIL])),
        kind=draw(st.sampled_from(NoticeKind)),
        to=draw(st.sampled_from([TO_CHINA, BY_MAIL])),
        text=draw(TEXTS),
        subject=draw(st.just("") | TEXTS),
        starts_at=now + draw(MINUTES),
        old_starts_at=draw(st.none() | MINUTES.map(lambda ahead: now + ahead)),
        timezone=draw(ZONES),
        now=now,
        private=tuple(draw(st.lists(TEXTS, max_size=3))),
        sent_last_minute=draw(COUNTS),
        sent_last_hour=draw(COUNTS),
        sent_last_day=draw(COUNTS),
        same_text_last_hour=draw(COUNTS),
        same_text_last_minute=draw(COUNTS),
        opted_out=draw(st.booleans()),
    )


@given(PROFILE, notices())
def test_every_notice_gets_an_answer_in_the_order_of_the_rules(profile: Profile, notice: Outgoing) -> None:
    found = [stop.rule for stop in verdicts(profile, notice)]
    assert found == [rule for rule in RULES if rule in found]
    first = stopped_by(profile, notice)
    assert (first and first.rule) == (found[0] if found else None)


@given(PROFILE, notices())
def test_a_time_to_try_again_lies_ahead_and_is_free(profile: Profile, notice: Outgoing) -> None:
    for stop in verdicts(profile, notice):
        if stop.retry_at is not None:
            assert stop.retry_at > notice.now
            then = [later.rule for later in verdicts(profile, replace(notice, now=stop.retry_at))]
            assert "quiet_hours" not in then


@given(STORED, notices())
def test_what_is_no_change_never_wakes_anybody(profile: Profile, notice: Outgoing) -> None:
    reminder = replace(notice, kind=NoticeKind.REMINDER)
    for stop in verdicts(profile, reminder):
        if stop.retry_at is not None and profile.quiet_hours is not None:
            assert not is_quiet(profile.quiet_hours, stop.retry_at, notice.timezone)


@given(QUIET, notices())
def test_quiet_hours_end_at_the_first_minute_that_is_free(hours: QuietHours, notice: Outgoing) -> None:
    stops = [stop for stop in verdicts(Profile(quiet_hours=hours), notice) if stop.rule == "quiet_hours"]
    if not stops:
        return
    at, end = notice.now, stops[0].retry_at
    assert end is not None
    assert end - at <= timedelta(hours=50)
    here = ZoneInfo(notice.timezone)
    changed = at.astimezone(here).utcoffset() != end.astimezone(here).utcoffset()
    # An end that the clocks jump over comes as much later; else every moment before it is quiet.
    last = end - timedelta(hours=25 if changed else 0)
    while (at := at + timedelta(minutes=7)) < last:
        assert is_quiet(hours, at, notice.timezone)


@given(PROFILE, notices(), st.randoms(use_true_random=False))
def test_the_order_of_private_texts_does_not_matter(profile: Profile, notice: Outgoing, chance: Random) -> None:
    mixed = list(notice.private)
    chance.shuffle(mixed)
    assert verdicts(profile, replace(notice, private=tuple(mixed))) == verdicts(profile, notice)


@given(PROFILE, notices(), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), TEXTS)
def test_more_messages_and_more_secrets_never_let_a_notice_go(
    profile: Profile, notice: Outgoing, minute: int, hour: int, day: int, same: int, secret: str
) -> None:
    busier = replace(
        notice,
        sent_last_minute=notice.sent_last_minute + minute,
        sent_last_hour=notice.sent_last_hour + hour,
        sent_last_day=notice.sent_last_day + day,
        same_text_last_hour=notice.same_text_last_hour + same,
        same_text_last_minute=notice.same_text_last_minute + same,
        private=(*notice.private, secret),
    )
    before, after = ({stop.rule for stop in verdicts(profile, one)} for one in (notice, busier))
    assert before <= after


@given(TEXTS, st.integers(1, 40))
def test_a_cut_name_is_the_beginning_of_the_name_and_fits(name: str, most: int) -> None:
    profile = Profile(max_variable_chars=most)
    cut = capped(name, profile)
    assert name.startswith(cut)
    assert units(cut) <= most
    assert capped(cut, profile) == cut
    assert units(name) > most or cut == name


@given(TEXTS, notices())
def test_a_signature_that_can_be_made_is_accepted(company: str, notice: Outgoing) -> None:
    mainland = profile_for(PROFILES, Channel.SMS, TO_CHINA)
    signature = sms_signature(company, mainland)
    signed = replace(notice, text=f"{signature}您好")
    assert ("signature" in [stop.rule for stop in verdicts(mainland, signed)]) == (signature == "")


@given(TEXTS)
def test_parts_hold_what_they_are_counted_for(text: str) -> None:
    chars, parts, encoding = parts_of(text)
    assert (parts == 0) == (text == "")
    assert chars <= parts * (160 if encoding == "GSM-7" else 70)
