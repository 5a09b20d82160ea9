"""Rules set from outside: whom a rule hits, how often, drawn with a seeded dice per rule; the first that hits decides."""

import random
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, TypeAdapter

from sandbox.ledger import Channel

Peer = Channel | Literal["appraisal"]


class Rule(BaseModel):
    """`channel` and `to`: whom it hits, null is every message, whoever it is for; a push to the appraisal system is hit only
    by a rule that names it, and is "to" the recruiters it tells of. `share`: 0–1 of them. `times`: at most, null is for ever."""

    model_config = ConfigDict(extra="forbid")

    channel: Peer | None = None
    to: str | None = None
    share: float = Field(default=1.0, ge=0, le=1)
    times: int | None = Field(default=None, ge=0)
    seed: int = 0
    _dice: random.Random = PrivateAttr()
    _left: int | None = PrivateAttr()

    def model_post_init(self, _context: object) -> None:
        self._dice = random.Random(self.seed)
        self._left = self.times

    def strikes(self, channel: Peer, *to: str) -> bool:
        """Whether this rule hits the request; counts it when it does."""
        if self.channel is None and channel == "appraisal":
            return False
        if self.channel not in (None, channel) or self.to not in (None, *to) or self._left == 0:
            return False
        if self._dice.random() >= self.share:
            return False
        if self._left is not None:
            self._left -= 1
        return True


AnyRule = TypeVar("AnyRule", bound=Rule)
ONE_OR_MANY = BeforeValidator(lambda body: [body] if isinstance(body, dict) else body)


class Rules(Generic[AnyRule]):
    """The rules of one kind that are in force."""

    def __init__(self, reader: TypeAdapter[list[AnyRule]]) -> None:
        self._reader = reader
        self.now: list[AnyRule] = []

    def replace(self, body: bytes) -> None:
        """Puts one rule or a list of them, as JSON, in the place of all. Raises pydantic.ValidationError."""
        self.now = self._reader.validate_json(body)
