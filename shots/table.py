"""The list of pictures: one line each."""

from dataclasses import dataclass
from typing import Any

from db import sample
from shots import company, steps
from shots.bulks import OPENED
from shots.screens import DESKTOP, PHONE, Scheme, Screen
from shots.steps import Step, attach, fill, fill_day, press, scroll, see, tick


@dataclass(frozen=True)
class Shot:
    """One picture, docs/images/`name`.webp.

    `path` and `dialog` may name what shots/people.py has found: `{invited.token}`, `{late.id}`. `login` signs in at the console first, in
    `locale`. `dialog`: the address of the dialog that is opened over the page, by the page's own link to it. `whole`: also what does
    not fit the screen.
    """

    name: str
    path: str
    screen: Screen = DESKTOP
    locale: str = "zh-CN"
    scheme: Scheme = "light"
    login: str | None = None
    dialog: str = ""
    steps: tuple[Step, ...] = ()
    whole: bool = False


_TALL = Screen("tall", 1024, 1340)
_SMALL = Screen("small", 900, 620)


def _candidate(name: str, path: str, locale: str = "zh-CN", **more: Any) -> Shot:
    return Shot(f"candidate-{name}", path, PHONE, locale, whole=True, **more)


def _console(name: str, path: str = "", login: str = "zhangsan", dialog: str = "", **more: Any) -> Shot:
    place = f"/console/{dialog}" if dialog else ""
    return Shot(f"console-{name}", f"/console/{path or name}", login=login, dialog=place, **more)


def _hr(name: str, path: str = "", **more: Any) -> Shot:
    return _console(name, path, "hrops", **more)


_HALF = "period=6-months"
_MOVE_OPEN = (press("#reschedule summary"),)
_MOVE_CHOSEN = (*_MOVE_OPEN, steps.pick("#f-date", 3), steps.pick("#f-time", 9))
_CANDIDATE = (
    _candidate("invited", "/c/{invited.token}"),
    _candidate("invited-en", "/c/{invited_en.token}", "en"),
    _candidate("invited-dark", "/c/{invited.token}", scheme="dark"),
    Shot("candidate-desktop", "/c/{invited.token}"),
    _candidate("reschedule", "/c/{invited.token}", steps=_MOVE_CHOSEN),
    _candidate("reschedule-en", "/c/{invited_en.token}", "en", steps=_MOVE_CHOSEN),
    _candidate("cancel", "/c/{invited.token}", steps=(press("#cancel summary"), tick('[value="C_SCHEDULE"]'))),
    _candidate("options", "/c/{offered.token}"),
    _candidate("options-en", "/c/{offered_en.token}", "en"),
    _candidate("requested", "/c/{requested.token}"),
    _candidate("cancelled", "/c/{late.token}"),
    _candidate("acknowledged", "/c/{acknowledged.token}?done=acknowledged"),
    _candidate("survey", "/c/{withdrawn.token}"),
    _candidate("person", "/c/{person.token}"),
    _candidate("messages", "/c/{invited.token}/messages"),
    _candidate("privacy", "/c/{invited.token}/privacy"),
    _candidate("wrong-link", "/c/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
)

_FROZEN = (tick("#f-party-company"), fill("#f-detail", "该岗位已冻结，暂停招聘"), see("#cancel-verdict .good"))
_TEXTS = (see("#letter-email"), press("#f-detail"))
_ILL = (tick("#f-party-interviewer"), fill("#f-detail", "面试官突发急诊，无法到场"), see("#cancel-verdict .good"))
_WHY_LATE = fill("#f-justification", "面试官今早入院，组内无人可替，已电话致歉")
_NEW = (
    fill("#f-name", "苏念"),
    fill("#f-phone", "139 0013 8260"),
    fill("#f-email", "sunian@example.com"),
    fill("#f-source", "内推"),
    fill("#f-position", "后端开发工程师"),
    fill("#f-interviewer", "刘洋"),
    fill_day("#f-date", 5),
    fill("#f-time", "14:30"),
    fill("#f-join_url", "https://meet.example.com/i/0260"),
)
_LIST = (
    "候选人,手机号,邮箱,语言,岗位,面试时间,时长(分钟),时区",
    "齐悦,13900138271,qiyue@example.com,zh-CN,产品经理,+9d 10:00,45,Asia/Shanghai",
    "卓航,139001382,,zh-CN,产品经理,+9d 11:00,45,Asia/Shanghai",
    "贺兰,13900138273,helan@example.com,zh-CN,数据分析师,+9d 26:00,45,Asia/Shanghai",
    "闻笛,13900138274,wendi@example.com,zh-CN,数据分析师,+9d 15:00,45,Asia/Shanghai",
)
_INTERVIEWS = (
    Shot("console-signin", "/console/signin", _SMALL),
    _console("interviews"),
    _console("interviews-en", "interviews", "zhaolei", locale="en"),
    _console("interviews-dark", "interviews", scheme="dark"),
    _console("interviews-phone", "interviews", screen=PHONE),
    _console("interview", "interviews/{late.id}", whole=True),
    _console("interview-phone", "interviews/{late.id}", screen=PHONE, whole=True),
    _console("new-interview", "interviews/new", steps=_NEW, whole=True),
    _console(
        "import",
        "interviews/import",
        steps=(attach("#f-file", "名单.csv", _LIST), press("main form .btn-primary"), see(".tiles")),
        whole=True,
    ),
    _console("cancel", "interviews", dialog="interviews/{invited.id}/cancel", screen=_TALL, steps=(*_FROZEN, *_TEXTS)),
    _console(
        "cancel-en",
        "interviews",
        "zhaolei",
        dialog="interviews/{abroad.id}/cancel",
        locale="en",
        screen=_TALL,
        steps=(
            tick("#f-party-company"),
            fill("#f-detail", "The position was put on hold, hiring is paused"),
            see("#cancel-verdict .good"),
            *_TEXTS,
        ),
    ),
    _console(
        "cancel-suggestion",
        "interviews",
        dialog="interviews/{invited.id}/cancel",
        steps=(tick("#f-party-company"), fill("#f-detail", "公司有事"), see("#cancel-verdict .bad")),
    ),
    _console(
        "cancel-late",
        "interviews",
        dialog="interviews/{soon.id}/cancel",
        screen=_TALL,
        steps=(_WHY_LATE, *_ILL, see("#letter-sms"), press("#f-justification")),
    ),
    _console("cancel-phone", "interviews/{invited.id}/cancel", screen=PHONE, steps=_FROZEN, whole=True),
    _console(
        "reschedule", "interviews/{invited.id}/reschedule", whole=True, steps=(press(".slot", 4), press(".slot", 12))
    ),
    _console("outcome", "interviews/{begun.id}", dialog="interviews/{begun.id}/outcome"),
    _console("survey", "interviews/{withdrawn.id}", dialog="interviews/{withdrawn.id}/survey"),
    _console("requests"),
    _console("requests-offered", "requests?kind=offered"),
    _console("decline", "requests", dialog="requests/{requested.id}/decline"),
)

_BULK_NEW = f"bulk/new?position={OPENED}"
_BULK_FILLED = (
    tick("#f-party-company"),
    fill("#f-detail", "该岗位已冻结，暂停招聘"),
    see("#bulk-verdict .good"),
    fill("#f-remark", "与用人部门确认过"),
)
_BULK = (
    _console("bulk", login="wangfang"),
    _console("bulk-new", _BULK_NEW, "chenjing", steps=_BULK_FILLED, whole=True),
    _console(
        "bulk-preview",
        _BULK_NEW,
        "chenjing",
        steps=(*_BULK_FILLED, press("#bulk-go"), see('[name="step"][value="back"]')),
        whole=True,
    ),
    _console("bulk-run", "bulk/{bulk.id}", "wangfang", whole=True),
    _console("bulk-stop", "bulk/{bulk.id}", "wangfang", dialog="bulk/{bulk.id}/stop"),
)
_FOLLOWING = (
    _console("cancellations"),
    _console("messages"),
    _console("calls", "calls?state=all"),
    _console("call", "calls?state=taken", dialog="calls/{call.id}"),
    _hr("unknown"),
    _hr("unknown-send", "unknown", dialog="unknown/{unknown.id}"),
    _hr("candidate-requests"),
    _hr(
        "candidate-request",
        "candidate-requests",
        dialog="candidate-requests/{person_request.id}/done",
        steps=(fill('#dialog [name="note"]', "已安排张经理于周五 10:00 与您视频面谈"),),
    ),
    _hr("candidate-deletion", "candidate-requests", dialog="candidate-requests/{deletion_request.id}/done"),
    _hr("candidate-copy", "candidate-requests/{copy_request.id}/copy", whole=True),
    _hr("findings"),
)
_APPRAISAL = (
    _console("dashboard", f"dashboard?{_HALF}", company.HR, whole=True),
    _console("dashboard-en", f"dashboard?{_HALF}", company.HR, locale="en", whole=True),
    _console("dashboard-people", f"dashboard?{_HALF}", company.MANAGER, steps=(scroll("#people table"),)),
    _console("figure-rows", f"figures/rows?of=cancellation_rate&{_HALF}&recruiter={company.HASTY}", company.MANAGER),
    _console("comparison", f"comparison?change={sample.CHANGE}", sample.HR, whole=True),
    _console("comments", f"comments?{_HALF}", company.FIRST),
    _console("scores", login=company.HASTY, whole=True),
    _console("score-versions", "scores/{score.id}/versions", company.HASTY, whole=True),
    _console("alerts", "alerts?view=reviews", company.MANAGER),
    _console("alert", "alerts/{alert.id}", company.MANAGER, whole=True),
    _console("appeals", login=company.HR),
    _console("appeal", "appeals/{appeal.id}", company.HR, whole=True),
    _console(
        "appeal-new",
        f"figures/rows?of=cancelled&{_HALF}",
        company.HASTY,
        dialog="appeals/new",
        steps=(fill('#dialog [name="text"]', "面试官临时要求取消，并非安排有误。"),),
    ),
)
_IN_SETTINGS = (
    _hr("policy", "settings/policy", whole=True),
    _hr("policy-version", "settings/policy/versions/1", whole=True),
    _hr("templates", "settings/templates"),
    _hr("template", "settings/templates/edit?case=cancelled/company&locale=zh-CN", whole=True),
    _hr("holidays", "settings/holidays"),
    _hr("holiday", "settings/holidays", dialog="settings/holidays/day"),
    _hr("users", "settings/users"),
    _hr("user", "settings/users/wangfang", whole=True),
    _hr("user-new", "settings/users/-/new", whole=True),
    _hr("user-disable", "settings/users/wangfang", dialog="settings/users/wangfang/disable"),
    _console("appraisal", "settings/appraisal", company.LEAD),
    _console("appraisal-proposed", "settings/appraisal/{proposal.id}", company.LEAD, whole=True),
    _console("appraisal-new", "settings/appraisal/new", company.HR, whole=True),
    _console("account"),
    _console("password"),
)
# The bulk first, while it goes on.
SHOTS = (*_BULK, *_CANDIDATE, *_INTERVIEWS, *_FOLLOWING, *_APPRAISAL, *_IN_SETTINGS)
