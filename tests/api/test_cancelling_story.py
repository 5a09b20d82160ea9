"""A recruiter cancels an interview through the API, from the invitation to the exported log."""

import asyncio
import csv
import io
from datetime import datetime

import httpx2
import pytest
from openpyxl import load_workbook

from api.spreadsheet import XLSX_TYPE
from tests.api.desk import Desk, ahead


async def test_from_invitation_to_exported_log(zhangsan: Desk, sandbox_url: str) -> None:
    id = await zhangsan.arrange(candidate={"phone": "+8613911110001", "email": "story@example.com"})
    assert (await zhangsan.act(id, "confirm"))["stage"] == "confirmed"

    vague = await zhangsan.post(f"/interviews/{id}/cancel", {"reason_detail": "个人原因", "party": "candidate"})
    assert vague.status_code == 422
    assert vague.headers["content-type"] == "application/problem+json"
    problem = vague.json()
    assert problem["type"] == "urn:mianyue:rule:reason-vague"
    assert problem["errors"][0]["field"] == "reason_detail"
    assert problem["suggestion"], "R7: a refused reason comes with a better one"

    body = {"reason_detail": "岗位冻结", "party": "company", "remark": "候选人希望改期至下周三"}
    preview = await zhangsan.act(id, "cancel", body | {"dry_run": True})
    assert preview["dry_run"]
    assert preview["reason_code"] == "E_REQ_FROZEN"
    assert (await zhangsan.page(f"/interviews/{id}"))["stage"] == "confirmed", "a preview changes nothing"

    row = await zhangsan.act(id, "cancel", body)
    assert (row["operator"], row["party"], row["reason_code"]) == ("zhangsan", "company", "E_REQ_FROZEN")
    assert row["reason_detail"] == "岗位冻结"
    assert row["remark"] == "候选人希望改期至下周三"
    assert not row["late"]
    assert 71.9 < row["notice_hours"] < 72.1
    assert {notice["channel"] for notice in row["notices"]} == {"sms", "email", "inbox"}
    assert not row["already_cancelled"]

    again = await zhangsan.act(id, "cancel", body)
    assert again["already_cancelled"]
    assert again["id"] == row["id"]
    assert len((await zhangsan.page("/cancellations", {"interview": id}))["items"]) == 1

    await _sent_as_previewed(zhangsan, id, preview, sandbox_url)
    await _exports(zhangsan, id)


async def _sent_as_previewed(zhangsan: Desk, id: str, preview: dict, sandbox_url: str) -> None:  # type: ignore[type-arg]
    said = {notice["channel"]: notice["body"] for notice in preview["notices"] if notice["audience"] == "candidate"}
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as sandbox:
        for _ in range(100):
            notices = (await zhangsan.page(f"/interviews/{id}/notices"))["items"]
            mine = {n["channel"]: n for n in notices if n["kind"] == "cancelled"}
            if {mine["sms"]["state"], mine["email"]["state"]} == {"accepted"}:
                break
            await asyncio.sleep(0.1)
        for channel, address in (("sms", "+8613911110001"), ("email", "story@example.com")):
            assert mine[channel]["body"].replace("{link}", "〔链接〕") == said[channel]
            got = (await sandbox.get("/sandbox/messages", params={"to": address})).json()["items"]
            about = [m for m in got if m["notice_id"] == mine[channel]["id"]]
            assert len(about) == 1, "one message per channel"
            words = said[channel].split("〔链接〕")[0].strip()
            assert words in about[0]["body"].replace("\r\n", "\n")


async def _exports(zhangsan: Desk, id: str) -> None:
    answer = await zhangsan.get("/cancellations", {"interview": id}, Accept="text/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert (rows[0]["候选人"], rows[0]["岗位"], rows[0]["取消原因"]) == ("王小明", "后端开发工程师", "岗位冻结")
    assert (rows[0]["操作人"], rows[0]["责任方"], rows[0]["面试编号"]) == ("张三", "企业", id)
    assert (rows[0]["招聘人员"], rows[0]["招聘人员登录名"]) == ("张三", "zhangsan")
    assert (rows[0]["公司"], rows[0]["原因代码"]) == ("面约上海", "E_REQ_FROZEN")
    assert rows[0]["原因类别"].startswith("该岗位已冻结")
    assert "短信 服务商已接收" in rows[0]["通知状态"]
    for headers, params in (({"Accept": XLSX_TYPE}, {}), ({"Accept": "*/*"}, {"format": "xlsx"})):
        answer = await zhangsan.get("/cancellations", {"interview": id} | params, **headers)
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        values = [[cell.value for cell in line] for line in sheet.iter_rows()]
        assert values[1][values[0].index("取消原因")] == "岗位冻结"
        assert isinstance(values[1][1], datetime), "a date that a spreadsheet can sort and count with"
    named = await zhangsan.get(
        "/cancellations", {"interview": id, "from": "2026-09-01", "to": "2199-01-01", "format": "csv"}
    )
    assert named.headers["content-disposition"] == 'attachment; filename="cancellations-20260901-to-21990101.csv"'


async def test_the_timeline_tells_who_did_what_and_what_was_sent(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    await zhangsan.act(id, "confirm")
    await zhangsan.cancel(id)
    items = (await zhangsan.page(f"/interviews/{id}/timeline"))["items"]
    done = [(item["action"], item["actor"]) for item in items if item["kind"] == "change"]
    assert done == [("opened", "zhangsan"), ("confirmed", "zhangsan"), ("cancelled", "zhangsan")]
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)
    logged = [item["cancellation"] for item in items if item["kind"] == "cancellation"]
    assert [row["reason_code"] for row in logged] == ["E_REQ_FROZEN"]
    assert {item["notice"]["kind"] for item in items if item["kind"] == "notice"} >= {"invite", "cancelled"}


async def test_a_late_company_cancellation_is_possible_recorded_and_apologised_for(zhangsan: Desk) -> None:
    id = await zhangsan.arrange(starts_at=ahead(hours=5))
    body = {"reason_detail": "面试官临时出差，无人替换", "party": "interviewer", "dry_run": True}
    preview = await zhangsan.act(id, "cancel", body)
    assert preview["late"]
    assert any("抱歉" in n["body"] or "歉意" in n["body"] for n in preview["notices"] if n["audience"] == "candidate")
    row = await zhangsan.act(id, "cancel", body | {"dry_run": False})
    assert row["late"], "R6: the log says that it was late"
    assert 4.9 < row["notice_hours"] <= 5


async def test_fifty_cancels_at_once_by_two_people_give_one_log_row(zhangsan: Desk, hrops: Desk) -> None:
    id = await zhangsan.arrange()
    body = {"reason_detail": "岗位冻结", "party": "company"}
    who = [zhangsan, hrops] * 25
    rows = await asyncio.gather(*(desk.act(id, "cancel", body) for desk in who))
    assert len({row["id"] for row in rows}) == 1
    assert len({row["operator"] for row in rows}) == 1
    assert len((await hrops.page("/cancellations", {"interview": id}))["items"]) == 1
    notices = (await hrops.page(f"/interviews/{id}/notices"))["items"]
    sent = [n["channel"] for n in notices if n["kind"] == "cancelled" and n["audience"] == "candidate"]
    assert sorted(sent) == ["email", "inbox", "sms"], "P2: one notice per channel"


@pytest.mark.parametrize("action", ["confirm", "outcome", "reschedule"])
async def test_a_cancelled_interview_refuses_by_naming_the_rule(zhangsan: Desk, action: str) -> None:
    id = await zhangsan.arrange()
    await zhangsan.cancel(id, reason_detail="背景调查未通过")
    body = {"confirm": None, "outcome": {"outcome": "completed"}, "reschedule": {"starts_at": ahead(days=9)}}[action]
    answer = await zhangsan.post(f"/interviews/{id}/{action}", body)
    if action == "reschedule":
        assert answer.json()["stage"] == "invited", (
            "a cancelled interview can be given a new time while its window is open"
        )
        return
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:mianyue:rule:interview-cancelled"


async def test_a_reason_can_be_checked_before_cancelling(zhangsan: Desk) -> None:
    good = await zhangsan.post("/reasons/check", {"text": "突发感冒", "party": "candidate"})
    assert good.json()["acceptable"]
    assert good.json()["code"] == "C_ILLNESS"
    assert good.json()["wording"]["internal"] == "候选人突发疾病，无法参加面试"
    vague = (await zhangsan.post("/reasons/check", {"text": "其他"})).json()
    assert not vague["acceptable"]
    assert vague["problem"]
    assert vague["suggestion"]
