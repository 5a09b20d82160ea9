"""What the form of 取消面试 holds: read from the post, kept when it is shown again, turned into the API's request."""

from dataclasses import dataclass, replace
from typing import Any

from api.arrivals import fingerprint
from api.bodies import CancelBody
from domain.catalogue import CATALOGUE, codes_of
from domain.decide import reachable
from domain.policy import Policy
from domain.terms import Channel, Locale, NoticeKind, Party
from web.console.forms import fresh_key
from web.console.posting import Form
from web.console.visitor import Visitor

_WISHES = {"yes": True, "no": False}


@dataclass(frozen=True)
class Draft:
    """The form's fields as text. `seen`: how the interview stood on the page; `key` makes pressing twice one command; `listed`: the
    party whose reasons the page offers; `offer`: "", "yes" or "no"."""

    seen: str
    key: str
    channels: tuple[str, ...]
    party: str = ""
    code: str = ""
    detail: str = ""
    offer: str = ""
    justification: str = ""
    remark: str = ""
    listed: str = ""

    @property
    def whose(self) -> Party | None:
        """The party that is chosen."""
        return Party(self.party) if self.party in list(Party) else None


def standing(row: Any) -> str:
    """How an interview stands, for the page to remember."""
    return f"{row.revision}.{row.stage}"


def reach_of(row: Any) -> list[Channel]:
    """The channels on which this candidate can be told."""
    return reachable(row.candidate_phone, row.candidate_email)


def fresh(row: Any, policy: Policy) -> Draft:
    """The form before anything is typed: the channels that the organisation uses."""
    reach = reach_of(row)
    usual = policy.channels_of(NoticeKind.CANCELLED, reach)
    ticked = usual if set(usual) - {Channel.INBOX} else reach
    return Draft(standing(row), fresh_key(), tuple(str(channel) for channel in ticked))


def drafted(posted: Form) -> Draft:
    """The form as it was sent. A reason that goes with another party than the one just chosen is dropped."""
    party, code = posted.text("party"), posted.text("reason_code")
    if code in CATALOGUE and party in list(Party) and code not in codes_of(Party(party)):
        code = ""
    return Draft(
        seen=posted.text("seen"),
        key=posted.text("key")[:64] or fresh_key(),
        channels=tuple(posted.every("channels")),
        party=party,
        code=code,
        detail=posted.text("reason_detail"),
        offer=posted.text("offer"),
        justification=posted.text("justification"),
        remark=posted.text("remark"),
        listed=posted.text("listed"),
    )


def again(draft: Draft, row: Any) -> Draft:
    """The same form for the interview as it stands now; sending it is another command."""
    return replace(draft, seen=standing(row), key=fresh_key())


def text_of(draft: Draft, locale: Locale) -> str:
    """The reason: as it was typed, else as the catalogue words the one that was chosen."""
    return draft.detail or (CATALOGUE[draft.code].internal.of(locale) if draft.code in CATALOGUE else "")


def missing(draft: Draft, visitor: Visitor) -> dict[str, str]:
    """What has to be chosen first, by field."""
    wrong = {}
    if draft.whose is None:
        wrong["party"] = visitor.say("请选择责任方。")
    if not draft.channels:
        wrong["channels"] = visitor.say("请至少选择一种通知方式。")
    return wrong


def body_of(draft: Draft, locale: Locale, dry_run: bool = False) -> CancelBody:
    """The request, bound to the revision that the page showed. Raises: ValidationError."""
    revision = draft.seen.partition(".")[0]
    return CancelBody.model_validate(
        {
            "party": draft.party,
            "reason_code": draft.code or None,
            "reason_detail": text_of(draft, locale),
            "channels": list(draft.channels),
            "remark": draft.remark,
            "justification": draft.justification,
            "offer_reschedule": _WISHES.get(draft.offer),
            "revision": int(revision) if revision.isdecimal() and 0 < len(revision) < 6 else None,
            "dry_run": dry_run,
        }
    )


def key_of(draft: Draft, body: CancelBody) -> str:
    """One command for each form and what it asks for: changed and sent again, it is another one."""
    return f"{draft.key}.{fingerprint(body)[:16]}"
