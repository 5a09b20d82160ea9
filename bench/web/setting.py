"""What `./run bench web` asks for: the settings' pages, previews and saves, for a subsidiary whose people are not among those who ask."""

from bench.web.ask import Ask
from bench.web.people import HR, SET_FOR

_AT = "/console/settings"
_FOR = f"organisation={SET_FOR}"
_POLICY, _USERS, _DAYS = f"{_AT}/policy", f"{_AT}/users", f"{_AT}/holidays"
_CASE = "case=cancelled%2Fcompany&locale=zh-CN"
_TEMPLATE = f"{_AT}/templates/edit?{_CASE}"
_SMS = "{{sign}}{{hello}}抱歉，{{short}}的面试因我方原因取消{number}。{{sms_next}}{{ask}}。"
_TABLE = "日期,类型,名称\n2027-12-24,放假,年会{number}\n2027-12-26,调休上班,补班{number}\n"
_PERSON = {"name": "赵六", "email": "{number}@example.com", "role": "recruiter", "organisation": SET_FOR}


def _page(name: str, path: str) -> Ask:
    return Ask(f"settings: {name}", path, (HR,), paints=(HR,))


_PAGES = (
    _page("policy", _POLICY),
    _page("policy of a subsidiary", f"{_POLICY}?{_FOR}"),
    _page("a version of the policy", f"{_POLICY}/versions/1?{_FOR}"),
    Ask("settings: one more reminder", f"{_POLICY}/rung", (HR,), partial=True),
    _page("templates", f"{_AT}/templates"),
    _page("a template", f"{_TEMPLATE}&{_FOR}"),
    _page("holidays", _DAYS),
    Ask("settings: dialog: a day", f"{_DAYS}/day?{_FOR}&day=2027-06-01", (HR,), partial=True),
    _page("a day", f"{_DAYS}/day?{_FOR}&day=2027-06-01"),
    _page("users", _USERS),
    Ask("settings: users, search", f"{_USERS}?q=招聘1-1", (HR,)),
    _page("a new user", f"{_USERS}/-/new"),
    _page("a user", f"{_USERS}/{{user}}"),
    Ask("settings: dialog: disable", f"{_USERS}/{{user}}/disable", (HR,), partial=True),
    _page("disable a user", f"{_USERS}/{{user}}/disable"),
)
_SAVES = (
    Ask(
        "act: try a policy",
        _POLICY,
        (HR,),
        form={"notice_hours": "{hours}", "step": "preview"},
        opens=f"{_POLICY}?{_FOR}",
        shows="保存后会怎样",
    ),
    Ask(
        "act: save a policy",
        _POLICY,
        (HR,),
        form={"step": "save"},
        first={"notice_hours": "{hours}", "step": "preview"},
        opens=f"{_POLICY}?{_FOR}",
        shows="已保存，最新版本是第",
        changes="policy_version",
    ),
    Ask(
        "act: try a template",
        f"{_AT}/templates/preview?{_CASE}",
        (HR,),
        form={"sms": _SMS},
        opens=f"{_TEMPLATE}&{_FOR}",
        via=_TEMPLATE,
        partial=True,
        shows="取消{number}",
    ),
    Ask(
        "act: save a template",
        _TEMPLATE,
        (HR,),
        form={"sms": _SMS, "step": "save"},
        opens=f"{_TEMPLATE}&{_FOR}",
        shows="取消{number}",
        changes="template_version",
    ),
    Ask(
        "act: set a day",
        f"{_DAYS}/day",
        (HR,),
        form={"kind": "holiday", "name": "司庆{number}", "step": "put"},
        opens=f"{_DAYS}/day?{_FOR}&day=2027-06-01",
        shows="司庆{number}",
    ),
    Ask(
        "act: import days",
        _DAYS,
        (HR,),
        form={},
        file=_TABLE,
        opens=f"{_DAYS}?{_FOR}&year=2027",
        shows="年会{number}",
    ),
)
_PEOPLE = (
    Ask(
        "act: create a user",
        f"{_USERS}/-/new",
        (HR,),
        form={"login": "u{number}", **_PERSON},
        opens=f"{_USERS}/-/new",
        shows="只显示这一次",
        changes="users",
    ),
    Ask(
        "act: change a user",
        f"{_USERS}/{{user}}",
        (HR,),
        form={"name": "赵{number}"},
        opens=f"{_USERS}/{{user}}",
        shows="赵{number}",
    ),
    Ask(
        "act: disable a user",
        f"{_USERS}/{{user}}/disable",
        (HR,),
        form={},
        opens=f"{_USERS}/{{user}}/disable",
        shows="已保存",
        changes="user",
    ),
    Ask(
        "act: enable a user",
        f"{_USERS}/{{disabled}}/enable",
        (HR,),
        form={},
        opens=f"{_USERS}/{{disabled}}/enable",
        shows="已保存",
        changes="disabled",
    ),
    Ask(
        "act: unlock a user",
        f"{_USERS}/{{locked}}/unlock",
        (HR,),
        form={},
        opens=f"{_USERS}/{{locked}}",
        shows="已保存",
        changes="locked",
    ),
    Ask(
        "act: a new password for a user",
        f"{_USERS}/{{user}}/password",
        (HR,),
        form={},
        opens=f"{_USERS}/{{user}}/password",
        shows="只显示这一次",
        changes="user_password",
    ),
)
SETTING = (*_PAGES, *_SAVES, *_PEOPLE)
