"""What may be sent: holds one finished notice against its channel's profile and names the rules that stop it."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain.channel_profiles import (
    DEFAULT_PROFILES,
    ChannelProfiles,
    Profile,
    capped,
    channel_profiles_from,
    profile_for,
    sms_signature,
    units,
)
from domain.quiet_hours import free_from, holds_back
from domain.terms import Channel, NoticeKind
from domain.wording import LANGUAGES
from domain.wording_facts import LINK
from domain.wording_sms import GSM, GSM_EXTENDED, sms_parts

__all__ = [
    "DEFAULT_PROFILES",
    "RULES",
    "ChannelProfiles",
    "Outgoing",
    "Profile",
    "SmsParts",
    "Stop",
    "capped",
    "channel_profiles_from",
    "parts_of",
    "profile_for",
    "quiet_until",
    "sms_signature",
    "stopped_by",
    "verdicts",
]

# In the order in which they are looked at: first what no waiting can cure.
RULES: dict[str, tuple[str, str]] = {
    "opted_out": (
        "候选人已退订，不再向该号码或邮箱发送任何通知（包括取消通知），请致电告知",
        "the candidate has opted out: nothing more is sent to this number or address, not even a cancellation; please call",
    ),
    "kind_forbidden": (
        "该渠道不允许发送此类通知（如短信不得用于问卷调查），请改用其他渠道",
        "this channel may not carry this kind of notice (such as a survey by SMS): use another channel",
    ),
    "links": (
        "内容含有链接，该地区的短信不允许带链接，请删除链接或改用邮件",
        "the text holds a link, which is not allowed towards this number: remove it or send a mail",
    ),
    "personal_data": (
        "内容含有个人信息（取消原因详情、备注、手机号或邮箱），不得通过该渠道发送",
        "the text holds personal data (detail of the reason, remark, mobile number or mail address), "
        "which must not travel on this channel",
    ),
    "signature": (
        "短信须以符合长度要求的【公司签名】开头，且正文中不得再出现【】",
        "the text must begin with the company's signature in 【】, of the allowed length, and hold no other 【】",
    ),
    "too_long": (
        "内容超过该渠道允许的长度或短信条数，请精简",
        "the text is longer than this channel allows: shorten it",
    ),
    "quiet_hours": (
        "收件人当地处于夜间免打扰时段，现在不发；其他渠道未送达时，时段结束后补发",
        "it is quiet hours where the recipient is: not sent now, but when they end if no other channel arrives",
    ),
    "identical_resend": (
        "刚刚已向同一号码发送过相同内容，短时间内重复发送会被运营商拦截",
        "the same text went to this number a short while ago, and operators block a repetition so soon",
    ),
    "per_number_cap": (
        "该号码或邮箱近期收到的消息已达上限，现在不发；改用其他渠道，或稍后补发",
        "this number or address has received as many messages as it may for now: another channel takes over, or it is sent later",
    ),
}

_RULED = (Channel.SMS, Channel.EMAIL)
_SIGNED = re.compile("【([^【】]*)】[^【】]*")
# Besides marked addresses a bare host with a path (t.cn/A6xyz9); ASP.NET and Node.js are job titles, not links.
_LINK = re.compile(
    r"(?i:https?:|//|(?<![a-z0-9])www\.)"
    r"|(?<![A-Za-z0-9.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?!js/)[a-z]{2,6}/[A-Za-z0-9_/-]{4}"
)
_WEB_ADDRESS = re.compile(r"(?:https?:)?//[!-~]*", re.IGNORECASE)
_MOBILE = re.compile(r"(?<![0-9+])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){8}(?![0-9])")
_MAIL = re.compile(r"[\w.+%-]@[\w-]+\.\w")
_SPACING = re.compile(r"[\s()（）-]+")
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One notice about to be handed to a provider; instants are aware.

    `to` is an E.164 number or a mail address; `text` is final, with signature and links. `starts_at` is the interview's time,
    `old_starts_at` the one a move gives up; `timezone` is the recipient's IANA zone. `private` are texts that must not travel: reason
    detail, remark, the candidate's number and address. The counts are messages already handed over to `to`, without this one;
    `same_text_*` those with this very text, in the last 59 minutes and the last minute.
    Raises ValueError for a naive instant.
    """

    channel: Channel
    kind: NoticeKind
    to: str
    text: str
    subject: str = ""
    starts_at: datetime
    old_starts_at: datetime | None = None
    timezone: str
    now: datetime
    private: tuple[str, ...] = ()
    sent_last_minute: int = 0
    sent_last_hour: int
    sent_last_day: int
    same_text_last_hour: int
    same_text_last_minute: int
    opted_out: bool

    def __post_init__(self) -> None:
        for name, at in (("starts_at", self.starts_at), ("old_starts_at", self.old_starts_at), ("now", self.now)):
            if at is not None and at.utcoffset() is None:
                raise ValueError(f"{name}: an instant needs an offset")

    @property
    def starts(self) -> tuple[datetime, ...]:
        """The times that the candidate may have in mind: a move gives one up and sets one."""
        return (self.starts_at,) if self.old_starts_at is None else (self.starts_at, self.old_starts_at)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a notice may not go: a key of RULES and, when waiting would help, from when to try again (UTC)."""

    rule: str
    retry_at: datetime | None = None


class SmsParts(NamedTuple):
    """How an operator counts a text: `chars` in septets (GSM-7) or UCS-2 units, and the parts it bills."""

    chars: int
    parts: int
    encoding: str


def stopped_by(profile: Profile, outgoing: Outgoing) -> Stop | None:
    """The first rule, in the order of RULES, that stops this notice; None when it may go. Raises UnknownZone."""
    return next(_stops(profile, outgoing), None)


def verdicts(profile: Profile, outgoing: Outgoing) -> list[Stop]:
    """Every rule that would stop this notice, in the order of RULES: what a preview shows. Raises UnknownZone."""
    return list(_stops(profile, outgoing))


def parts_of(text: str) -> SmsParts:
    """Characters, parts and encoding of a text message."""
    if GSM.issuperset(text):
        return SmsParts(len(text) + sum(sign in GSM_EXTENDED for sign in text), sms_parts(text), "GSM-7")
    return SmsParts(units(text), sms_parts(text), "UCS-2")


def _stops(profile: Profile, outgoing: Outgoing) -> Iterator[Stop]:
    if outgoing.channel not in _RULED:
        return
    yield from (Stop(rule) for rule, breaks in _FOR_GOOD if breaks(profile, outgoing))
    if (until := quiet_until(profile, outgoing)) is not None:
        yield Stop("quiet_hours", until)
    if profile.identical_minutes and _repeats(profile.identical_minutes, outgoing):
        yield Stop("identical_resend", _open_from(profile, outgoing, timedelta(minutes=profile.identical_minutes)))
    if waits := _waits(profile, outgoing):
        yield Stop("per_number_cap", _open_from(profile, outgoing, max(waits)))


def _breaks_links(profile: Profile, outgoing: Outgoing) -> bool:
    told = _told(outgoing)
    return not profile.links and (LINK in told or _LINK.search(told) is not None)


def _breaks_privacy(profile: Profile, outgoing: Outgoing) -> bool:
    if profile.personal_data:
        return False
    told = _told(outgoing)
    # A link's token may by chance look like a number.
    if _MAIL.search(told) or _MOBILE.search(_WEB_ADDRESS.sub(" ", told)):
        return True
    bare = _bare(told)
    return any(private in bare for private in map(_bare, outgoing.private) if private and private not in _OUR_WORDS)


def _breaks_signature(profile: Profile, outgoing: Outgoing) -> bool:
    wanted = profile.signature
    if wanted is None:
        return False
    found = _SIGNED.fullmatch(outgoing.text)
    return not found or not wanted.min_chars <= units(found[1].strip()) <= wanted.max_chars


def _breaks_length(profile: Profile, outgoing: Outgoing) -> bool:
    chars, parts, _ = parts_of(outgoing.text)
    too_many_chars = profile.max_chars is not None and chars > profile.max_chars
    return too_many_chars or (profile.max_parts is not None and parts > profile.max_parts)


_FOR_GOOD: tuple[tuple[str, Callable[[Profile, Outgoing], bool]], ...] = (
    ("opted_out", lambda profile, outgoing: outgoing.opted_out),
    ("kind_forbidden", lambda profile, outgoing: outgoing.kind in profile.kinds_forbidden),
    ("links", _breaks_links),
    ("personal_data", _breaks_privacy),
    ("signature", _breaks_signature),
    ("too_long", _breaks_length),
)


def _told(outgoing: Outgoing) -> str:
    """All that the reader sees, full-width signs made plain."""
    return unicodedata.normalize("NFKC", f"{outgoing.subject}\n{outgoing.text}")


def _bare(text: str) -> str:
    return _SPACING.sub("", unicodedata.normalize("NFKC", text).casefold())


# A remark such as 面试取消 gives nothing away: it must not stop every notice that says so anyway.
_OUR_WORDS = "\n".join(_bare(draft.sms) for language in LANGUAGES.values() for draft in language.drafts.values())


def quiet_until(profile: Profile, outgoing: Outgoing) -> datetime | None:
    """When the recipient's quiet hours let it go (UTC); None when they do not keep it back."""
    if outgoing.channel not in _RULED or not _held_back(profile, outgoing, outgoing.now):
        return None
    return _open_from(profile, outgoing, timedelta())


def _held_back(profile: Profile, outgoing: Outgoing, at: datetime) -> bool:
    hours = profile.quiet_hours
    return hours is not None and holds_back(hours, outgoing.kind, outgoing.starts, at, outgoing.timezone)


def _open_from(profile: Profile, outgoing: Outgoing, wait: timedelta) -> datetime:
    """After this wait, or when the quiet hours let it go that it would come to lie in."""
    at = outgoing.now.astimezone(UTC) + wait
    if profile.quiet_hours is None or not _held_back(profile, outgoing, at):
        return at
    return free_from(profile.quiet_hours, outgoing.kind, outgoing.starts, at, outgoing.timezone)


def _repeats(minutes: int, outgoing: Outgoing) -> bool:
    return (outgoing.same_text_last_minute if minutes == 1 else outgoing.same_text_last_hour) > 0


def _waits(profile: Profile, outgoing: Outgoing) -> list[timedelta]:
    """How long until each cap that is reached must have room again: its whole span, as the counts do not tell when it began."""
    caps = (
        (profile.per_minute, outgoing.sent_last_minute, _MINUTE),
        (profile.per_hour, outgoing.sent_last_hour, _HOUR),
        (profile.per_day, outgoing.sent_last_day, _DAY),
    )
    return [span for most, sent, span in caps if most is not None and sent >= most]
