"""What `./run bench web` does about people's figures: alerts read, answered and decided, appeals, appraisal policies through two people."""

from bench.web.ask import OFFICE, Ask
from bench.web.people import HR, RECRUITER

_ALERT, _APPEAL, _POLICY = "/console/alerts", "/console/appeals", "/console/settings/appraisal"
_FACT = f"{_APPEAL}/new?interview={{appealable}}&revision=1"

_ALERTS = (
    Ask(
        "act: read an alert",
        f"{_ALERT}/{{note}}/read",
        (RECRUITER,),
        form={},
        opens=f"{_ALERT}/{{note}}",
        shows="您已于",
        changes="note",
    ),
    Ask(
        "act: comment on an alert",
        f"{_ALERT}/{{review}}/comment",
        (RECRUITER,),
        form={"comment": "两天系统迁移，重复预约 {number}"},
        opens=f"{_ALERT}/{{review}}",
        shows="重复预约 {number}",
    ),
    Ask(
        "act: decide a review",
        f"{_ALERT}/{{review}}/decide",
        OFFICE,
        form={"decision": "explained", "remark": "迁移属实 {number}"},
        opens=f"{_ALERT}/{{review}}",
        shows="迁移属实 {number}",
        changes="review",
    ),
)
_APPEALS = (
    Ask(
        "act: appeal",
        _APPEAL,
        (RECRUITER,),
        form={"text": "是面试官要求的 {number}"},
        opens=_FACT,
        partial=True,
        shows="/console/appeals/",
        changes="appealable",
    ),
    Ask(
        "act: uphold an appeal",
        f"{_APPEAL}/{{appeal}}/uphold",
        OFFICE,
        form={"correct": "attributable", "remark": "迁移属实 {number}"},
        opens=f"{_APPEAL}/{{appeal}}",
        shows="迁移属实 {number}",
        changes="appeal",
    ),
    Ask(
        "act: reject an appeal",
        f"{_APPEAL}/{{appeal}}/reject",
        OFFICE,
        form={"remark": "没有依据 {number}"},
        opens=f"{_APPEAL}/{{appeal}}",
        shows="没有依据 {number}",
        changes="appeal",
    ),
)
_POLICIES = (
    Ask("settings: appraisal", _POLICY, paints=(HR,)),
    Ask("settings: an appraisal policy", f"{_POLICY}/{{in_force}}", paints=(HR,)),
    Ask("settings: a proposal tried on a month", f"{_POLICY}/{{proposal}}?month=2026-08", (HR,), paints=(HR,)),
    Ask("settings: propose weights", f"{_POLICY}/new", (HR,), paints=(HR,)),
    Ask(
        "act: propose weights",
        f"{_POLICY}/new",
        (HR,),
        form={"valid_from": "2031-01-01", "why": "提高取消率的权重 {number}"},
        opens=f"{_POLICY}/new?organisation=s9",
        shows="提高取消率的权重 {number}",
        changes="proposals",
    ),
    *(
        Ask(
            f"act: {how} weights",
            f"{_POLICY}/{{proposal}}/{how}",
            (HR,),
            form={"remark": "看过 {number}"},
            opens=f"{_POLICY}/{{proposal}}",
            via=f"{_POLICY}/{{proposal}}/approve",
            shows="看过 {number}",
            changes="proposal",
        )
        for how in ("approve", "reject")
    ),
    Ask(
        "act: withdraw weights",
        f"{_POLICY}/{{own_proposal}}/withdraw",
        (HR,),
        form={},
        opens=f"{_POLICY}/{{own_proposal}}",
        changes="own_proposal",
    ),
    Ask(
        "act: acknowledge weights",
        f"{_POLICY}/{{unread_policy}}/acknowledge",
        (RECRUITER,),
        form={},
        opens=f"{_POLICY}/{{unread_policy}}",
        changes="unread_policy",
    ),
)
JUDGING = (*_ALERTS, *_APPEALS, *_POLICIES)
