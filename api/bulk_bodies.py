"""The request for a bulk: which interviews, what is done with them, why, and how fast; what does not fit together is named."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, field_serializer, model_validator
from pydantic_core import PydanticCustomError

from api.bodies import Body, ReasonBody
from api.fields import Interviewer, Login, Position
from api.params import Day, Moment
from api.problems import invalid
from domain.bulk import FASTEST, MOST_INTERVIEWS, SLOWEST, USUAL, BulkAction
from domain.contact import BadContact, normal_email, normal_phone

_MOST_DAYS = 10
_HALF_A_DAY = 12 * 60


class SelectBody(Body):
    """Which interviews: `ids` and nothing else, or all that fit what is given, of those whose time stands and has not begun.

    `from` and `to` are about the start, a date being a day of the caller's organisation. `candidate`: a phone number, a mail
    address, or the id of one of the candidate's interviews.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"position": "后端开发工程师"}]})

    ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MOST_INTERVIEWS)
    position: Position | None = None
    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = Field(default=None, alias="to")
    candidate: str | None = Field(default=None, min_length=3, max_length=400)
    recruiter: Login | None = None
    interviewer: Interviewer | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        given = self.model_fields_set - {name for name in self.model_fields_set if getattr(self, name) is None}
        if not given:
            raise PydanticCustomError("nothing-selected", "请指定要处理的面试 / say which interviews are meant")
        if "ids" in given and len(given) > 1:
            detail = "ids 与其他条件不能同时使用 / give either ids or conditions"
            raise PydanticCustomError("one-of", detail)
        return self

    @field_serializer("since", "until")
    def _plainly(self, value: date | datetime | None) -> str | None:
        return value.isoformat() if value is not None else None

    def person(self) -> tuple[str | None, UUID | None]:
        """The candidate as a number or address, or as an id. Raises: Problem 422 when it is none of them."""
        if self.candidate is None:
            return None, None
        try:
            return None, UUID(self.candidate)
        except ValueError:
            pass
        try:
            return (normal_email if "@" in self.candidate else normal_phone)(self.candidate), None
        except BadContact as bad:
            raise invalid("select.candidate", bad.rule, f"{bad.message_zh} / {bad.message_en}") from None


class BulkBody(ReasonBody):
    """POST /bulks. One reason for all; `dry_run` shows what would come of it. `days` (of an offer): every interview keeps its own time
    of day there, moved by `shift_minutes`. `expected`: how many interviews the caller was shown; when it is another number by
    now, nothing is done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "cancel",
                    "select": {"position": "后端开发工程师"},
                    "reason_detail": "岗位冻结",
                    "party": "company",
                    "dry_run": True,
                },
                {
                    "action": "offer",
                    "select": {"interviewer": "李雷", "from": "2026-12-01", "to": "2026-12-01"},
                    "reason_detail": "面试官临时出差",
                    "party": "interviewer",
                    "days": ["2026-12-03", "2026-12-04"],
                    "dry_run": True,
                },
            ]
        }
    )

    action: BulkAction
    select: SelectBody
    days: list[Day] | None = Field(default=None, min_length=1, max_length=_MOST_DAYS)
    shift_minutes: int = Field(default=0, strict=True, ge=-_HALF_A_DAY, le=_HALF_A_DAY)
    per_minute: int = Field(default=USUAL, strict=True, ge=SLOWEST, le=FASTEST)
    expected: int | None = Field(default=None, strict=True, ge=1, le=MOST_INTERVIEWS)
    dry_run: bool = Field(default=False, strict=True)

    def checked_days(self) -> list[date]:
        """The days of an offer, in order; none of a cancellation. Raises: Problem 422 for a field that does not go with the action."""
        if self.action is BulkAction.CANCEL:
            for name in ("days", "shift_minutes"):
                if getattr(self, name):
                    raise _misplaced(name, BulkAction.OFFER)
            return []
        for name in ("channels", "offer_reschedule", "justification"):
            if getattr(self, name) not in (None, ""):
                raise _misplaced(name, BulkAction.CANCEL)
        if self.days is None:
            raise invalid(
                "days", "missing", "提供新时间时必填：候选人可选的日期 / the days that candidates are offered"
            )
        if len(set(self.days)) < len(self.days):
            raise invalid("days", "doubled", "日期重复 / a day is given twice")
        return sorted(self.days)


def _misplaced(field: str, action: BulkAction) -> Exception:
    return invalid(field, "misplaced", f"仅用于 action={action} / only for action={action}")
