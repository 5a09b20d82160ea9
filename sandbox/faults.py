"""Which faults the stand-in providers play: rules set from outside, drawn with a seeded dice per rule."""

import random
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, TypeAdapter

from sandbox.ledger import Channel

Mode = Literal[
    "ok", "429", "500", "503", "bad_number", "refuse", "slow", "drop_answer", "late_answer", "truncate", "503_after"
]


def _as_text(mode: object) -> object:
    return str(mode) if isinstance(mode, int) else mode


class Rule(BaseModel):
    """One fault.

    `429`, `500`, `503`, `bad_number` and `refuse` (the connection dies on the way) do not take the message.
    `drop_answer`, `late_answer`, `truncate` and `503_after` take it and spoil the answer; `slow` takes it after `seconds`.
    `channel` and `to`: whom it hits, null is everyone. `share`: 0–1 of the requests. `times`: at most, null is for ever.
    `retry_after`: seconds in the Retry-After header. `ok` shields what it matches from the rules behind it.
    """

    model_config = ConfigDict(extra="forbid")

    channel: Channel | None = None
    to: str | None = None
    mode: Annotated[Mode, BeforeValidator(_as_text)]
    share: float = Field(default=1.0, ge=0, le=1)
    seconds: float = Field(default=1.0, ge=0, le=3600)
    retry_after: int | None = Field(default=None, ge=0)
    times: int | None = Field(default=None, ge=0)
    seed: int = 0
    _dice: random.Random = PrivateAttr()
    _left: int | None = PrivateAttr()

    def model_post_init(self, _context: object) -> None:
        self._dice = random.Random(self.seed)
        self._left = self.times

    def strikes(self, channel: Channel, to: str) -> bool:
        """Whether this rule hits the request; counts it when it does."""
        if self.channel not in (None, channel) or self.to not in (None, to) or self._left == 0:
            return False
        if self._dice.random() >= self.share:
            return False
        if self._left is not None:
            self._left -= 1
        return True


RULES: TypeAdapter[list[Rule]] = TypeAdapter(
    Annotated[list[Rule], BeforeValidator(lambda body: [body] if isinstance(body, dict) else body)]
)


class Faults:
    """The rules in force; the first that hits decides."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def draw(self, channel: Channel, to: str) -> Rule | None:
        """The fault to play for this request, if any."""
        return next((rule for rule in self.rules if rule.strikes(channel, to)), None)
