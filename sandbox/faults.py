"""Which faults the stand-in providers play on sends and on look-ups."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from sandbox.rules import ONE_OR_MANY, Peer, Rule, Rules

Mode = Literal[
    "ok",
    "429",
    "500",
    "503",
    "bad_number",
    "refuse",
    "hold",
    "slow",
    "twice",
    "drop_answer",
    "late_answer",
    "truncate",
    "503_after",
]
On = Literal["send", "lookup"]


def _as_text(mode: object) -> object:
    return str(mode) if isinstance(mode, int) else mode


class Fault(Rule):
    """One fault, played on sends or on look-ups (a look-up is "taken" when its answer is made).

    `429`, `500`, `503`, `bad_number`, `refuse` (the connection dies on the way) and `hold` (it is silent for `seconds`,
    then dies) do not take the message. `drop_answer`, `late_answer`, `truncate` and `503_after` take it and spoil the
    answer; `slow` takes it after `seconds`; `twice` takes it two times, as when something on the way repeats the request.
    `retry_after`: seconds in the Retry-After header. `ok` shields what it matches from the rules behind it.
    """

    on: On = "send"
    mode: Annotated[Mode, BeforeValidator(_as_text)]
    seconds: float = Field(default=1.0, ge=0, le=3600)
    retry_after: int | None = Field(default=None, ge=0)


_READER: TypeAdapter[list[Fault]] = TypeAdapter(Annotated[list[Fault], ONE_OR_MANY])


class Faults(Rules[Fault]):
    """The faults in force."""

    def __init__(self) -> None:
        super().__init__(_READER)

    def draw(self, channel: Peer, *to: str, on: On = "send") -> Fault | None:
        """The fault to play for this request, if any."""
        return next((fault for fault in self.now if fault.on == on and fault.strikes(channel, *to)), None)
