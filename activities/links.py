"""The candidate's link: made from our secret as a text leaves, stored nowhere."""

from dataclasses import dataclass

from domain.keys import link_token
from domain.wording_facts import LINK


@dataclass(frozen=True)
class Links:
    """How a candidate's link is made: our secret and the configured public address."""

    secret: str
    base: str

    def of(self, interview: str, revision: int) -> str:
        """The link of one revision of an interview."""
        return f"{self.base}/c/{link_token(self.secret, interview, revision)}"

    def filled(self, text: str, interview: str, revision: int) -> str:
        """The text with the link in its place."""
        return text.replace(LINK, self.of(interview, revision))
