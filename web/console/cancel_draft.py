"""What the form of 取消面试 holds: read from the post, kept when it is shown again, turned into the API's request."""

from dataclasses import dataclass, replace
from typing import Any

from api.bodies import CancelBody
from domain.decide import reachable
from domain.policy import Policy
from domain.terms import Channel, Locale, NoticeKind
from web.console.forms import fresh_key, revision_of
from web.console.posting import Form
from web.console.reason_draft import ReasonDraft, fields_of
from web.console.visitor import Visitor


@dataclass(frozen=True, kw_only=True)
class Draft(ReasonDraft):
    """The form's fields as text. `seen`: how the interview stood on the page."""

    seen: str


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
    return Draft(seen=standing(row), key=fresh_key(), channels=tuple(str(channel) for channel in ticked))


def drafted(posted: Form) -> Draft:
    """The form as it was sent."""
    return Draft(seen=posted.text("seen"), **fields_of(posted))


def again(draft: Draft, row: Any) -> Draft:
    """The same form for the interview as it stands now; sending it is another command."""
    return replace(draft, seen=standing(row), key=fresh_key())


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
    return CancelBody.model_validate(
        {
            **draft.body(locale),
            "channels": list(draft.channels),
            "justification": draft.justification,
            "offer_reschedule": draft.wish,
            "revision": revision_of(draft.seen),
            "dry_run": dry_run,
        }
    )
