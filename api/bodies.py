"""The requests of the API's commands, as the contract words them."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from api.fields import Email, Instant, Interviewer, Link, Login, Name, Phone, Position, Source, Text, Zone
from domain.phone import CallOutcome
from domain.terms import Channel, Locale, Outcome, Party

_NEW: JsonDict = {
    "candidate": {"name": "王明", "phone": "+86 139 0013 8001", "email": "wangming@example.com", "locale": "zh-CN"},
    "position": "后端开发工程师",
    "starts_at": "2026-12-01T10:00:00+08:00",
    "duration_minutes": 45,
    "timezone": "Asia/Shanghai",
    "join_url": "https://meet.example.com/i/0001",
}


class Body(BaseModel):
    """A request; a field it does not know is refused by name, so that a typing mistake is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class CandidateBody(Body):
    """The person to interview; a phone number, a mail address, or both."""

    name: Name
    phone: Phone | None = None
    email: Email | None = None
    locale: Locale = Locale.ZH

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.phone is None and self.email is None:
            raise PydanticCustomError("no-contact", "phone、email 至少填一项 / give phone or email, or both")
        return self


class NewInterview(Body):
    """POST /interviews. `starts_at` carries an offset; `timezone` is the IANA zone it is shown in."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NEW]})

    candidate: CandidateBody
    position: Position
    starts_at: Instant
    duration_minutes: int = Field(strict=True, ge=5, le=480)
    timezone: Zone
    recruiter: Login | None = None
    join_url: Link | None = None
    source: Source | None = Field(default=None, description="where the candidate comes from: 招聘网站, 内推, 猎头 …")
    interviewer: Interviewer | None = Field(
        default=None,
        description="who interviews, by name or login; the same text in an organisation is the same person",
    )


class ReasonBody(Body):
    """Why appointments end, on whose side the cause lies, and how candidates are told."""

    reason_code: str | None = Field(default=None, max_length=32)
    reason_detail: Text
    party: Party
    channels: list[Channel] | None = Field(default=None, min_length=1, max_length=3)
    remark: Text = ""
    justification: Text = ""
    offer_reschedule: bool | None = Field(default=None, strict=True)


class CancelBody(ReasonBody):
    """POST …/cancel (R2). Inside the notice hours a company's detail (or `justification`) is kept as its justification (R6)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason_detail": "岗位冻结", "party": "company", "channels": ["sms", "email"]}]
        }
    )

    revision: int | None = Field(
        default=None, strict=True, ge=1, description="the revision you looked at: refused when it was moved meanwhile"
    )
    dry_run: bool = Field(default=False, strict=True)


class RescheduleBody(Body):
    """POST …/reschedule: `options` offers times to the candidate, `starts_at` moves directly; exactly one of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"options": ["2026-12-01T10:00:00+08:00", "2026-12-02T15:00:00+08:00"]},
                {"starts_at": "2026-12-01T10:00:00+08:00"},
            ]
        }
    )

    options: list[Instant] | None = Field(default=None, min_length=1, max_length=10)
    starts_at: Instant | None = None
    revision: int | None = Field(
        default=None, strict=True, ge=1, description="the revision you looked at: refused when it was moved meanwhile"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.options is None) == (self.starts_at is None):
            raise PydanticCustomError(
                "one-of", "options 与 starts_at 须且只能填一项 / give either options or starts_at"
            )
        return self


class ApproveBody(Body):
    """POST …/reschedule/approve; names a time only when the candidate chose it elsewhere, for example by phone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"starts_at": "2026-12-01T10:00:00+08:00"}]})

    starts_at: Instant | None = None


class OutcomeBody(Body):
    """POST …/outcome."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "completed"}]})

    outcome: Outcome


class SurveyBody(Body):
    """POST …/survey (R12)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"timeliness": 5, "handling": 4, "comment": "通知很及时"}]}
    )

    timeliness: int = Field(strict=True, ge=1, le=5)
    handling: int = Field(strict=True, ge=1, le=5)
    comment: Text = ""


class ReasonText(Body):
    """POST /reasons/check."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "突发感冒", "party": "candidate"}]})

    text: str = Field(max_length=5000)
    party: Party | None = None
    reason_code: str | None = Field(default=None, max_length=32)


class CallBody(Body):
    """POST /phone-tasks/{id}/done: what came of the call."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "reached", "remark": "本人接听，已知悉"}]})

    outcome: CallOutcome
    remark: Text = ""


class SettleBody(Body):
    """POST /notices/{id}/settle: whether the candidate got the notice."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"came": True, "remark": "候选人在电话中确认已收到"}]})

    came: bool = Field(strict=True)
    remark: Text = ""


class AnswerBody(Body):
    """POST /candidate-requests/{id}/done and …/decline: what the candidate reads as the answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "已安排张经理于12月1日10:00与您视频面谈"}]})

    note: Text = ""


class OptOutBody(Body):
    """A phone number or a mail address, exactly one; `channel` phone is about calls. Without it: SMS or mail (withdrawing: all)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "+86 139 0013 8001"}]})

    phone: Phone | None = None
    email: Email | None = None
    channel: Channel | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.phone is None) == (self.email is None):
            raise PydanticCustomError("one-of", "phone 与 email 须且只能填一项 / give either phone or email")
        if self.channel is not None and self.channel not in self.channels:
            raise PydanticCustomError(
                "channel-mismatch", "channel 与联系方式不符 / channel does not fit the number or address"
            )
        return self

    @property
    def address(self) -> str:
        """The one that was given."""
        return self.phone or self.email or ""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that such an address is used on."""
        return (Channel.SMS, Channel.PHONE) if self.phone is not None else (Channel.EMAIL,)
