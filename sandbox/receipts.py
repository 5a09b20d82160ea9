"""What the stand-in providers report of an accepted message, and when: rules set from outside, like faults."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from sandbox.ledger import Channel
from sandbox.rules import ONE_OR_MANY, Rule, Rules

Outcome = Literal["delivered", "undelivered", "failed", "bounced", "dropped", "none"]
_SMS: dict[Outcome, tuple[str, ...]] = {
    "delivered": ("sent", "delivered"),
    "undelivered": ("sent", "undelivered"),
    "failed": ("failed",),
    "bounced": ("sent", "undelivered"),
    "dropped": ("failed",),
    "none": (),
}
_EMAIL: dict[Outcome, tuple[str, ...]] = {
    "delivered": ("processed", "delivered"),
    "undelivered": ("processed", "deferred", "bounce"),
    "failed": ("dropped",),
    "bounced": ("processed", "bounce"),
    "dropped": ("dropped",),
    "none": (),
}


class ReceiptRule(Rule):
    """How one message ends, and how its sender hears of it.

    `outcome`: each channel says it in its own words, so `bounced` of an SMS is `undelivered`; after `none` the provider
    never says. `when`: `early` is before the answer to the send request (which waits at most 5 s until they are taken), `late` is
    `delay_seconds` after it. `order` `reversed`: the end of the story comes first. `copies`: each receipt comes so often.
    `error_code`: Twilio's reason for an SMS that did not arrive.
    """

    model_config = ConfigDict(strict=True)

    outcome: Outcome
    when: Literal["early", "late"] = "late"
    delay_seconds: float = Field(default=0.3, ge=0, le=3600)
    order: Literal["forward", "reversed"] = "forward"
    copies: int = Field(default=1, ge=1, le=20)
    error_code: int | None = Field(default=None, ge=10000, le=99999)

    def story(self, channel: Channel) -> tuple[str, ...]:
        """The provider's own words, one per receipt, in the order of sending."""
        words = (_SMS if channel == "sms" else _EMAIL)[self.outcome]
        return words[::-1] if self.order == "reversed" else words


SILENCE = ReceiptRule(outcome="none")
PROMPT = ReceiptRule(outcome="delivered", delay_seconds=0.3)


_READER: TypeAdapter[list[ReceiptRule]] = TypeAdapter(Annotated[list[ReceiptRule], ONE_OR_MANY])


class Receipts(Rules[ReceiptRule]):
    """The receipt rules in force, and the one for messages that none of them hits."""

    def __init__(self, usual: ReceiptRule) -> None:
        super().__init__(_READER)
        self._usual = usual

    def draw(self, channel: Channel, to: str) -> ReceiptRule:
        """How this message ends."""
        return next((rule for rule in self.now if rule.strikes(channel, to)), self._usual)
