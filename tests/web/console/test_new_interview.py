"""Stories of creating interviews by hand and out of a file: errors at their fields, nothing lost, nothing twice (R1, R24)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx2

from api.context import App
from tests.processes import nobody
from tests.web.browser import Page
from tests.web.console.test_moving import workday
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter
from web.app import app

NEW = "/console/interviews/new"
IMPORT = "/console/interviews/import"


def typed(**changed: str) -> dict[str, str]:
    at = workday(7, 10)
    return {
        "name": "陈可",
        "phone": "139 0013 8001",
        "email": f"{uuid4().hex[:10]}@example.com",
        "position": "数据分析师",
        "interviewer": "钱经理",
        "date": f"{at:%Y-%m-%d}",
        "time": "10:00",
        "timezone": "Asia/Shanghai",
        "minutes": "60",
        "join_url": "https://meet.example.com/9",
        "source": "内推",
        **changed,
    }


def id_in(answer: httpx2.Response) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rpartition("/")[2]


async def test_an_interview_is_created_once_however_often_the_button_is_pressed(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    page = await zhang.opens(NEW)
    assert not page.all("select", name="recruiter")
    fields = {**page.form_to(NEW).fields, **typed()}
    first, second = [await zhang.http.post(NEW, data=fields) for _ in range(2)]
    assert id_in(first) == id_in(second)
    found = (await zhangsan.gets(f"/interviews/{id_in(first)}")).json()
    assert found["candidate"]["phone"] == "+8613900138001"
    assert datetime.fromisoformat(found["starts_at"]) == workday(7, 10)
    expected = ("数据分析师", "钱经理", 60, "zhangsan", "内推", "https://meet.example.com/9")
    names = ("position", "interviewer", "duration_minutes", "recruiter", "source", "join_url")
    assert tuple(found[name] for name in names) == expected
    changed = await zhang.sends(page, NEW, typed(name="陈可可"))
    assert changed.status == 409
    assert "这张表单已经创建过一场面试" in changed.text
    assert id_in(first) in changed.html
    assert changed.form_to(NEW).fields["name"] == "陈可可"


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(zhang: Visitor) -> None:
    page = await zhang.opens(NEW)
    given = typed(phone="12", minutes="3", join_url="meet", timezone="Mars/Base", position="")
    wrong = await zhang.sends(page, NEW, given)
    assert wrong.status == 422
    for field in ("phone", "minutes", "join_url", "timezone", "position"):
        [shown] = wrong.all("input", id=f"f-{field}")
        assert shown["aria-invalid"] == "true", field
        assert wrong.all("div", id=f"e-{field}"), field
    assert {name: wrong.form_to(NEW).fields[name] for name in given} == given
    assert not wrong.all("div", id="e-name")


async def test_everything_that_is_wrong_is_said_at_once_also_a_day_that_is_over(zhang: Visitor) -> None:
    page = await zhang.opens(NEW)
    wrong = await zhang.sends(page, NEW, typed(phone="12", email="nobody", date="2020-01-08"))
    assert [name for name in ("phone", "email", "date") if wrong.all("div", id=f"e-{name}")] == [
        "phone",
        "email",
        "date",
    ]
    assert "面试时间必须晚于现在" in wrong.text


async def test_a_candidate_nobody_can_reach_a_time_that_is_over_and_one_that_never_comes(zhang: Visitor) -> None:
    page = await zhang.opens(NEW)
    unreachable = await zhang.sends(page, NEW, typed(phone="", email=""))
    assert "手机号与邮箱至少填一项。" in unreachable.text
    past = await zhang.sends(page, NEW, typed(date="2020-01-08"))
    assert (past.status, "面试时间必须晚于现在" in past.text) == (422, True)
    far = datetime.now(UTC) + timedelta(days=3000)
    assert "超出本组织可预约的范围" in (await zhang.sends(page, NEW, typed(date=f"{far:%Y-%m-%d}"))).text
    skipped = typed(date="2027-03-14", time="02:30", timezone="America/New_York")
    assert "没有2027-03-14 02:30这一时刻" in (await zhang.sends(page, NEW, skipped)).text
    assert "请填写日期和时间" in (await zhang.sends(page, NEW, typed(time=""))).text


async def test_who_sees_a_team_says_whose_interview_it_is(chief: Visitor, zhangsan: Recruiter) -> None:
    page = await chief.opens(NEW)
    assert page.all("select", name="recruiter")
    assert "请选择招聘人员。" in (await chief.sends(page, NEW, typed())).text
    fields = {**page.form_to(NEW).fields, **typed(recruiter="zhangsan")}
    made = id_in(await chief.http.post(NEW, data=fields))
    assert (await zhangsan.gets(f"/interviews/{made}")).json()["recruiter"] == "zhangsan"


async def uploads(
    visitor: Visitor, content: bytes, name: str = "list.csv", kind: str = "text/csv", seen: str = ""
) -> Page:
    """Choose a file and press the preview, or with what it had `seen` the one button below it."""
    token = (await visitor.opens(IMPORT)).form_to(IMPORT).fields["csrf"]
    pressed = {"csrf": token, "seen": seen, "step": "confirm" if seen else "preview"}
    answer = await visitor.http.post(IMPORT, data=pressed, files={"file": (name, content, kind)})
    return Page(answer) if answer.status_code != 303 else await visitor.opens(answer.headers["location"])


async def imports(visitor: Visitor, content: bytes) -> Page:
    """Both steps."""
    preview = await uploads(visitor, content)
    return await uploads(visitor, content, seen=preview.form_to(IMPORT).fields["seen"])


def table(*people: tuple[str, str]) -> bytes:
    head = "候选人,邮箱,语言,岗位,面试时间,时长(分钟),时区,招聘人员"
    rows = [f"{name},{mail},zh-CN,测试工程师,+5d 10:00,45,Asia/Shanghai," for name, mail in people]
    return "\n".join([head, *rows]).encode("gb18030")


async def test_a_list_is_imported_once_and_its_mistakes_are_named_by_line(zhang: Visitor) -> None:
    mark = uuid4().hex[:10]
    content = table(("李一", f"{mark}1@example.com"), ("李二", "nobody"), ("李三", f"{mark}3@example.com"))
    page = await imports(zhang, content)
    assert page.status == 200
    assert "2 场已创建并发出邀约 0 场此前已提交，未重复创建 1 行未导入" in page.text
    assert "第 3 行 李二 邮箱 nobody " in page.text
    again = await imports(zhang, content)
    assert "0 场已创建并发出邀约 2 场此前已提交，未重复创建 1 行未导入" in again.text


async def test_what_a_list_would_come_to_is_shown_before_anybody_is_invited(zhang: Visitor) -> None:
    mark = uuid4().hex[:10]
    content = "候选人,手机,邮箱,岗位,面试时间,招聘人员\n".encode()
    content += (
        f"李一,,{mark}1@example.com,测试,+5d 10:00,\n李二,13955502001,{mark}2@example.com,测试,+5d 11:00,\n".encode()
    )
    content += (
        f"李三,,{mark}3@example.com,测试,2020-01-08 10:00,\n李四,,{mark}4@example.com,测试,+5d 12:00,nobody\n".encode()
    )
    preview = await uploads(zhang, content)
    assert "2 场将创建并发出邀约 2 行有误，不会导入" in preview.text
    assert "邮件 2 条" in preview.text
    assert "第 4 行 李三 面试时间 2020-01-08 10:00 必须晚于当前时间" in preview.text
    assert "第 5 行 李四 招聘人员 nobody 没有该招聘人员" in preview.text
    assert "导入 2 场并邀约候选人" in preview.text
    assert "李一" not in (await zhang.opens(f"/console/interviews?q={mark}1@example.com")).text, "nothing is there yet"
    seen = preview.form_to(IMPORT).fields["seen"]
    other = await uploads(zhang, content + b"\n", seen=seen)
    assert "预览：还没有导入" in other.text, "another file is shown first"
    done = await uploads(zhang, content, seen=seen)
    assert "2 场已创建并发出邀约" in done.text
    assert "2 场此前已提交，不会重复创建" in (await uploads(zhang, content)).text


async def test_a_list_that_met_an_outage_is_uploaded_again(zhang: Visitor, zhangsan: Recruiter) -> None:
    """R24: what was asked for while Temporal was away is no interview yet, and the page that says so has the button."""
    mark = uuid4().hex[:10]
    content = table(("李一", f"{mark}1@example.com"), ("李二", f"{mark}2@example.com"))
    seen = (await uploads(zhang, content)).form_to(IMPORT).fields["seen"]
    async with _without_temporal():
        away = await uploads(zhang, content, seen=seen)
    assert away.status == 503
    preview = await uploads(zhang, content)
    assert "其中 2 场此前已提交，但还没有确认创建成功，需要再提交一次" in preview.text
    assert "导入 2 场并邀约候选人" in preview.text
    assert "2 场已创建并发出邀约 0 场此前已提交，未重复创建" in (await uploads(zhang, content, seen=seen)).text
    for name in ("李一", "李二"):
        await _listed(zhang, f"{mark}{'一二'.index(name[1]) + 1}@example.com", name)
    assert "没有可以导入的新面试。" in (await uploads(zhang, content)).text


@asynccontextmanager
async def _without_temporal() -> AsyncIterator[None]:
    there = app.state.app
    app.state.app = App(there.engine, await nobody(), there.settings)
    try:
        yield
    finally:
        app.state.app = there


async def _listed(visitor: Visitor, mail: str, name: str) -> None:
    for _ in range(100):
        if name in (await visitor.opens(f"/console/interviews?q={mail}")).text:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{name} was never invited")


async def test_a_column_that_nobody_knows_is_named_as_the_file_does(zhang: Visitor) -> None:
    page = await uploads(zhang, "候选人,邮箱,神秘列\n王明,a@example.com,x\n".encode())
    assert "第 1 行 神秘列 无法识别这一列的列名" in page.text
    assert "并邀约候选人" not in page.text


async def test_what_is_no_list_is_refused_in_words(zhang: Visitor) -> None:
    page = await uploads(zhang, b"%PDF-1.7", "list.pdf", "application/pdf")
    assert page.status == 422
    assert page.all("div", id="e-file")
    nothing = await zhang.sends(await zhang.opens(IMPORT), IMPORT)
    assert (nothing.status, "请选择要导入的文件" in nothing.text) == (422, True)
    large = b"name\n" + b"x" * 2_000_000
    assert (await uploads(zhang, large)).status == 422, "larger than any other form may be"


async def test_a_list_over_five_megabytes_is_refused_at_its_field(zhang: Visitor) -> None:
    """Also where no script looks at its size first."""
    for content in (b"x" * 5_200_000, b"x" * 5_010_000):
        page = await uploads(zhang, content)
        assert page.status == 422
        assert page.all("div", id="e-file")
        assert "5 MB" in page.text
        assert page.form_to(IMPORT), "the form is there for the next try"


async def test_the_sample_can_be_downloaded_and_filled_in(zhang: Visitor) -> None:
    [link] = (await zhang.opens(IMPORT)).all("a", download="")
    answer = await zhang.http.get(link["href"])
    assert answer.headers["content-disposition"] == 'attachment; filename="interviews.csv"'
    assert answer.text.lstrip("\ufeff").startswith("candidate_name,")
