"""The candidate's link: made from our secret as a text leaves, stored nowhere but as a hash."""

from dataclasses import dataclass

from domain.keys import link_hash, link_token
from domain.purposes import Purpose, purpose_of
from domain.terms import NoticeKind
from domain.wording_facts import LINK


@dataclass(frozen=True)
class Links:
    """How a candidate's link is made: our secret and the configured public address."""

    secret: str
    base: str

    def of(self, interview: str, revision: int, purpose: Purpose = Purpose.INTERVIEW) -> str:
        """The link of one revision of an interview, for one purpose."""
        return f"{self.base}/c/{link_token(self.secret, interview, revision, purpose)}"

    def hash(self, interview: str, revision: int, purpose: Purpose) -> str:
        """What the database knows that link by."""
        return link_hash(link_token(self.secret, interview, revision, purpose))

    def unsubscribe(self, interview: str, revision: int) -> str:
        """The page that stops messages and does nothing else, for a mail's List-Unsubscribe."""
        return f"{self.of(interview, revision, Purpose.MESSAGES)}/messages"

    def filled(self, text: str, interview: str, revision: int, kind: NoticeKind) -> str:
        """The text of a notice of this kind with its link in its place."""
        return text.replace(LINK, self.of(interview, revision, purpose_of(kind)))
