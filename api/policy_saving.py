"""The next version of a policy before it is written: read, checked against everybody it touches, its effect told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from sqlalchemy.ext.asyncio import AsyncConnection

from api.bodies import Body
from api.fields import Instant, Text
from api.policy_views import PolicyChanged, Sentence, change_view, sentence, version_detail
from api.problems import Problem, invalid
from db import policies
from db.people import User
from db.policies import Family, Setting, Version
from domain.catalogue import Wording
from domain.mistakes import Mistake
from domain.policy_changes import differences, holds
from domain.policy_layers import Layer, Standing, laid, settings_of, standings, wrong_with
from domain.policy_rules import mistakes_in, without_nulls

_EXAMPLE: JsonDict = {
    "data": {
        "notice_hours": 48,
        "reminders": [{"minutes": 1440, "grace_minutes": 120}, {"minutes": 60, "grace_minutes": 20}],
        "channels": {"reminder": [["email"]]},
        "timezone": "Asia/Shanghai",
    },
    "based_on": 0,
    "note": "子公司提前两天通知",
    "dry_run": True,
}
_LATEST = timedelta(days=731)
_MOST_ERRORS = 50
_SAME = Wording("与最新版本相同，未另存新版本。", "The same as the newest version: nothing was saved.")
_NO_CHANGE = Wording("生效的设置没有变化。", "Nothing changes in the settings in force.")


class SettingsBody(Body):
    """POST /policies/{organisation}. `data`: all that the organisation itself sets. `based_on`: `newest` of the policy as it was read,
    so that of two who save at once neither loses anything. `valid_from`: default now."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    data: dict[str, Any]
    based_on: int = Field(strict=True, ge=0, le=2**31 - 2)
    valid_from: Instant | None = None
    note: Annotated[Text, Field(max_length=500)] = ""
    dry_run: bool = Field(default=False, strict=True)


@dataclass(frozen=True)
class Plan:
    """What is to be written, None when the newest version says it already, and what the caller is told."""

    wanted: Setting | None
    answer: PolicyChanged


def checked(data: dict[str, Any]) -> dict[str, Any]:
    """The settings as they can be stored. Raises: Problem 422 with everything that keeps them from it."""
    given = without_nulls(data)
    if found := mistakes_in(given):
        raise _refused([(None, one) for one in found])
    return given


async def planned(
    conn: AsyncConnection, user: User, organisation: str, body: SettingsBody, data: dict[str, Any], at: datetime
) -> Plan:
    """The next version and its effect. Raises: Problem 409 for one based on an older version, 422."""
    begins = _begins(body.valid_from, at)
    own = await policies.versions(conn, organisation)
    newest = own[0].version if own else 0
    same = bool(own) and own[0].data == data and own[0].valid_from <= begins
    if newest != body.based_on and not same:
        raise _stale(organisation, own, at)
    family = await policies.family(conn, organisation, begins)
    wanted = Setting(organisation, newest + 1, begins, data, user.login, at, body.note)
    after = family if same else _with(family, wanted)
    _check(family, after, begins)
    answer = _answer(family, after, own, wanted, body.dry_run, same, at)
    return Plan(None if same else wanted, answer)


def _begins(wanted: datetime | None, at: datetime) -> datetime:
    if wanted is None:
        return at
    if wanted < at:
        raise invalid("valid_from", "in-the-past", "不能早于现在 / must not be in the past")
    if wanted > at + _LATEST:
        raise invalid("valid_from", "too-far-ahead", "最多提前两年 / two years ahead at most")
    return wanted


def _stale(organisation: str, own: list[Version], at: datetime) -> Problem:
    shown = None
    if own:
        states = standings({one.version: one.valid_from for one in own}, at)
        shown = version_detail(organisation, own[0], states[own[0].version]).model_dump(mode="json")
    number = own[0].version if own else 0
    detail = f"策略的最新版本是第 {number} 版，请在其基础上修改 / the newest version is {number}: change that one"
    return Problem(409, "policy-changed", detail, newest=shown)


def _with(family: Family, wanted: Setting) -> Family:
    layer = Layer(wanted.organisation, wanted.version, wanted.valid_from, wanted.data)
    return Family(family.organisation, family.paths, [*family.layers, layer])


def _check(before: Family, after: Family, begins: datetime) -> None:
    """Raises: Problem 422 for what this version would break, now or together with one that is planned, here or below."""
    moments = {begins} | {layer.valid_from for layer in after.layers if layer.valid_from > begins}
    found: dict[tuple[str, str, str], Mistake] = {}
    for organisation, path in after.paths.items():
        for moment in sorted(moments):
            known = {(one.field, one.rule) for one in wrong_with(laid(before.layers, path, moment))}
            for one in wrong_with(laid(after.layers, path, moment)):
                if (one.field, one.rule) not in known:
                    found.setdefault((organisation, one.field, one.rule), one)
    if found:
        own = after.organisation
        raise _refused([(None if place[0] == own else place[0], one) for place, one in found.items()])


def _refused(found: list[tuple[str | None, Mistake]]) -> Problem:
    """`invalid-field` for each mistake; those of an organisation below with its id."""
    errors = []
    for organisation, one in found[:_MOST_ERRORS]:
        zh = one.detail.zh if organisation is None else f"下级组织 {organisation}：{one.detail.zh}"
        en = one.detail.en if organisation is None else f"in {organisation}, below: {one.detail.en}"
        error = {"field": f"data.{one.field}", "rule": one.rule, "detail": f"{zh} / {en}"}
        errors.append(error if organisation is None else error | {"organisation": organisation})
    told = "; ".join(f"{error['field']}: {error['detail']}" for error in errors[:5])
    return Problem(422, "invalid-field", told, errors=errors)


def _answer(
    before: Family, after: Family, own: list[Version], wanted: Setting, dry_run: bool, same: bool, at: datetime
) -> PolicyChanged:
    changes = [
        change_view(organisation, one)
        for organisation, path in after.paths.items()
        for one in differences(*(settings_of(laid(one.layers, path, wanted.valid_from)) for one in (before, after)))
    ]
    replaced = [] if same else _replaced(own, wanted, at)
    fields = {change.field for change in changes if change.organisation == wanted.organisation}
    return PolicyChanged(
        organisation=wanted.organisation,
        dry_run=dry_run,
        saved=not dry_run and not same,
        version=own[0].version if same else wanted.version,
        valid_from=own[0].valid_from if same else wanted.valid_from,
        changes=changes,
        replaces=replaced,
        holds=[sentence(one) for one in holds(fields, root=len(after.path) == 1)],
        warnings=[sentence(_SAME)] if same else _warnings(replaced, changed=bool(changes)),
    )


def _replaced(own: list[Version], wanted: Setting, at: datetime) -> list[int]:
    """The planned versions that never begin because this newer one begins first."""
    states = standings({one.version: one.valid_from for one in own}, at)
    return [
        one.version for one in own if states[one.version] is Standing.PLANNED and one.valid_from >= wanted.valid_from
    ]


def _warnings(replaced: list[int], changed: bool) -> list[Sentence]:
    found = [] if changed else [sentence(_NO_CHANGE)]
    for number in replaced:
        zh = f"第 {number} 版尚未生效，将由本版取代，不再生效。"
        found.append(
            Sentence(zh=zh, en=f"Version {number} has not begun: this one takes its place, and it never will.")
        )
    return found
