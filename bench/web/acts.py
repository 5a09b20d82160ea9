"""What `./run bench web` does: everything that is done at the console with interviews, bulks, calls, messages and requests."""

from bench.web.ask import NOBODY, Ask
from bench.web.dialogs import REASON
from bench.web.people import CLERK, HR, PASSWORD, RECRUITER
from domain.slots import CONCERNS

_AT = "/console/interviews"
_DRAFT = {**REASON, "channels": ["sms", "email"]}
_NEW_BULK = "/console/bulk/new"
_WISH = "/console/candidate-requests"
_PERSON = {"name": "白露", "phone": "138{number}", "email": "b{number}@example.com", "recruiter": RECRUITER}
_WHEN = {"position": "数据分析师", "date": "{someday}", "time": "10:30", "timezone": "Asia/Shanghai", "minutes": "30"}
_TABLE = (
    "candidate_name,phone,email,locale,position,starts_at,duration_minutes,timezone,recruiter\n"
    f"白露,138{{number}},t{{number}}@example.com,zh-CN,数据分析师,+9d 10:00,30,Asia/Shanghai,{RECRUITER}\n"
    f"秋分,137{{number}},u{{number}}@example.com,zh-CN,数据分析师,+9d 11:00,30,Asia/Shanghai,{RECRUITER}\n"
    f"霜降,136{{number}},v{{number}}@example.com,zh-CN,数据分析师,+9d 14:00,30,Asia/Shanghai,{RECRUITER}\n"
)
_BULK = {**REASON, "id": ["{fresh}", "{another}"], "pace": "1200", "step": "preview"}
_IMPORT = f"{_AT}/import"

_INTERVIEWS = (
    Ask(
        "act: create an interview",
        f"{_AT}/new",
        form=_PERSON | _WHEN,
        opens=f"{_AT}/new",
        changes="interviews",
        shows="b{number}@example.com",
    ),
    Ask(
        "act: look at a table of 3",
        _IMPORT,
        form={"step": "preview"},
        opens=_IMPORT,
        file=_TABLE,
        partial=True,
        shows="还没有导入",
    ),
    Ask(
        "act: import a table of 3",
        _IMPORT,
        form={"step": "confirm"},
        opens=_IMPORT,
        first={"step": "preview"},
        file=_TABLE,
        share=5,
        shows="3 场已创建并发出邀约",
        changes="interviews",
    ),
    Ask(
        "act: check a cancellation",
        f"{_AT}/{{fresh}}/cancel/check",
        form=_DRAFT,
        opens=f"{_AT}/{{fresh}}/cancel",
        via=f"{_AT}/{{fresh}}/cancel",
        partial=True,
        shows="候选人将收到：",
    ),
    Ask(
        "act: cancel",
        f"{_AT}/{{fresh}}/cancel",
        form=_DRAFT,
        opens=f"{_AT}/{{fresh}}/cancel",
        partial=True,
        shows="已取消",
        changes="stage",
    ),
    Ask(
        "act: confirm",
        f"{_AT}/{{fresh}}/confirm",
        form={},
        opens=f"{_AT}/{{fresh}}",
        partial=True,
        shows="已登记。",
        changes="stage",
    ),
    Ask(
        "act: the candidate knows",
        f"{_AT}/{{fresh}}/acknowledge",
        form={},
        opens=f"{_AT}/{{fresh}}",
        via=f"{_AT}/{{fresh}}/confirm",
        partial=True,
        shows="已登记。",
        changes="steps",
    ),
    Ask(
        "act: offer times",
        f"{_AT}/{{fresh}}/reschedule",
        form={"way": "offer", "do": "send", "pick": "@pick"},
        opens=f"{_AT}/{{fresh}}/reschedule?from={{someday}}",
        partial=True,
        shows="已请候选人从",
        changes="stage",
    ),
    Ask(
        "act: move",
        f"{_AT}/{{fresh}}/reschedule",
        form={"way": "move", "do": "send", "pick": "@pick"},
        opens=f"{_AT}/{{fresh}}/reschedule?way=move&from={{someday}}",
        partial=True,
        shows="面试已改到",
        changes="stage",
    ),
    Ask(
        "act: approve a request",
        "/console/requests/{asking}/approve",
        form={"known": ",".join(CONCERNS)},
        opens="/console/requests/{asking}/decline",
        via="/console/requests/{asking}/decline",
        partial=True,
        shows="已同意",
        changes="stage",
    ),
    Ask(
        "act: decline a request",
        "/console/requests/{asking}/decline",
        form={},
        opens="/console/requests/{asking}/decline",
        partial=True,
        shows="已婉拒",
        changes="stage",
    ),
    Ask(
        "act: outcome",
        f"{_AT}/{{begun}}/outcome",
        form={"outcome": "completed"},
        opens=f"{_AT}/{{begun}}/outcome",
        partial=True,
        shows="面试结果已登记",
        changes="stage",
    ),
    Ask(
        "act: survey by phone",
        f"{_AT}/{{gone}}/survey",
        form={"timeliness": "5", "handling": "4", "comment": "打电话问的"},
        opens=f"{_AT}/{{gone}}/survey",
        partial=True,
        shows="问卷已登记",
        changes="steps",
    ),
)
_BULKS = (
    Ask(
        "act: preview a bulk",
        _NEW_BULK,
        form={**REASON, "position": "岗位7", "step": "preview"},
        opens=_NEW_BULK,
        partial=True,
        shows="每分钟 120 场",
    ),
    Ask(
        "act: begin a bulk of 2",
        _NEW_BULK,
        form={"step": "confirm"},
        opens=f"{_NEW_BULK}?id={{fresh}}&id={{another}}",
        first=_BULK,
        partial=True,
        share=5,
        shows="/console/bulk/",
        changes="bulks",
    ),
    *(
        Ask(
            f"act: {to} a bulk",
            f"/console/bulk/{{running}}/{to}",
            form={},
            opens=f"/console/bulk/{{running}}{'/stop' if to == 'stop' else ''}",
            before=("/api/v1/bulks/{running}/pause",) if to == "resume" else (),
            partial=True,
            share=5,
            shows=shows,
            changes="bulk_state",
        )
        for to, shows in (("pause", "已暂停，"), ("resume", "已继续。"), ("stop", "已停止，"))
    ),
)
_FOLLOWING = (
    Ask(
        "act: take a call",
        "/console/calls/{call}/take",
        form={},
        opens="/console/calls/{call}",
        partial=True,
        shows="已由您接手",
        changes="notice",
    ),
    Ask(
        "act: give a call back",
        "/console/calls/{call}/release",
        form={},
        opens="/console/calls/{call}",
        before=("/api/v1/phone-tasks/{call}/take",),
        partial=True,
        shows="任务已放回",
        changes="notice",
    ),
    Ask(
        "act: result of a call",
        "/console/calls/{call}/done",
        form={"outcome": "reached", "remark": "本人接听，已知悉"},
        opens="/console/calls/{call}",
        before=("/api/v1/phone-tasks/{call}/take",),
        partial=True,
        shows="通话结果已登记",
        changes="notice",
    ),
    Ask(
        "act: settle an unknown send",
        "/console/unknown/{unknown}/settle",
        form={"came": "yes", "remark": "微信中确认"},
        opens="/console/unknown/{unknown}",
        partial=True,
        shows="候选人已收到",
        changes="unknown",
    ),
    Ask(
        "act: read a message",
        "/console/messages/read",
        form={"id": "{message}"},
        opens="/console/messages",
        partial=True,
        shows="1 条消息已标为已读",
        changes="message",
    ),
    Ask(
        "act: a request is done",
        f"{_WISH}/{{human}}/done",
        form={"note": "由张经理与您视频面谈"},
        opens=f"{_WISH}/{{human}}/done",
        partial=True,
        shows="已登记为办理完成",
        changes="human",
    ),
    Ask(
        "act: decline a wish",
        f"{_WISH}/{{human}}/decline",
        form={"note": "本轮只安排 AI 面试"},
        opens=f"{_WISH}/{{human}}/decline",
        partial=True,
        shows="候选人会看到您写的原因",
        changes="human",
    ),
    Ask(
        "act: delete a candidate",
        f"{_WISH}/{{deletion}}/done",
        (HR,),
        form={"sure": "yes"},
        opens=f"{_WISH}/{{deletion}}/done",
        partial=True,
        shows="候选人的个人信息已删除",
        changes="deletion",
    ),
)
_SELF = (
    Ask(
        "act: sign in",
        "/console/signin",
        NOBODY,
        form={"login": CLERK, "password": PASSWORD},
        opens="/console/signin",
        via="/console/signin?lang=zh",
        shows="/console",
        changes="sessions",
    ),
    Ask(
        "act: language",
        "/console/language",
        (CLERK,),
        form={"lang": "{tongue}"},
        opens="/console/account",
        changes="locale",
    ),
    Ask("act: zone", "/console/zone", (CLERK,), form={"zone": "{zone}"}, opens="/console/account", changes="timezone"),
    Ask(
        "act: sign out", "/console/signout", (CLERK,), anew=True, form={}, opens="/console/account", changes="sessions"
    ),
    Ask(
        "act: own password",
        "/console/password",
        (CLERK,),
        anew=True,
        form={"password": "{secret}", "new": "{newer}", "again": "{newer}"},
        opens="/console/password",
        changes="password_of",
    ),
)
ACTS = (*_INTERVIEWS, *_BULKS, *_FOLLOWING, *_SELF)
