"""What a provider's request about receipts can turn out to be: read, forged, or signed and yet unreadable.

Exception
├── Forged     not proven to come from the provider: nothing in it was read
└── Malformed  signed by the provider, but not what the provider is known to send
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Heard:
    """A verified request: its receipts, and how many events in it are of other senders' messages or unreadable."""

    receipts: tuple[Receipt, ...] = ()
    strangers: int = 0
    malformed: int = 0


class Forged(Exception):
    """The request does not carry the provider's signature of exactly this content."""


class Malformed(Exception):
    """The provider's signature is right, the content is not; `rule` says what is wrong."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def only(values: Sequence[str]) -> str:
    """The one value of a header. Raises: Forged when it is missing or there are several to choose from."""
    if len(values) != 1:
        raise Forged
    return values[0]


def text_of(body: bytes) -> str:
    """The body as the text whose bytes were signed. Raises: Forged; both providers sign UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Forged from None
