"""What the forms of 取消面试 and of a bulk have in common: who causes it, why, how candidates are told, and the reasons to choose from."""

from dataclasses import dataclass
from typing import Any

from api import cancelling
from api.bodies import ReasonText
from api.cancelling import ReasonCheck
from domain.catalogue import CATALOGUE, codes_of
from domain.reasons import owner
from domain.terms import Locale, Party
from web.console.forms import fresh_key
from web.console.posting import Form
from web.console.visitor import Visitor

_LONGEST = 5000
_WISHES = {"yes": True, "no": False}


@dataclass(frozen=True, kw_only=True)
class ReasonDraft:
    """The fields as text. `key` makes sending the form twice one command; `party` is the chosen one, or the one that the reason itself
    names, then `recognised` too; `listed`: the party whose reasons the page offers; `offer`: "", "yes" or "no"."""

    key: str
    party: str = ""
    code: str = ""
    detail: str = ""
    channels: tuple[str, ...] = ()
    offer: str = ""
    remark: str = ""
    justification: str = ""
    listed: str = ""
    recognised: str = ""
    marked: str = ""

    @property
    def picked(self) -> str:
        """The party that was chosen by hand."""
        return "" if self.recognised else self.party

    @property
    def whose(self) -> Party | None:
        """The party that is to be recorded."""
        return Party(self.party) if self.party in list(Party) else None

    @property
    def wish(self) -> bool | None:
        """Whether another time is to be offered; None leaves it to the reason."""
        return _WISHES.get(self.offer)

    def text(self, locale: Locale) -> str:
        """The reason: as it was typed, else as the catalogue words the one that was chosen."""
        return self.detail or (CATALOGUE[self.code].internal.of(locale) if self.code in CATALOGUE else "")

    def body(self, locale: Locale) -> dict[str, Any]:
        """Who, why and the remark, as the API wants them."""
        return {
            "party": self.party,
            "reason_code": self.code or None,
            "reason_detail": self.text(locale),
            "remark": self.remark,
        }


def fields_of(posted: Form) -> dict[str, Any]:
    """A draft's fields as they were sent. A reason that goes with another party than the one just chosen is dropped; a party that was
    only recognised is recognised anew, as the text may have changed."""
    marked, code, detail = posted.text("party"), posted.text("reason_code"), posted.text("reason_detail")
    party = "" if marked == posted.text("recognised") else marked
    if code in CATALOGUE and party in list(Party) and code not in codes_of(Party(party)):
        code = ""
    named = None if party else owner(detail, code or None)
    return {
        "key": posted.text("key")[:64] or fresh_key(),
        "party": party or named or "",
        "recognised": named or "",
        "marked": marked,
        "code": code,
        "detail": detail,
        "channels": tuple(posted.every("channels")),
        "offer": posted.text("offer"),
        "remark": posted.text("remark"),
        "justification": posted.text("justification"),
        "listed": posted.text("listed"),
    }


def choices(draft: ReasonDraft) -> dict[str, Any]:
    """The parties, and the reasons of the one that was chosen by hand or everybody's own."""
    whose = draft.whose if draft.picked else None
    own = [(party, [code for code, one in CATALOGUE.items() if one.party is party]) for party in Party]
    return {
        "parties": list(Party),
        "codes": [(whose, codes_of(whose))] if whose is not None else own,
        "catalogue": CATALOGUE,
        "relist": draft.listed != draft.picked,
        "reparty": draft.marked != draft.party,
    }


async def checked(visitor: Visitor, draft: ReasonDraft) -> ReasonCheck | None:
    """Whether the reason will do; None while there is none."""
    text = draft.text(visitor.locale)
    if not text:
        return None
    asked = ReasonText(text=text[:_LONGEST], party=draft.whose, reason_code=draft.code[:32] or None)
    return await cancelling.check_reason(asked, visitor.user)
